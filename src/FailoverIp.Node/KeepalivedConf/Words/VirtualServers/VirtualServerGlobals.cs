namespace FailoverIp.Node;

/// <summary>The words of <c>global_defs</c> about virtual servers.</summary>
internal static class VirtualServerGlobals
{
    private const string None = "the kernel's table of virtual servers is compared with what should be there, and nothing else in it is touched";

    public static void AddTo(ConfBlock block, ConfContext context)
    {
        var words = new UnsupportedWords(context, block);
        words.Add(None, "lvs_flush", "lvs_flush_on_stop", "lvs_flush_onstop");
        words.Add("the kernel's timeouts stay as they are", "lvs_timeouts");
        words.Add("connections are not shared between nodes", "lvs_sync_daemon");
        words.Add("each entry of a group is a virtual server of its own", "nftables_ipvs", "nftables_ipvs_priority", "nftables_ipvs_start_fwmark");
        block["checker_log_all_failures"] = line => context.Globals.LogsAllFailures = context.Switch(line) ?? context.Globals.LogsAllFailures;
        words.AddSwitch("events are told when something changes", "rs_init_notifies");
    }
}

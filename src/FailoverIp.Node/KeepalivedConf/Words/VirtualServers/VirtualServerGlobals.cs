namespace FailoverIp.Node;

/// <summary>The words of <c>global_defs</c> about virtual servers.</summary>
internal static class VirtualServerGlobals
{
    private const int LongestTimeout = 31 * 24 * 60 * 60;

    public static void AddTo(ConfBlock block, ConfContext context)
    {
        var ipvs = context.Globals.Ipvs;
        var words = new UnsupportedWords(context, block);
        words.Add("each entry of a group is a virtual server of its own", "nftables_ipvs", "nftables_ipvs_priority", "nftables_ipvs_start_fwmark");
        words.AddSwitch("a real server begins as up without a word, and the first word of one that begins as down (alpha) is told in any case", "rs_init_notifies");
        block["checker_log_all_failures"] = line => context.Globals.LogsAllFailures = context.Switch(line) ?? context.Globals.LogsAllFailures;
        block["lvs_flush"] = line => ipvs["FlushOnStart"] = owner => owner.Boolean("FlushOnStart", true, line.Location);
        block["lvs_flush_on_stop"] = line => FlushOnStop(line, context);
        block.Alias("lvs_flush_onstop", "lvs_flush_on_stop");
        block["lvs_timeouts"] = line => Timeouts(line, context);
        block["lvs_sync_daemon"] = line => SyncDaemonWord.Read(line, context);
    }

    /// <summary>Writes the section <c>Ipvs</c>.</summary>
    public static void Write(ConfigurationNode root, ConfGlobals globals, NodeLocation at)
    {
        foreach (var write in globals.Ipvs.Values)
            write(root.Object("Ipvs", at));
    }

    private static void FlushOnStop(ConfLine line, ConfContext context)
    {
        if (line.Count == 1)
            context.Globals.Ipvs["FlushOnStop"] = owner => owner.Boolean("FlushOnStop", true, line.Location);
        else if (line[1] != "VS")
            context.Complain($"VS or nothing follows {line.Keyword}, not '{SchemaChecker.Shown(line[1])}'");
        // The node's own services, which VS is about, are removed in any case, each with its real servers in one request.
    }

    private static void Timeouts(ConfLine line, ConfContext context)
    {
        if (line.Count < 3)
        {
            context.Complain("lvs_timeouts takes tcp, tcpfin or udp, and seconds");
            return;
        }
        for (var i = 1; i < line.Count; i++)
        {
            var key = line[i] switch { "tcp" => "Tcp", "tcpfin" => "TcpFin", "udp" => "Udp", _ => null };
            if (key is null)
                context.Complain($"lvs_timeouts knows tcp, tcpfin and udp, not '{SchemaChecker.Shown(line[i])}'");
            else if (i + 1 == line.Count)
                context.Complain($"nothing follows {line[i]}");
            else if (context.Integer(line, ++i, 0, LongestTimeout, isLenient: false) is { } seconds)
                context.Globals.Ipvs["Timeouts." + key] = owner => owner.Object("Timeouts", line.Location).Time(key, TimeSpan.FromSeconds(seconds), line.Location);
        }
    }
}

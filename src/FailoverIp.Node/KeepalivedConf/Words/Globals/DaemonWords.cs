namespace FailoverIp.Node;

/// <summary>What concerns keepalived's processes rather than what they do.</summary>
internal static class DaemonWords
{
    private const string Unit = "Nice=, CPUSchedulingPolicy=, CPUAffinity= and the like of the unit say it";
    private const string Measured = "failoverip status --json and /metrics have it";
    private const string Buffers = "what gets lost is read again, and packets that are not VRRP do not reach the sockets";

    public static IEnumerable<ConfRoot> Roots(ConfContext context)
    {
        yield return new("linkbeat_use_polling", ConfProcesses.Parent, line => context.NotSupported($"{line.Keyword} is not carried out: the kernel tells of a link that goes"));
        yield return new("use_pid_dir", ConfProcesses.Parent, line => context.NotSupported($"{line.Keyword} is not carried out: there are no files with process numbers"));
        yield return new("child_wait_time", ConfProcesses.Parent, line =>
        {
            context.Integer(line, 1, 0, uint.MaxValue, isLenient: false);
            context.NotSupported($"{line.Keyword} is not carried out: TimeoutStopSec= of the unit says it");
        });
    }

    public static void AddTo(ConfBlock block, ConfContext context)
    {
        var words = new UnsupportedWords(context, block);
        words.Add("there is one process, and its name is failoverip", "process_names");
        words.Add("there is one process, and its name is failoverip", line => CheckProcessName(line, context), "process_name", "vrrp_process_name", "checker_process_name", "lvs_process_name", "bfd_process_name");
        words.AddNumber(Unit, -20, 19, "vrrp_priority", "checker_priority", "bfd_priority");
        words.Add(Unit, "vrrp_no_swap", "checker_no_swap", "bfd_no_swap");
        words.Add(Unit, line => CheckRealTime(line, context), "vrrp_rt_priority", "checker_rt_priority", "bfd_rt_priority");
        words.Add(Unit, line => CheckProcessors(line, context), "vrrp_cpu_affinity", "checker_cpu_affinity", "bfd_cpu_affinity");
        words.AddNumber(Unit, 1, uint.MaxValue, "vrrp_rlimit_rttime", "vrrp_rlimit_rtime", "checker_rlimit_rttime", "checker_rlimit_rtime", "bfd_rlimit_rttime", "bfd_rlimit_rtime");
        words.Add(Unit, line => CheckAutoPriority(line, context), "max_auto_priority");
        words.Add(Unit, line => CheckAutoDelay(line, context), "min_auto_priority_delay");
        words.Add(Measured, line => CheckSnmpSocket(line, context), "snmp_socket");
        words.Add(Measured, "enable_traps", "enable_snmp_vrrp", "enable_snmp_keepalived", "enable_snmp_rfc", "enable_snmp_rfcv2", "enable_snmp_rfcv3", "enable_snmp_checker", "enable_dbus");
        words.AddText(Measured, "dbus_service_name");
        words.Add(Buffers, line => CheckBuffer(line, context), "vrrp_netlink_cmd_rcv_bufs", "vrrp_netlink_monitor_rcv_bufs", "process_monitor_rcv_bufs", "lvs_netlink_cmd_rcv_bufs", "lvs_netlink_monitor_rcv_bufs");
        words.AddSwitch(Buffers, "vrrp_netlink_cmd_rcv_bufs_force", "vrrp_netlink_monitor_rcv_bufs_force", "process_monitor_rcv_bufs_force", "lvs_netlink_cmd_rcv_bufs_force", "lvs_netlink_monitor_rcv_bufs_force");
        words.Add("UMask= of the unit says it", line => UmaskWord.Check(line, context), "umask");
        words.AddNumber("_RANDOM is drawn anew with every reading", 0, uint.MaxValue, "random_seed");
        words.Add("failoverip validate -k checks a file before a reload, which refuses one that is not valid in any case", "reload_check_config");
        words.Add("a timer of systemd can reload the unit", line => { if (line.Count != 2) context.Complain("reload_time_file takes the name of a file"); }, "reload_time_file");
        words.Add("a timer of systemd can reload the unit", "reload_repeat");
        words.Add("systemctl reload ends once the reload is done", "reload_file");
        words.Add("nothing is saved there", line => CheckFolder(line, context), "config_save_dir");
        words.AddText("no copy is made of the file", "tmp_config_directory");
        words.AddSwitch("no such files are written", "data_use_instance");
        block["include_check"] = line => ReadIncludeCheck(line, context);
        block["router_id"] = line =>
        {
            if (context.HasWord(line))
                context.NotSupported("router_id is not carried out: it is the name in mails and SNMP; failoverip.json has Node");
        };
    }

    /// <summary>Whether a word follows, which is reported where none does.</summary>
    public static bool HasWord(this ConfContext context, ConfLine line)
    {
        if (line.Count < 2)
            context.Complain($"nothing follows {line.Keyword}; it is left out");
        return line.Count >= 2;
    }

    private static void CheckProcessName(ConfLine line, ConfContext context)
    {
        if (line[1].Length > 15)
            context.Complain("the name of a process has at most 15 characters");
    }

    private static void CheckRealTime(ConfLine line, ConfContext context)
    {
        if (context.HasWord(line) && context.Integer(line, 1, int.MinValue, int.MaxValue) is < 1 or > 99)
            context.Complain("a real-time priority is 1 to 99; the nearest is taken");
    }

    private static void CheckProcessors(ConfLine line, ConfContext context)
    {
        if (!context.HasWord(line))
            return;
        for (var i = 1; i < line.Count && context.Integer(line, i, 0, Environment.ProcessorCount - 1) is not null; i++)
        {
            // The first that is wrong ends it.
        }
    }

    private static void CheckAutoPriority(ConfLine line, ConfContext context)
    {
        if (line.Count > 1)
            context.Integer(line, 1, -1, 99);
    }

    private static void CheckAutoDelay(ConfLine line, ConfContext context)
    {
        if (context.HasWord(line))
            context.Integer(line, 1, 1, 10_000_000);
    }

    private static void CheckSnmpSocket(ConfLine line, ConfContext context)
    {
        if (line.Count != 2)
            context.Complain("snmp_socket takes one name");
    }

    private static void CheckBuffer(ConfLine line, ConfContext context)
    {
        if (context.HasWord(line))
            context.Integer(line, 1, 0, uint.MaxValue, isLenient: false);
    }

    private static void CheckFolder(ConfLine line, ConfContext context)
    {
        if (File.Exists(line[1]))
            context.Complain($"{SchemaChecker.Shown(line[1])} is not a folder");
    }

    private static void ReadIncludeCheck(ConfLine line, ConfContext context)
    {
        var always = line.Count == 1 ? ConfIncludeDemands.All : context.Files?.Always ?? ConfIncludeDemands.None;
        for (var i = 1; i < line.Count; i++)
        {
            var sign = line[i] is ['+' or '-', ..] ? line[i][0] : '=';
            var flag = line[i].TrimStart('+', '-') switch
            {
                "read" => ConfIncludeDemands.Readable,
                "match" => ConfIncludeDemands.Match,
                "wildcard_match" => ConfIncludeDemands.WildcardMatch,
                "brace_match" => ConfIncludeDemands.BraceMatch,
                _ => ConfIncludeDemands.None,
            };
            if (sign == '=' && i > 1)
                context.Complain("include_check was given already");
            else if (flag == ConfIncludeDemands.None)
                context.Complain($"include_check knows read, match, wildcard_match and brace_match, not '{SchemaChecker.Shown(line[i])}'");
            else
                always = sign switch { '+' => always | flag, '-' => always & ~flag, _ => ConfIncludeDemands.Readable | flag };
        }
        if (context.Files is { } files)
            files.Always = always;
    }
}

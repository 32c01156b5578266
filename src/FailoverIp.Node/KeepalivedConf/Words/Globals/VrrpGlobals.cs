using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>The words of <c>global_defs</c> about VRRP.</summary>
internal static class VrrpGlobals
{
    private const string NewerThan = "keepalived 2.2.7 does not know '{0}', which later versions do; it is carried out here";

    public static void AddTo(ConfBlock block, ConfContext context)
    {
        var globals = context.Globals;
        block["dynamic_interfaces"] = line =>
        {
            globals.HasDynamicInterfaces = true;
            if (line.At(1) is { } option && option != "allow_if_changes")
                context.Complain($"dynamic_interfaces knows allow_if_changes, not '{SchemaChecker.Shown(option)}'");
        };
        block["default_interface"] = line =>
        {
            if (context.HasWord(line))
                globals.DefaultInterface = line[1];
        };
        block["vrrp_version"] = line => globals.VrrpVersion = (int)(context.Integer(line, 1, 2, 3) ?? globals.VrrpVersion);
        block["vrrp_mcast_group4"] = line => globals.Group4 = Group(line, context, AddressFamily.InterNetwork) ?? globals.Group4;
        block["vrrp_mcast_group6"] = line => globals.Group6 = Group(line, context, AddressFamily.InterNetworkV6) ?? globals.Group6;
        block["vrrp_strict"] = line => globals.IsStrict = new(true, line.Location);
        block["vrrp_check_unicast_src"] = line => globals.ChecksUnicastSource = new(true, line.Location);
        block["vrrp_skip_check_adv_addr"] = _ => { }; // other addresses than ours are never a reason to discard an advert
        block["vrrp_lower_prio_no_advert"] = line => globals.LowerPriorityNoAdvert = Switch(line, context) ?? globals.LowerPriorityNoAdvert;
        block["vrrp_higher_prio_send_advert"] = line => globals.HigherPrioritySendAdvert = Switch(line, context) ?? globals.HigherPrioritySendAdvert;
        block["vrrp_down_timer_adverts"] = line => globals.DownTimerAdverts = context.Integer(line, 1, 1, 100) is { } count ? new((int)count, line.Location) : globals.DownTimerAdverts;
        block["vrrp_startup_delay"] = line => globals.StartupDelay =
            context.Seconds(line, 1, TimeSpan.FromMilliseconds(1), TimeSpan.FromMicroseconds(uint.MaxValue)) is { } delay ? new(delay, line.Location) : globals.StartupDelay;
        block["vmac_prefix"] = line =>
        {
            if (globals.VmacPrefix is not null)
                context.Complain("vmac_prefix was given already");
            else
                globals.VmacPrefix = new(line[1], line.Location);
        };
        GarpWords.AddGlobal(block, context);
        AddNewer(block, context);
        AddUnsupported(block, context);
    }

    private static void AddNewer(ConfBlock block, ConfContext context)
    {
        var globals = context.Globals;
        block["vrrp_owner_ignore_adverts"] = line => globals.OwnerIgnoresAdverts = Newer(line, context, Switch(line, context)) ?? globals.OwnerIgnoresAdverts;
        block["v3_checksum_as_v2"] = line => globals.ChecksumAsVersion2 = Newer(line, context, Switch(line, context)) ?? globals.ChecksumAsVersion2;
        block["vrrp_delay_after_boot"] = line => globals.DelayAfterBoot = Newer<Given<TimeSpan>>(line, context, context.Seconds(line, 1, TimeSpan.Zero, TimeSpan.FromSeconds(1000)) is { } delay ? new Given<TimeSpan>(delay, line.Location) : null) ?? globals.DelayAfterBoot;
    }

    private static void AddUnsupported(ConfBlock block, ConfContext context)
    {
        const string Tables = "packets that are not to be accepted are dropped in nftables tables whose name begins with failoverip_accept_";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var words = new UnsupportedWords(context, block);
        words.Add(Tables, "vrrp_ipsets", "nftables_ifindex", "nftables_counters");
        words.Add(Tables, line => Once(line, "nftables"), "nftables");
        words.Add(Tables, _ => context.Complain("the keepalived of Debian has no iptables; write nftables"), "vrrp_iptables");
        words.Add(Tables, line => context.Integer(line, 1, int.MinValue, int.MaxValue, isLenient: false), "nftables_priority");
        words.Add("an address on another interface stands there with that interface's MAC", line => Once(line, "vmac_addr_prefix"), "vmac_addr_prefix");
        words.Add("what is heard for nobody is counted: ignored of failoverip status --json", "log_unknown_vrids");
        words.Add("the kernel answers IGMP queries for the group as for any other", "disable_local_igmp");
        words.Add("packets that are not VRRP do not reach the sockets, and the loop reads what waits before it acts", line => CheckBuffers(line, context), "vrrp_rx_bufs_policy");
        words.Add("packets that are not VRRP do not reach the sockets, and the loop reads what waits before it acts", line => CheckMultiplier(line, context), "vrrp_rx_bufs_multiplier");

        void Once(ConfLine line, string word)
        {
            if (!seen.Add(word))
                context.Complain($"{line.Keyword} was given already");
        }
    }

    /// <summary>A switch with its place.</summary>
    private static Given<bool>? Switch(ConfLine line, ConfContext context) => context.Switch(line) is { } isOn ? new(isOn, line.Location) : null;

    private static T? Newer<T>(ConfLine line, ConfContext context, T? value)
        where T : struct
    {
        context.Problems.Complain(line.Location, NewerThan.Replace("{0}", line.Keyword, StringComparison.Ordinal));
        return value;
    }

    private static Given<IPAddress>? Group(ConfLine line, ConfContext context, AddressFamily family)
    {
        var name = family == AddressFamily.InterNetwork ? "IPv4" : "IPv6";
        if (ConfAddress.Parse(line[1]) is not { } address || address.AddressFamily != family)
            context.Complain($"'{SchemaChecker.Shown(line[1])}' is not an {name} address");
        else if (!ConfAddress.IsMulticast(address))
            context.Complain($"{address} is not a multicast group");
        else
        {
            if (family == AddressFamily.InterNetworkV6 && !ConfAddress.IsLinkLocalMulticast(address))
                context.Complain($"{address} should be a link-local group, ff02::…");
            return new(address, line.Location);
        }
        return null;
    }

    private static void CheckBuffers(ConfLine line, ConfContext context)
    {
        if (!context.HasWord(line))
            return;
        var policies = line.Words.Skip(1).Where(w => w.Equals("MTU", StringComparison.OrdinalIgnoreCase) || w.Equals("ADVERT", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        var hasSize = line.Count - 1 > policies && context.Integer(line, 1, 0, uint.MaxValue, isLenient: false) is not null;
        if (policies + (hasSize ? 1 : 0) > 1)
            context.Complain("vrrp_rx_bufs_policy is MTU, ADVERT or a size, one of them");
    }

    private static void CheckMultiplier(ConfLine line, ConfContext context)
    {
        if (line.Count != 2)
            context.Complain("vrrp_rx_bufs_multiplier takes one number");
        else
            context.Integer(line, 1, 1, uint.MaxValue, isLenient: false);
    }
}

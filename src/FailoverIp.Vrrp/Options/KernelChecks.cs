using System.Collections.Immutable;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>Checks what a virtual router wants to have in the kernel beyond plain addresses, and how it announces.</summary>
internal static class KernelChecks
{
    private const int MaxRepeat = 255;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static void Check(VirtualRouterOptions o, Action<string, string> error, Action<string, int, string> errorAt, Action<string, string> warn)
    {
        CheckAnnouncements(o.Announcements, error);
        foreach (var (option, index, address) in VirtualRouterValidator.AddressesOf(o))
            CheckAddress(address, m => errorAt(option, index, $"{address}: {m}"));
        foreach (var (index, route) in o.VirtualRoutes.Index())
            CheckRoute(route, m => errorAt(nameof(o.VirtualRoutes), index, $"{route}: {m}"));
        foreach (var (index, rule) in o.VirtualRules.Index())
            CheckRule(rule, m => errorAt(nameof(o.VirtualRules), index, $"{rule}: {m}"));
        TellTwice(o.VirtualRoutes, OptionsComparison.AreSame, (index, m) => errorAt(nameof(o.VirtualRoutes), index, m));
        TellTwice(o.VirtualRules, static (a, b) => a == b, (index, m) => errorAt(nameof(o.VirtualRules), index, m));
        if (!o.Accept && o.Priority == ElectionParameters.OwnerPriority)
            warn(nameof(o.Accept), "a router with priority 255 owns its addresses and accepts packets to them in any case");
    }

    private static void TellTwice<T>(ImmutableArray<T> list, Func<T, T, bool> areSame, Action<int, string> error)
    {
        for (var i = 1; i < list.Length; i++)
        {
            if (list.Take(i).Any(other => areSame(other, list[i])))
                error(i, $"{list[i]} is there twice");
        }
    }

    private static void CheckAnnouncements(AnnouncementOptions o, Action<string, string> error)
    {
        Repeat(o.Repeat, 1, "Repeat");
        Repeat(o.RefreshRepeat, 1, "RefreshRepeat");
        Repeat(o.LowerPriorityRepeat ?? 0, 0, "LowerPriorityRepeat");
        Time(o.Delay, TimeSpan.FromHours(1), "Delay", "1 hour");
        Time(o.LowerPriorityDelay ?? default, TimeSpan.FromHours(1), "LowerPriorityDelay", "1 hour");
        Time(o.Refresh, Longest, "Refresh", "1 day");
        Time(o.ArpInterval, TimeSpan.FromSeconds(1), "ArpInterval", "1 second");
        Time(o.NeighbourInterval, TimeSpan.FromSeconds(1), "NeighbourInterval", "1 second");
        Time(o.ExtraInterval, Longest, "ExtraInterval", "1 day");
        if (o.ExtraInterval > TimeSpan.Zero && o.ExtraInterval < TimeSpan.FromSeconds(1))
            error("Garp.ExtraInterval", "is less than 1 second");
        if (o.Refresh > TimeSpan.Zero && o.Refresh < TimeSpan.FromMilliseconds(100))
            error("Garp.Refresh", "is less than 100 ms");

        void Repeat(int value, int least, string option)
        {
            if (value < least || value > MaxRepeat)
                error($"Garp.{option}", $"{value} is not between {least} and {MaxRepeat}");
        }

        void Time(TimeSpan value, TimeSpan most, string option, string words)
        {
            if (value < TimeSpan.Zero || value > most)
                error($"Garp.{option}", $"is not between 0 and {words}");
        }
    }

    private static void CheckAddress(VirtualAddress a, Action<string> error)
    {
        var isIPv6 = a.Address.AddressFamily == AddressFamily.InterNetworkV6;
        if (a.Peer is { } peer && peer.AddressFamily != a.Address.AddressFamily)
            error($"the peer {peer} is of the other family");
        if (isIPv6 && a.Broadcast is not null)
            error("IPv6 has no broadcast address");
        if (isIPv6 && a.Label is not null)
            error("only IPv4 addresses have labels");
        if (!isIPv6 && a.Broadcast is { AddressFamily: not AddressFamily.InterNetwork })
            error("the broadcast address is not one of IPv4");
        if (!isIPv6 && (a.DetectDuplicates || a.IsHomeAddress || a.ManageTemporaryAddresses))
            error("detection of duplicates, home and mngtmpaddr are for IPv6");
        if (a.ManageTemporaryAddresses && a.PrefixLength != 64)
            error("temporary addresses are made of a prefix of 64 bits");
        if (a.PreferredLifetime is { } lifetime && lifetime < TimeSpan.Zero && lifetime != Timeout.InfiniteTimeSpan)
            error("the preferred lifetime is negative");
    }

    private static void CheckRoute(VirtualRoute r, Action<string> error)
    {
        var hops = Present(r.NextHops).ToArray();
        if (r.Source is { } source && source.AddressFamily != r.Family)
            error($"the source {source} is of the other family");
        if (!Enum.IsDefined(r.Type))
            error($"{(int)r.Type} is no type of a route");
        if (r.Tos != 0 && r.Family == AddressFamily.InterNetworkV6)
            error("only routes of IPv4 have a type of service");
        if (r.Metrics is { } metrics)
            CheckMetrics(metrics, error);
        if (r.Table == 0)
            error("tables are counted from 1");
        if (r.Type != VirtualRouteType.Unicast && (r.Gateway is not null || r.Interface is not null || hops.Length > 0))
            error($"a route of type {r.Type} leads nowhere: it has no gateway and no interface");
        if (r.Type == VirtualRouteType.Unicast && r.Gateway is null && r.Interface is null && hops.Length == 0)
            error("neither a gateway nor an interface is given");
        if (hops.Length > 0 && (r.Gateway is not null || r.Interface is not null))
            error("several ways go instead of a gateway and an interface");
        if (hops.Length > Kernel.RouteMessages.MaxNextHops)
            error($"{hops.Length} ways; at most {Kernel.RouteMessages.MaxNextHops}");
        if (Array.Exists(hops, h => h.Weight is < 1 or > 256))
            error("the weight of a way is not between 1 and 256");
        if (Array.Exists(hops, h => h.Gateway is null && h.Interface is null))
            error("a way has neither a gateway nor an interface");
        if (r.Family == AddressFamily.InterNetworkV6 && hops.Select(h => h.Gateway).Append(r.Gateway).Any(g => g is { AddressFamily: AddressFamily.InterNetwork }))
            error("IPv6 does not go by a gateway of IPv4");
        foreach (var name in hops.Select(h => h.Interface).Append(r.Interface).OfType<string>().Where(n => !VirtualRouterValidator.IsInterfaceName(n)))
            error($"'{name}' is not an interface name");
    }

    private static void CheckMetrics(VirtualRouteMetrics m, Action<string> error)
    {
        if (m.HopLimit is < 1 or > 255)
            error($"the hop limit {m.HopLimit} is not between 1 and 255");
        if (m.CongestionControl is { Length: 0 or > 15 })
            error($"'{m.CongestionControl}' is not the name of a congestion control (1 to 15 characters)");
        if (new[] { m.RoundTripTime, m.RoundTripVariance, m.LeastTimeout }.Any(t => t < TimeSpan.Zero || t > TimeSpan.FromHours(1)))
            error("a time is not between 0 and 1 hour");
    }

    private static void CheckRule(VirtualRule r, Action<string> error)
    {
        if (r.Family is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            error("its family is neither IPv4 nor IPv6");
        if ((r.From is { } from && from.BaseAddress.AddressFamily != r.Family) || (r.To is { } to && to.BaseAddress.AddressFamily != r.Family))
            error("a network is of the other family");
        if (!Enum.IsDefined(r.Action))
            error($"{(int)r.Action} is no action of a rule");
        else if ((r.Action == VirtualRuleAction.Lookup && !r.LooksUpVrf) != r.Table is > 0)
            error("a table belongs to the action Lookup, and to no other");
        if (r.LooksUpVrf && r.Action != VirtualRuleAction.Lookup)
            error("the table of a VRF belongs to the action Lookup");
        if (r.Action == VirtualRuleAction.GoTo ? r.GoTo is not { } target || r.Priority is not { } priority || target <= priority : r.GoTo is not null)
            error("goto leads to a rule behind this one, and both have their numbers");
        if (r.SuppressPrefixLength is { } length && (length < 0 || length > (r.Family == AddressFamily.InterNetwork ? 32 : 128)))
            error($"the suppressed prefix length {length} is not between 0 and {(r.Family == AddressFamily.InterNetwork ? 32 : 128)}");
        if ((r.SuppressPrefixLength is not null || r.SuppressInterfaceGroup is not null) && r.Action != VirtualRuleAction.Lookup)
            error("routes are suppressed with the action Lookup only");
        if (r.Users is { } users && users.First > users.Last)
            error("the users end before they begin");
        if (r.IPProtocol == 0)
            error("there is no IP protocol 0");
        foreach (var ports in new[] { r.SourcePorts, r.DestinationPorts }.OfType<VirtualRuleRange>().Where(p => p.First < 1 || p.Last > ushort.MaxValue || p.First > p.Last))
            error($"{ports.First} to {ports.Last} are no ports (1 to 65535)");
        if (r.FirewallMask is not null && r.FirewallMark is null)
            error("a mask without a mark");
        foreach (var name in new[] { r.InputInterface, r.OutputInterface }.OfType<string>().Where(n => !VirtualRouterValidator.IsInterfaceName(n)))
            error($"'{name}' is not an interface name");
    }

    private static ImmutableArray<T> Present<T>(ImmutableArray<T> array) => array.IsDefault ? [] : array;
}

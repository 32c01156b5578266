using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Cli.Commands.Ipvs;

/// <summary>The order of a table for the eye: addresses before firewall marks, IPv4 before IPv6, then by protocol and numbers.</summary>
internal static class IpvsTableOrder
{
    public static IReadOnlyList<IpvsTableEntry> Of(IEnumerable<IpvsTableEntry> table) =>
    [
        .. table.OrderBy(e => e.Service.Service.Key.FirewallMark)
            .ThenBy(e => e.Service.Service.Key.Family)
            .ThenBy(e => e.Service.Service.Key.Protocol)
            .ThenBy(e => e.Service.Service.Key.Address, ByNumber)
            .Select(e => e with { Destinations = [.. e.Destinations.OrderBy(d => d.Destination.Address, ByNumber)] }),
    ];

    private static Comparer<IPEndPoint?> ByNumber { get; } = Comparer<IPEndPoint?>.Create(static (a, b) =>
    {
        if (a is null || b is null)
            return (a is null ? 0 : 1) - (b is null ? 0 : 1);
        var (x, y) = (a.Address.GetAddressBytes(), b.Address.GetAddressBytes());
        var order = x.Length != y.Length ? x.Length - y.Length : x.AsSpan().SequenceCompareTo(y);
        return order != 0 ? order : a.Port - b.Port;
    });
}

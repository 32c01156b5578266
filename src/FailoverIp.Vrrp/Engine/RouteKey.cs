using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>A route that has gone, as far as the kernel lets only one exist: its destination, table, metric and type of service.</summary>
/// <param name="Family">Its family.</param>
/// <param name="Destination">Where it led; null for the default route.</param>
/// <param name="PrefixLength">The length of the destination's prefix.</param>
/// <param name="Table">Its table.</param>
/// <param name="Metric">Its metric; 0 where it had none.</param>
public readonly record struct RouteKey(AddressFamily Family, IPAddress? Destination, byte PrefixLength, uint Table, uint Metric)
{
    private const uint DefaultMetricIPv6 = 1024;

    /// <summary>Its type of service; 0 for all.</summary>
    public byte Tos { get; init; }

    /// <summary>Whether this is the route.</summary>
    public bool Is(VirtualRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return Family == route.Family && Tos == route.Tos && PrefixLength == route.Destination.PrefixLength && Table == (route.Table ?? Kernel.RouteMessages.MainTable)
            && Metric == (route.Metric is > 0 and var metric ? metric : Family == AddressFamily.InterNetworkV6 ? DefaultMetricIPv6 : 0)
            && (Destination is null ? PrefixLength == 0 : Destination.Equals(route.Destination.BaseAddress));
    }
}

/// <summary>A policy rule that has gone.</summary>
/// <param name="Family">Its family.</param>
/// <param name="From">Its source network; null for all.</param>
/// <param name="To">Its destination network; null for all.</param>
/// <param name="Priority">Its place.</param>
/// <param name="Table">Its table; 0 for none.</param>
/// <param name="FirewallMark">Its mark; 0 for none.</param>
public readonly record struct RuleKey(AddressFamily Family, IPNetwork? From, IPNetwork? To, uint Priority, uint Table, uint FirewallMark)
{
    /// <summary>Whether this is the rule.</summary>
    public bool Is(VirtualRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Family == rule.Family && Same(From, rule.From) && Same(To, rule.To) && Table == rule.Table.GetValueOrDefault()
            && FirewallMark == rule.FirewallMark.GetValueOrDefault() && (rule.Priority is not { } priority || priority == Priority);
    }

    // A network of all addresses is no network to the kernel.
    private static bool Same(IPNetwork? a, IPNetwork? b) => a is { PrefixLength: > 0 } x ? b is { } y && x.Equals(y) : b is not { PrefixLength: > 0 };
}

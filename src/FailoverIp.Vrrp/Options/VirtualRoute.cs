using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>A route that exists while a virtual router is Active: <c>ip route</c>'s words, of which the kernel's names are those of rtnetlink(7).</summary>
public sealed record VirtualRoute
{
    /// <summary>Where it leads, its host bits zero; <see cref="IPAddress.Any"/>/0 or <see cref="IPAddress.IPv6Any"/>/0 is the default route.</summary>
    public required IPNetwork Destination { get; init; }

    /// <summary>What happens to its packets.</summary>
    /// <value><see cref="VirtualRouteType.Unicast"/>.</value>
    public VirtualRouteType Type { get; init; } = VirtualRouteType.Unicast;

    /// <summary>The gateway, of either family (IPv4 over IPv6 gateways: RTA_VIA); null for none.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The interface; null for the kernel's choice by the gateway.</summary>
    public string? Interface { get; init; }

    /// <summary>The preferred source address (<c>src</c>); null for none.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>The table, from 1; null for the main one (254).</summary>
    public uint? Table { get; init; }

    /// <summary>The metric; null for the kernel's.</summary>
    public uint? Metric { get; init; }

    /// <summary>The scope, as <see cref="VirtualAddress.Scope"/>; null: link without a gateway, else global.</summary>
    public byte? Scope { get; init; }

    /// <summary>Who made it (<c>proto</c>).</summary>
    /// <value>18, keepalived's: network managers leave routes of protocols alone that they do not know.</value>
    public byte Protocol { get; init; } = 18;

    /// <summary>The gateway is on the link, whatever its address says (<c>onlink</c>).</summary>
    public bool OnLink { get; init; }

    /// <summary>The MTU of the way; null for the interface's.</summary>
    public uint? Mtu { get; init; }

    /// <summary>What else connections go by; null for the kernel's own choice.</summary>
    public VirtualRouteMetrics? Metrics { get; init; }

    /// <summary>The type of service that it is for (IPv4 only); 0 for all (<c>tos</c>).</summary>
    public byte Tos { get; init; }

    /// <summary>Several ways, instead of <see cref="Gateway"/> and <see cref="Interface"/>; empty for one.</summary>
    public ImmutableArray<VirtualNextHop> NextHops { get; init; } = [];

    /// <summary>Whether its disappearance counts: it is put back, and a Fault where that does not work (<c>no_track</c> switches it off).</summary>
    /// <value>True.</value>
    public bool Track { get; init; } = true;

    /// <summary>Its family, that of the destination.</summary>
    public AddressFamily Family => Destination.BaseAddress.AddressFamily;

    /// <summary>Destination and way, such as <c>10.9.0.0/16 via 10.0.0.1 dev eth0</c>.</summary>
    public override string ToString() =>
        $"{Destination}{(Gateway is null ? "" : $" via {Gateway}")}{(Interface is null ? "" : $" dev {Interface}")}{(Table is null ? "" : $" table {Table}")}";
}

/// <summary>One way of a route that has several.</summary>
/// <param name="Gateway">The gateway; null for none.</param>
/// <param name="Interface">The interface; null for the kernel's choice.</param>
/// <param name="Weight">Its share, 1 to 256.</param>
/// <param name="OnLink">The gateway is on the link.</param>
public sealed record VirtualNextHop(IPAddress? Gateway, string? Interface = null, int Weight = 1, bool OnLink = false);

/// <summary>The kinds of routes, by the kernel's numbers.</summary>
public enum VirtualRouteType
{
    /// <summary>It leads somewhere.</summary>
    Unicast = 1,

    /// <summary>Packets are dropped in silence.</summary>
    Blackhole = 6,

    /// <summary>Packets are refused: unreachable.</summary>
    Unreachable = 7,

    /// <summary>Packets are refused: prohibited.</summary>
    Prohibit = 8,

    /// <summary>The search goes on in the next table.</summary>
    Throw = 9,
}

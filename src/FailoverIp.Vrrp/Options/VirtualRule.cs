using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>A policy rule that exists while a virtual router is Active: <c>ip rule</c>'s words.</summary>
public sealed record VirtualRule
{
    /// <summary>Its family.</summary>
    public required AddressFamily Family { get; init; }

    /// <summary>The source network; null for all.</summary>
    public IPNetwork? From { get; init; }

    /// <summary>The destination network; null for all.</summary>
    public IPNetwork? To { get; init; }

    /// <summary>Its place among the rules, from 0; null: the kernel puts it before the others.</summary>
    public uint? Priority { get; init; }

    /// <summary>The table to look up, from 1; null with <see cref="Action"/> other than <see cref="VirtualRuleAction.Lookup"/>.</summary>
    public uint? Table { get; init; }

    /// <summary>What happens.</summary>
    /// <value><see cref="VirtualRuleAction.Lookup"/>.</value>
    public VirtualRuleAction Action { get; init; } = VirtualRuleAction.Lookup;

    /// <summary>The interface packets come in by (<c>iif</c>); null for all.</summary>
    public string? InputInterface { get; init; }

    /// <summary>The interface packets go out by (<c>oif</c>); null for all.</summary>
    public string? OutputInterface { get; init; }

    /// <summary>The firewall mark; null for all.</summary>
    public uint? FirewallMark { get; init; }

    /// <summary>The bits of the mark that count; null for all.</summary>
    public uint? FirewallMask { get; init; }

    /// <summary>The rule that the search goes on at, with <see cref="VirtualRuleAction.GoTo"/>: greater than <see cref="Priority"/> (<c>goto</c>).</summary>
    public uint? GoTo { get; init; }

    /// <summary>The table is that of the interface's VRF, in place of <see cref="Table"/> (<c>l3mdev</c>).</summary>
    public bool LooksUpVrf { get; init; }

    /// <summary>Routes whose prefix is as long or shorter do not count, 0 to 32 or 128; null: all count (<c>suppress_prefixlength</c>).</summary>
    public int? SuppressPrefixLength { get; init; }

    /// <summary>Routes over interfaces of this group do not count; null: all count (<c>suppress_ifgroup</c>).</summary>
    public uint? SuppressInterfaceGroup { get; init; }

    /// <summary>The users whose packets it is for; null for all (<c>uidrange</c>).</summary>
    public VirtualRuleRange? Users { get; init; }

    /// <summary>The IP protocol, 1 to 255; null for all (<c>ipproto</c>).</summary>
    public byte? IPProtocol { get; init; }

    /// <summary>The source ports, 1 to 65535; null for all (<c>sport</c>).</summary>
    public VirtualRuleRange? SourcePorts { get; init; }

    /// <summary>The destination ports, 1 to 65535; null for all (<c>dport</c>).</summary>
    public VirtualRuleRange? DestinationPorts { get; init; }

    /// <summary>The key of the tunnel that packets came out of; null for all (<c>tun_id</c>).</summary>
    public ulong? TunnelId { get; init; }

    /// <summary>The type of service; 0 for all.</summary>
    public byte Tos { get; init; }

    /// <summary>Matches what does not match (<c>not</c>).</summary>
    public bool Invert { get; init; }

    /// <summary>Who made it (<c>proto</c>).</summary>
    /// <value>18, keepalived's.</value>
    public byte Protocol { get; init; } = 18;

    /// <summary>Whether its disappearance counts, as <see cref="VirtualRoute.Track"/>.</summary>
    /// <value>True.</value>
    public bool Track { get; init; } = true;

    /// <summary>Such as <c>from 10.0.0.0/8 table 100</c>.</summary>
    public override string ToString() =>
        $"{(From is null ? "from all" : $"from {From}")}{(To is null ? "" : $" to {To}")}{(FirewallMark is null ? "" : $" fwmark 0x{FirewallMark:x}")}{(InputInterface is null ? "" : $" iif {InputInterface}")}{(LooksUpVrf ? " l3mdev" : GoTo is not null ? $" goto {GoTo}" : Table is null ? $" {Action}" : $" table {Table}")}";
}

/// <summary>Numbers from one to another, both included.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last, not less than the first.</param>
public readonly record struct VirtualRuleRange(uint First, uint Last);

/// <summary>What a rule does, by the kernel's numbers.</summary>
public enum VirtualRuleAction
{
    /// <summary>A table is looked up.</summary>
    Lookup = 1,

    /// <summary>The search goes on at another rule.</summary>
    GoTo = 2,

    /// <summary>Nothing.</summary>
    Nop = 3,

    /// <summary>Packets are dropped in silence.</summary>
    Blackhole = 6,

    /// <summary>Packets are refused: unreachable.</summary>
    Unreachable = 7,

    /// <summary>Packets are refused: prohibited.</summary>
    Prohibit = 8,
}

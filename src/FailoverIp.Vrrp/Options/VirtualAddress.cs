using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>An address that is on this machine while the virtual router is Active.</summary>
/// <param name="Address">The address, IPv4 or IPv6.</param>
/// <param name="PrefixLength">Its prefix length, 0 to 32 or 0 to 128.</param>
/// <param name="Interface">The interface that holds it; null for the virtual router's own.</param>
/// <param name="Label">The label shown by <c>ip addr</c> (IPv4 only); null for none.</param>
public sealed record VirtualAddress(IPAddress Address, int PrefixLength, string? Interface = null, string? Label = null)
{
    /// <summary>
    /// Whether it stands on an interface that has the virtual MAC, a macvlan above <see cref="Interface"/> (keepalived: <c>use_vmac</c> of an address). Above the virtual router's own
    /// interface that is the one of <see cref="VirtualRouterOptions.VirtualMac"/> where it has one.
    /// </summary>
    /// <value>False.</value>
    public bool OnVirtualMac { get; init; }

    /// <summary>The far end of a point-to-point link, of the same family; null for none.</summary>
    public IPAddress? Peer { get; init; }

    /// <summary>The broadcast address (IPv4 only); null for none. <see cref="IPAddress.Broadcast"/>: that of the prefix, as <c>brd +</c>.</summary>
    public IPAddress? Broadcast { get; init; }

    /// <summary>The scope as the kernel counts it: 0 global, 200 site, 253 link, 254 host; null for the kernel's choice (IPv4: global).</summary>
    public byte? Scope { get; init; }

    /// <summary>IPv6 only: lets the kernel look for a duplicate before the address is usable. The election has settled who holds it.</summary>
    /// <value>False.</value>
    public bool DetectDuplicates { get; init; }

    /// <summary>IPv6 only: a home address (<c>home</c>).</summary>
    public bool IsHomeAddress { get; init; }

    /// <summary>IPv6 only: temporary addresses are made from its prefix (<c>mngtmpaddr</c>).</summary>
    public bool ManageTemporaryAddresses { get; init; }

    /// <summary>The kernel makes no route to its prefix (<c>noprefixroute</c>).</summary>
    public bool NoPrefixRoute { get; init; }

    /// <summary>A multicast group that is joined (<c>autojoin</c>).</summary>
    public bool AutoJoin { get; init; }

    /// <summary>How long it is preferred as a source: null for ever; zero: deprecated. keepalived's default for an IPv6 /128 is zero.</summary>
    public TimeSpan? PreferredLifetime { get; init; }

    /// <summary>Whether its disappearance counts: it is put back (<c>no_track</c> switches that off).</summary>
    /// <value>True.</value>
    public bool Track { get; init; } = true;

    /// <summary>Address and prefix length, such as <c>10.132.0.100/32</c>.</summary>
    public override string ToString() => $"{Address}/{PrefixLength}";
}

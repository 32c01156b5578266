using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp;

/// <summary>An interface of the virtual router's own, below its <see cref="VirtualRouterOptions.Interface"/>, on which its addresses stand.</summary>
public sealed record VirtualMacOptions
{
    /// <summary>What is made.</summary>
    /// <value><see cref="VirtualLinkKind.Macvlan"/>.</value>
    public VirtualLinkKind Kind { get; init; } = VirtualLinkKind.Macvlan;

    /// <summary>The name of the interface, at most 15 characters; null for <c>vrrp.VRID</c> (IPv6: <c>vrrp6.VRID</c>).</summary>
    public string? Name { get; init; }

    /// <summary>The address of a macvlan; null for that of the RFC, 00:00:5e:00:01:VRID (IPv6: 00:00:5e:00:02:VRID).</summary>
    public PhysicalAddress? Address { get; init; }

    /// <summary>Whether adverts go over the interface below instead, with its MAC address (keepalived: <c>vmac_xmit_base</c>); with unicast peers they always do.</summary>
    /// <value>False.</value>
    public bool TransmitOnBase { get; init; }
}

/// <summary>The kinds of such interfaces.</summary>
public enum VirtualLinkKind
{
    /// <summary>A macvlan in private mode: a MAC address of its own (keepalived: <c>use_vmac</c>).</summary>
    Macvlan,

    /// <summary>An ipvlan in mode L2: the MAC address of the interface below (keepalived: <c>use_ipvlan</c>).</summary>
    Ipvlan,
}

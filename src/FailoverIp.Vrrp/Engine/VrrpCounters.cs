namespace FailoverIp.Vrrp;

/// <summary>Packets of VRRP's IP protocol that belong to none of this node's virtual routers.</summary>
/// <param name="UnknownVirtualRouterIds">Adverts with a VRID that is not configured on the interface.</param>
/// <param name="CarpPackets">Packets of CARP (UCarp), which has the same IP protocol number; they are ignored.</param>
public readonly record struct VrrpCounters(long UnknownVirtualRouterIds, long CarpPackets);

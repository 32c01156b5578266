namespace FailoverIp.Node;

/// <summary>Packets with VRRP's IP protocol number that belong to none of the node's virtual routers.</summary>
/// <param name="UnknownVirtualRouterIds">Adverts with a VRID that no instance has on the interface: other virtual routers on the LAN, or a VRID that two nodes do not agree on.</param>
/// <param name="Carp">Packets of CARP (UCarp), which has the same IP protocol number.</param>
public sealed record IgnoredPackets(long UnknownVirtualRouterIds, long Carp);

using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>Another router of the same virtual router, to which adverts are sent by unicast.</summary>
/// <param name="Address">Its source address.</param>
/// <param name="MinTtl">The least TTL or hop limit that its adverts may arrive with, 0 to 255; null for any. 255: it is on this link.</param>
/// <param name="MaxTtl">The greatest, 0 to 255; null for any.</param>
public sealed record UnicastPeer(IPAddress Address, int? MinTtl = null, int? MaxTtl = null);

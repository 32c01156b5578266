using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>Another router of a virtual router, as its accepted adverts show it.</summary>
/// <param name="Address">The source of its adverts.</param>
/// <param name="Priority">The priority of the last one, 0 to 255.</param>
/// <param name="Checksum">What their checksum covers.</param>
/// <param name="Since">When it was heard first.</param>
/// <param name="LastHeard">When it was heard last.</param>
public readonly record struct VrrpPeerStatus(IPAddress Address, byte Priority, VrrpChecksumKind Checksum, DateTimeOffset Since, DateTimeOffset LastHeard);

namespace FailoverIp.Vrrp;

/// <summary>What a VRRP checksum covers.</summary>
public enum VrrpChecksumKind
{
    /// <summary>The message and the pseudo-header of source, destination, protocol and length: IPv6 always, and VRRPv3 over IPv4 as keepalived and FRR send it by default.</summary>
    PseudoHeader,

    /// <summary>The message alone: VRRPv2, and VRRPv3 over IPv4 as RFC 9568 section 5.2.8 has it.</summary>
    MessageOnly,
}

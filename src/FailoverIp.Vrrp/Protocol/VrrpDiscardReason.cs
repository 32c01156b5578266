namespace FailoverIp.Vrrp;

/// <summary>
/// Why a packet was not accepted as an advert: the first check that failed, in the order of these values. Each discarded packet counts once.
/// </summary>
public enum VrrpDiscardReason
{
    /// <summary>None: it is accepted.</summary>
    None,

    /// <summary>Shorter than the fixed header of 8 bytes, or not of the length that count, version and family ask for.</summary>
    BadLength,

    /// <summary>A version other than the virtual router's.</summary>
    BadVersion,

    /// <summary>A type other than 1, ADVERTISEMENT.</summary>
    BadType,

    /// <summary>A multicast advert with a TTL or hop limit other than 255: it has crossed a router.</summary>
    BadTtl,

    /// <summary>VRRPv3: no address (RFC 9568, erratum 8299).</summary>
    BadCount,

    /// <summary>A checksum that fits neither kind.</summary>
    BadChecksum,

    /// <summary>VRRPv3: an interval of 0 (erratum 8301). VRRPv2: another interval than this router's (RFC 3768 section 7.1).</summary>
    BadInterval,

    /// <summary>
    /// VRRPv2: another authentication type than this router's, or a wrong password. HMAC and AH: not verified; <see cref="VrrpAuthenticationResult"/> tells why.
    /// </summary>
    BadAuthentication,

    /// <summary>A unicast advert from an address that is no configured peer.</summary>
    UnknownSource,

    /// <summary>Our own packet, come back.</summary>
    OwnPacket,
}

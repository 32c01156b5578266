namespace FailoverIp.Vrrp;

/// <summary>What a receiver makes of a packet of IP protocol 112: <see cref="Ok"/>, or the first check that fails, in the order of these values.</summary>
public enum VrrpVerdict
{
    /// <summary>A valid advert.</summary>
    Ok,

    /// <summary>Another protocol of the same number (CARP), a later fragment, or an IP header that cannot be read.</summary>
    NotVrrp,

    /// <summary>Shorter than the header of 8 bytes, or not of the length that count, version and family ask for.</summary>
    BadLength,

    /// <summary>A version other than 2 and 3, or version 2 over IPv6.</summary>
    BadVersion,

    /// <summary>A type other than 1, ADVERTISEMENT.</summary>
    BadType,

    /// <summary>A multicast advert with a TTL or hop limit other than 255.</summary>
    BadTtl,

    /// <summary>VRRPv3: no address.</summary>
    BadCount,

    /// <summary>A checksum that fits neither kind.</summary>
    BadChecksum,

    /// <summary>VRRPv3: an interval of 0.</summary>
    BadInterval,
}

namespace FailoverIp.Vrrp;

/// <summary>The protocol version; the value is the one on the wire.</summary>
public enum VrrpVersion
{
    /// <summary>VRRPv2, RFC 3768: IPv4, whole seconds, the eight authentication bytes always present.</summary>
    V2 = 2,

    /// <summary>VRRPv3, RFC 9568: IPv4 and IPv6, centiseconds, no authentication.</summary>
    V3 = 3,
}

namespace FailoverIp.Vrrp;

/// <summary>How an advert is authenticated, seen from outside; nothing is verified.</summary>
public enum VrrpAuthenticationKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>VRRPv2's simple text password (authentication type 1).</summary>
    Pass,

    /// <summary>An IP authentication header (RFC 4302), or VRRPv2's authentication type 2 that announces one.</summary>
    Ah,

    /// <summary>keepalived's HMAC-SHA256 trailer after a VRRPv3 message.</summary>
    Hmac,
}

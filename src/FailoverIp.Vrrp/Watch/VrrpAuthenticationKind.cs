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

    /// <summary>An HMAC-SHA256 trailer after the message (keepalived: <c>auth_hmac</c>; draft-cassen-vrrp-auth-hmac).</summary>
    Hmac,
}

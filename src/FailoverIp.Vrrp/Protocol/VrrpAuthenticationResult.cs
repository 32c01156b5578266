namespace FailoverIp.Vrrp;

/// <summary>
/// What the authentication of an advert came to. Every value but <see cref="Verified"/> and <see cref="Unsigned"/> discards it as
/// <see cref="VrrpDiscardReason.BadAuthentication"/>. The checks run in the order of these values, so that a value says: all before it held.
/// </summary>
public enum VrrpAuthenticationResult
{
    /// <summary>It comes from a holder of the key, is unchanged and was not seen before.</summary>
    Verified,

    /// <summary>HMAC: it has no trailer, and <see cref="VrrpHmacMode.Permissive"/> or <see cref="VrrpHmacMode.ReceiveOnly"/> accepts that.</summary>
    Unsigned,

    /// <summary>There is no trailer or authentication header, and there must be one.</summary>
    Missing,

    /// <summary>HMAC: a trailer of another type than 1, or with reserved bits. AH: no whole header of 24 bytes that carries VRRP.</summary>
    Malformed,

    /// <summary>HMAC: signed with a key that is not configured. AH: an SPI other than the source address.</summary>
    UnknownKey,

    /// <summary>The digest is wrong: another key, or bytes changed on the way.</summary>
    BadHmac,

    /// <summary>HMAC: signed longer ago than the time window, or in the future by more than that: a clock is wrong, or an old advert was sent again.</summary>
    Stale,

    /// <summary>The sequence has not grown since this sender's last advert: sent again, or overtaken on the way.</summary>
    Replay,
}

/// <summary>What a result means.</summary>
public static class VrrpAuthenticationResultExtensions
{
    /// <summary>True where the advert may be used.</summary>
    public static bool IsAccepted(this VrrpAuthenticationResult result) =>
        result is VrrpAuthenticationResult.Verified or VrrpAuthenticationResult.Unsigned;

    /// <summary>The reason under which a discarded advert counts; <see cref="VrrpDiscardReason.None"/> for an accepted one.</summary>
    public static VrrpDiscardReason ToDiscardReason(this VrrpAuthenticationResult result) =>
        result.IsAccepted() ? VrrpDiscardReason.None : VrrpDiscardReason.BadAuthentication;
}

namespace FailoverIp.Vrrp;

/// <summary>
/// What a router does with HMAC trailers (keepalived: <c>mode</c> of <c>auth_hmac</c>). A running cluster moves through
/// <see cref="ReceiveOnly"/>, <see cref="Permissive"/> and <see cref="Enforce"/>, each on every router before the next, and never loses an advert.
/// In every mode a trailer that is there must be right.
/// </summary>
public enum VrrpHmacMode
{
    /// <summary>Signs, and accepts nothing that is not signed.</summary>
    Enforce,

    /// <summary>Signs, and accepts also what is not signed.</summary>
    Permissive,

    /// <summary>Does not sign, and accepts also what is not signed.</summary>
    ReceiveOnly,
}

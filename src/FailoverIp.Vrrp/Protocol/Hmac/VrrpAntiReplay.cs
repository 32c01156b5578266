namespace FailoverIp.Vrrp;

/// <summary>How a signed advert that is sent again is recognised (keepalived: <c>anti_replay</c> of <c>auth_hmac</c>).</summary>
public enum VrrpAntiReplay
{
    /// <summary>The sequence of each sender grows, and is no farther from this router's clock than the time window. The clocks of the routers must agree.</summary>
    Time,

    /// <summary>The sequence of each sender grows; clocks need not agree. What a sender signed while this router was not running may be sent to it again.</summary>
    Monotonic,
}

namespace FailoverIp.Vrrp;

/// <summary>What can happen to an election.</summary>
public enum ElectionEventKind
{
    /// <summary>The router is started, its interface being usable.</summary>
    Startup,

    /// <summary>The router is stopped.</summary>
    Shutdown,

    /// <summary>The deadline has passed.</summary>
    TimerExpired,

    /// <summary>An advert was accepted.</summary>
    AdvertisementReceived,

    /// <summary>The interface cannot be used (any more).</summary>
    InterfaceDown,

    /// <summary>The interface can be used (again).</summary>
    InterfaceUp,
}

/// <summary>One event of an election.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Priority">With an advert: its priority, 0 to 255.</param>
/// <param name="AdverInterval">With an advert: its interval in nanoseconds.</param>
/// <param name="Source">With an advert: its source address as an unsigned number.</param>
public readonly record struct ElectionEvent(ElectionEventKind Kind, byte Priority = 0, long AdverInterval = 0, UInt128 Source = default)
{
    /// <summary>An advert was accepted.</summary>
    public static ElectionEvent Advertisement(byte priority, long adverInterval, UInt128 source) =>
        new(ElectionEventKind.AdvertisementReceived, priority, adverInterval, source);
}

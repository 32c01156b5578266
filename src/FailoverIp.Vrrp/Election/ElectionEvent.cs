namespace FailoverIp.Vrrp;

/// <summary>What can happen to an election.</summary>
public enum ElectionEventKind
{
    /// <summary>The router is started, nothing standing in its way.</summary>
    Startup,

    /// <summary>The router is stopped.</summary>
    Shutdown,

    /// <summary>The deadline has passed.</summary>
    TimerExpired,

    /// <summary>An advert was accepted.</summary>
    AdvertisementReceived,

    /// <summary>The router cannot take part (any more): its interface, something it tracks, another of its sync group.</summary>
    Fault,

    /// <summary>Nothing stands in its way any more.</summary>
    Recovery,

    /// <summary>Another router of the sync group has become Active, and all of them wanted it.</summary>
    GroupActive,

    /// <summary>Another router of the sync group is Active no more.</summary>
    GroupBackup,

    /// <summary>This machine stood still, or this process did, for <see cref="ElectionEvent.Pause"/>.</summary>
    Paused,
}

/// <summary>One event of an election.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Priority">With an advert: its priority, 0 to 255.</param>
/// <param name="AdverInterval">With an advert: its interval in nanoseconds.</param>
/// <param name="Source">With an advert: its source address as an unsigned number.</param>
public readonly record struct ElectionEvent(ElectionEventKind Kind, byte Priority = 0, long AdverInterval = 0, UInt128 Source = default)
{
    /// <summary>With <see cref="ElectionEventKind.Fault"/> and <see cref="ElectionEventKind.Recovery"/>: what it is due to.</summary>
    public TransitionReason Reason { get; init; }

    /// <summary>With <see cref="ElectionEventKind.Paused"/>: for how long, in nanoseconds.</summary>
    public long Pause { get; init; }

    /// <summary>An advert was accepted.</summary>
    public static ElectionEvent Advertisement(byte priority, long adverInterval, UInt128 source) =>
        new(ElectionEventKind.AdvertisementReceived, priority, adverInterval, source);

    /// <summary>The router cannot take part.</summary>
    public static ElectionEvent Fault(TransitionReason reason) => new(ElectionEventKind.Fault) { Reason = reason };

    /// <summary>It can again.</summary>
    public static ElectionEvent Recovery(TransitionReason reason) => new(ElectionEventKind.Recovery) { Reason = reason };

    /// <summary>This machine stood still.</summary>
    public static ElectionEvent Paused(long pause) => new(ElectionEventKind.Paused) { Pause = pause };
}

namespace FailoverIp.Vrrp;

/// <summary>What an election depends on besides its state: the virtual router's options as numbers. Times are nanoseconds.</summary>
/// <param name="Version">VRRPv2 or VRRPv3; decides about Skew_Time and about learning the interval.</param>
/// <param name="Priority">This router's priority, 1 to 255, as tracking leaves it.</param>
/// <param name="AdvertisementInterval">This router's Advertisement_Interval in nanoseconds.</param>
/// <param name="Preempt">Preempt_Mode. The address owner (255) preempts in any case.</param>
/// <param name="LocalAddress">This router's primary address as an unsigned number: it breaks ties between equal priorities.</param>
public readonly record struct ElectionParameters(VrrpVersion Version, byte Priority, long AdvertisementInterval, bool Preempt, UInt128 LocalAddress)
{
    /// <summary>The priority of the address owner.</summary>
    public const byte OwnerPriority = 255;

    private const long Second = 1_000_000_000;

    /// <summary>How many adverts must be missed before the Active router counts as down, 1 to 100.</summary>
    /// <value>3, the RFC's.</value>
    public int DownTimerAdverts { get; init; } = 3;

    /// <summary>How long a lower priority is let be Active, in nanoseconds.</summary>
    /// <value>0.</value>
    public long PreemptDelay { get; init; }

    /// <summary>While Active: a lower priority gets no advert as an answer, as before RFC 9568.</summary>
    public bool LowerPriorityNoAdvert { get; init; }

    /// <summary>While Active: a higher priority gets one more advert as an answer.</summary>
    public bool HigherPrioritySendAdvert { get; init; }

    /// <summary>The address owner hears no adverts (RFC 9568 section 7.1): two owners stay Active both, until somebody corrects one of them.</summary>
    public bool OwnerIgnoresAdverts { get; init; }

    /// <summary>
    /// It is one of a sync group: that its Active_Down_Timer has expired is only its wish to become Active (<see cref="ElectionState.WantsActive"/>), and an
    /// address owner listens first.
    /// </summary>
    public bool InGroup { get; init; }

    /// <summary>True where this router owns the virtual addresses (priority 255).</summary>
    public bool IsOwner => Priority == OwnerPriority;

    /// <summary>
    /// Skew_Time: for VRRPv3 ((256 − priority) · Active_Adver_Interval) / 256 (RFC 9568 section 6.1), for VRRPv2 (256 − priority) / 256 seconds
    /// (RFC 3768 section 6.1), in nanoseconds.
    /// </summary>
    public long SkewTime(long activeAdverInterval) => (256 - Priority) * (Version == VrrpVersion.V2 ? Second : activeAdverInterval) / 256;

    /// <summary>Active_Down_Interval: <see cref="DownTimerAdverts"/> · Active_Adver_Interval + Skew_Time, in nanoseconds.</summary>
    public long ActiveDownInterval(long activeAdverInterval) => DownTimerAdverts * activeAdverInterval + SkewTime(activeAdverInterval);
}

namespace FailoverIp.Vrrp;

/// <summary>The state of one election. Times are nanoseconds on the engine's monotonic clock.</summary>
/// <param name="State">The state.</param>
/// <param name="Deadline">When the timer fires: Active_Down_Timer in Backup, Adver_Timer in Active, <see cref="NoDeadline"/> otherwise.</param>
/// <param name="ActiveAdverInterval">Active_Adver_Interval: the interval of the router that is Active, as learned from its adverts (VRRPv3).</param>
/// <param name="ActiveResigned">True while the timer in Backup runs because the Active router sent priority 0.</param>
public readonly record struct ElectionState(VrrpState State, long Deadline, long ActiveAdverInterval, bool ActiveResigned)
{
    /// <summary>The deadline of a timer that is not running.</summary>
    public const long NoDeadline = long.MaxValue;

    /// <summary>In Backup with a delay of preemption: from when a lower priority is taken over from; 0 while none has been seen.</summary>
    public long PreemptAt { get; init; }

    /// <summary>In Backup, in a sync group: Active_Down_Timer has expired, and the others of the group have to want the same.</summary>
    public bool WantsActive { get; init; }

    /// <summary>The state before Startup.</summary>
    public static ElectionState Initial { get; } = new(VrrpState.Initialize, NoDeadline, 0, false);
}

namespace FailoverIp.Vrrp;

/// <summary>
/// When what an Active router has lost is put back: at once, then after a pause that doubles from 1 to 30 seconds, so that two programs do not fight at full
/// speed; after a quiet minute at once again.
/// </summary>
internal struct RepairSchedule
{
    private const long Second = 1_000_000_000;
    private const long LongestPause = 30 * Second;
    private const long Quiet = 60 * Second;

    private long _last;
    private long _pause;

    public RepairSchedule()
    {
        Due = ElectionState.NoDeadline;
        _last = long.MinValue / 2;
    }

    /// <summary>When to do it, in nanoseconds; <see cref="ElectionState.NoDeadline"/> for never.</summary>
    public long Due { get; private set; }

    /// <summary>Something is missing.</summary>
    public void Ask(long now)
    {
        if (now - _last >= Quiet)
            _pause = 0;
        Due = Math.Min(Due, Math.Max(now, _last + _pause));
    }

    /// <summary>It was put back.</summary>
    public void Done(long now)
    {
        _last = now;
        _pause = Math.Clamp(2 * _pause, Second, LongestPause);
        Due = ElectionState.NoDeadline;
    }

    /// <summary>The router is no longer Active.</summary>
    public void Cancel() => Due = ElectionState.NoDeadline;
}

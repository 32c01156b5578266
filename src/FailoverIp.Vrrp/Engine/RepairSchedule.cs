namespace FailoverIp.Vrrp;

/// <summary>When lost addresses of an Active router are put back: at once, but at most once a second, so that two programs do not fight at full speed.</summary>
internal struct RepairSchedule
{
    private const long LeastPause = 1_000_000_000;

    private long _last;

    public RepairSchedule()
    {
        Due = ElectionState.NoDeadline;
        _last = long.MinValue / 2;
    }

    /// <summary>When to do it, in nanoseconds; <see cref="ElectionState.NoDeadline"/> for never.</summary>
    public long Due { get; private set; }

    /// <summary>An address is missing.</summary>
    public void Ask(long now) => Due = Math.Min(Due, Math.Max(now, _last + LeastPause));

    /// <summary>The addresses were put back.</summary>
    public void Done(long now)
    {
        _last = now;
        Due = ElectionState.NoDeadline;
    }

    /// <summary>The router is no longer Active.</summary>
    public void Cancel() => Due = ElectionState.NoDeadline;
}

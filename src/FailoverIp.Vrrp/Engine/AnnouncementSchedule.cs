namespace FailoverIp.Vrrp;

/// <summary>When the addresses of an Active router are announced: one set at once, one after <see cref="AnnouncementOptions.Delay"/>.</summary>
internal struct AnnouncementSchedule
{
    // A storm of lower-priority adverts must not become a storm of announcements.
    private const long LeastPause = 1_000_000_000;

    private long _last;
    private bool _again;

    public AnnouncementSchedule()
    {
        Due = ElectionState.NoDeadline;
        _last = long.MinValue / 2;
    }

    /// <summary>When the next set is to be sent, in nanoseconds; <see cref="ElectionState.NoDeadline"/> for never.</summary>
    public long Due { get; private set; }

    /// <summary>Plans both sets, the first at once: the router has become Active.</summary>
    public void Begin(long now)
    {
        Due = now;
        _again = true;
    }

    /// <summary>Plans both sets again; where one was sent just now, the first waits a second.</summary>
    public void BeginAgain(long now)
    {
        Due = Math.Max(now, _last + LeastPause);
        _again = true;
    }

    /// <summary>A set was sent: plans the second, if it was the first.</summary>
    public void Sent(long now, long delay)
    {
        _last = now;
        Due = _again && delay > 0 ? now + delay : ElectionState.NoDeadline;
        _again = false;
    }

    /// <summary>The router is no longer Active.</summary>
    public void Cancel() => Due = ElectionState.NoDeadline;
}

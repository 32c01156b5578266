namespace FailoverIp.Vrrp;

/// <summary>
/// When the addresses of an Active router are announced, and how often each: a set at once and one after <see cref="AnnouncementOptions.Delay"/>, also after
/// adverts of lower priority; then one every <see cref="AnnouncementOptions.Refresh"/>.
/// </summary>
internal struct AnnouncementSchedule
{
    // A storm of lower-priority adverts must not become a storm of announcements.
    private const long LeastPause = 1_000_000_000;

    // Between the rounds of a set that is too large for one burst: queues of interfaces hold about a thousand frames.
    private const long RoundPause = 10_000_000;

    private int _repeatAgain;
    private long _last;
    private long _again; // the time from the set that is due to another like it; 0 for none

    public AnnouncementSchedule()
    {
        Due = ElectionState.NoDeadline;
        _last = long.MinValue / 2;
    }

    /// <summary>When the next set is to be sent, in nanoseconds; <see cref="ElectionState.NoDeadline"/> for never.</summary>
    public long Due { get; private set; }

    /// <summary>How often each address is still to be announced in it.</summary>
    public int Repeat { get; private set; }

    /// <summary>Plans both sets, the first at once: the router has become Active.</summary>
    public void Begin(AnnouncementOptions options, long now) => Plan(now, options.Repeat, options.Delay);

    /// <summary>Plans both sets again, as addresses were put back; where one was sent just now, the first waits a second.</summary>
    public void BeginAgain(AnnouncementOptions options, long now) => Plan(Math.Max(now, _last + LeastPause), options.Repeat, options.Delay);

    /// <summary>Plans the sets after an advert of lower priority: its sender may have announced the addresses as its own.</summary>
    public void BeginAfterLowerPriority(AnnouncementOptions options, long now)
    {
        if ((options.LowerPriorityRepeat ?? options.Repeat) is var repeat and > 0)
            Plan(Math.Max(now, _last + LeastPause), repeat, options.LowerPriorityDelay ?? options.Delay);
    }

    /// <summary>Each address was announced so often: plans what is left of the set, or the one after it.</summary>
    public void Sent(AnnouncementOptions options, long now, int rounds)
    {
        _last = now;
        Repeat -= rounds;
        if (Repeat > 0)
        {
            Due = now + RoundPause;
            return;
        }
        if (_again > 0)
        {
            Due = now + _again;
            Repeat = _repeatAgain;
            _again = 0;
        }
        else if (options.Refresh > TimeSpan.Zero)
        {
            Due = now + Nanoseconds(options.Refresh);
            Repeat = options.RefreshRepeat;
        }
        else
        {
            Due = ElectionState.NoDeadline;
        }
    }

    /// <summary>The router is no longer Active.</summary>
    public void Cancel() => Due = ElectionState.NoDeadline;

    private void Plan(long due, int repeat, TimeSpan delay) => (Due, Repeat, _repeatAgain, _again) = (due, repeat, repeat, Nanoseconds(delay));

    private static long Nanoseconds(TimeSpan time) => time.Ticks * 100;
}

namespace FailoverIp.Vrrp.Linux;

/// <summary>
/// Notices that this machine or this process stood still, also where that was over before a timer was due. The loop wakes up several times a second for it; and what
/// CLOCK_MONOTONIC leaves out, a machine that was suspended, shows against CLOCK_BOOTTIME.
/// </summary>
internal sealed class PauseDetector
{
    /// <summary>How often the loop wakes up at the least, in nanoseconds.</summary>
    public const long Heartbeat = 250_000_000;

    // Below this a machine is only busy.
    private const long ShortestPause = 100_000_000;

    private long _expected = long.MaxValue;
    private long? _asleep;

    /// <summary>The loop is about to wait; returns when it is to be woken, not later than <paramref name="deadline"/>.</summary>
    public long Wait(long deadline, long now)
    {
        _expected = Math.Min(deadline, now + Heartbeat);
        return _expected;
    }

    /// <summary>The loop was woken and has read what there was; returns for how long it stood still, in nanoseconds, 0 where it did not.</summary>
    /// <param name="now">CLOCK_MONOTONIC.</param>
    /// <param name="bootTime">CLOCK_BOOTTIME, which counts while a machine is suspended.</param>
    public long Woken(long now, long bootTime)
    {
        var asleep = bootTime - now;
        var pause = Math.Max(_expected == long.MaxValue ? 0 : now - _expected, asleep - (_asleep ?? asleep));
        (_asleep, _expected) = (asleep, long.MaxValue);
        return pause > ShortestPause ? pause : 0;
    }
}

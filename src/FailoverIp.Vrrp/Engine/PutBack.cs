namespace FailoverIp.Vrrp;

/// <summary>
/// A tracked route or rule that was lost while its router was Active, and that the kernel does not take again: why the router is in Fault. Whether it takes it by now is
/// tried with a probe, that is added and removed in one request, with pauses that double from 1 to 30 seconds. The kernel answers refusals alone, and at once.
/// </summary>
internal sealed class PutBack(object subject, string problem)
{
    private const long Second = 1_000_000_000;
    private const long Moment = Second / 10;
    private const long LongestPause = 30 * Second;

    private long _pause;

    /// <summary>The route or rule.</summary>
    public object Subject { get; } = subject;

    /// <summary>Why it is not there, one line.</summary>
    public string Problem { get; } = problem;

    /// <summary>What the kernel was asked for, while it may still refuse.</summary>
    public object? Probe { get; private set; }

    /// <summary>When it is tried, or the kernel has to have answered.</summary>
    public long Due { get; private set; }

    /// <summary>The kernel has been asked.</summary>
    public void Ask(object probe, long now) => (Probe, Due) = (probe, now + Moment);

    /// <summary>The kernel has refused, or cannot be asked.</summary>
    public void Fail(long now)
    {
        _pause = Math.Clamp(2 * _pause, Second, LongestPause);
        (Probe, Due) = (null, now + _pause);
    }
}

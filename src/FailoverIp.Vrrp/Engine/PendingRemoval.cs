namespace FailoverIp.Vrrp;

/// <summary>
/// An address, a route or a rule that the kernel was asked to remove, and perhaps has not: it is asked again, with pauses that double from 0.1 to 30 seconds, until a
/// request is not refused any more. The kernel answers refusals alone, and at once; so silence for a moment means that it is gone.
/// </summary>
internal sealed class PendingRemoval(object subject, int interfaceIndex, string router)
{
    private const long Moment = 100_000_000;
    private const long LongestPause = 30_000_000_000;

    private long _pause;
    private bool _hasFailed;

    public object Subject { get; } = subject;

    /// <summary>The interface of an address; 0 for a route or a rule.</summary>
    public int InterfaceIndex { get; } = interfaceIndex;

    /// <summary>The virtual router that it belonged to; empty where a reload has left that out.</summary>
    public string Router { get; } = router;

    /// <summary>Why the kernel has refused, one line; null while that has not been told.</summary>
    public string? Problem { get; set; }

    /// <summary>True where the kernel was asked, and has not refused so far.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>When the kernel is asked, or has to have answered.</summary>
    public long Due { get; private set; }

    /// <summary>The kernel has been asked.</summary>
    public void Ask(long now) => (IsAsked, Due) = (true, now + Moment);

    /// <summary>The kernel has refused, or may not have heard.</summary>
    public void Fail(long now, bool isRefused)
    {
        if (isRefused || _hasFailed)
            _pause = Math.Clamp(2 * _pause, Moment, LongestPause); // what was lost once is asked for at once
        (_hasFailed, IsAsked, Due) = (true, false, now + _pause);
    }

    /// <summary>Whether it is about the same thing, as the kernel tells things apart.</summary>
    public bool Is(object subject, int interfaceIndex) => (Subject, subject) switch
    {
        (VirtualAddress a, VirtualAddress b) => InterfaceIndex == interfaceIndex && VrrpProcessor.IsSame(a, b),
        (VirtualRoute a, VirtualRoute b) => OptionsComparison.AreSame(a, b),
        (VirtualRule a, VirtualRule b) => a == b,
        _ => false,
    };
}

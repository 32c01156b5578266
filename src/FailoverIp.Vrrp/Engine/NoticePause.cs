namespace FailoverIp.Vrrp;

/// <summary>Lets one notice of a kind pass in a second, or in a longer time: whoever can send packets with ever other sources must not fill the log, nor the memory.</summary>
internal struct NoticePause
{
    private readonly long _pause;
    private long _next;

    public NoticePause()
        : this(TimeSpan.FromSeconds(1))
    {
    }

    public NoticePause(TimeSpan pause) => (_pause, _next) = (pause.Ticks * 100, long.MinValue);

    /// <summary>True where a notice may be made now; then it is.</summary>
    public bool TryPass(long now)
    {
        if (now < _next)
            return false;
        _next = now + _pause;
        return true;
    }
}

namespace FailoverIp.Vrrp;

/// <summary>Lets one notice of a kind pass in a second: whoever can send packets with ever other sources must not fill the log, nor the memory.</summary>
internal struct NoticePause
{
    private const long Pause = 1_000_000_000;
    private long _next;

    public NoticePause() => _next = long.MinValue;

    /// <summary>True where a notice may be made now; then it is.</summary>
    public bool TryPass(long now)
    {
        if (now < _next)
            return false;
        _next = now + Pause;
        return true;
    }
}

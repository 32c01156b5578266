namespace FailoverIp.Lvs.Http;

/// <summary>
/// Which URL a probe asks for. While the server is in service the URLs take turns, one a probe. Once one has failed for good it is asked for until it
/// passes; then all must pass, one after the other, before the server is said to serve again (keepalived 2.2.7).
/// </summary>
/// <param name="count">How many URLs there are.</param>
/// <param name="retry">How many failures in a row are forgiven.</param>
/// <param name="fast">True: in recovery one probe asks for all.</param>
/// <param name="down">True: the server does not serve before all have passed once.</param>
internal sealed class HttpUrlSequence(int count, int retry, bool fast, bool down)
{
    private int _failures;
    private int _toPass = down ? count : 0;

    /// <summary>The URL to ask for.</summary>
    public int Current { get; private set; }

    /// <summary>How many URLs have yet to pass before the server serves; 0: it does.</summary>
    public int ToPass => _toPass;

    /// <summary>The current URL has passed. True: the same probe goes on with the next.</summary>
    public bool Passed()
    {
        _failures = 0;
        Current = (Current + 1) % count;
        if (_toPass > 0)
            _toPass--;
        return fast && _toPass > 0;
    }

    /// <summary>The current URL has failed.</summary>
    public void Failed()
    {
        if (_toPass > 0 || ++_failures > retry)
            _toPass = count;
    }
}

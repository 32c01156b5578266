namespace FailoverIp.Lvs.Http;

/// <summary>
/// Which URL a probe asks for. While the server is in service the URLs take turns, one a probe. Once one has failed for good it is asked for until it
/// passes; then all must pass, one after the other, before the server is said to serve again (keepalived 2.2.7).
/// </summary>
/// <remarks>The first probe asks for all, where keepalived takes one delay loop for each: the server is known from the beginning.</remarks>
internal sealed class HttpUrlSequence
{
    private readonly int _count;
    private readonly int _retry;
    private readonly bool _fast;
    private bool _first = true;
    private int _failures;

    /// <param name="count">How many URLs there are.</param>
    /// <param name="retry">How many failures in a row are forgiven.</param>
    /// <param name="fast">True: in recovery one probe asks for all.</param>
    public HttpUrlSequence(int count, int retry, bool fast)
    {
        (_count, _retry, _fast) = (count, retry, fast);
        ToPass = count;
    }

    /// <summary>The URL to ask for.</summary>
    public int Current { get; private set; }

    /// <summary>How many URLs have yet to pass before the server serves; 0: it does.</summary>
    public int ToPass { get; private set; }

    /// <summary>The current URL has passed. True: the same probe goes on with the next.</summary>
    public bool Passed()
    {
        _failures = 0;
        Current = (Current + 1) % _count;
        if (ToPass > 0)
            ToPass--;
        return ToPass > 0 && (_fast || _first);
    }

    /// <summary>The current URL has failed.</summary>
    public void Failed()
    {
        if (ToPass > 0 || ++_failures > _retry)
            ToPass = _count;
        _first = false;
    }
}

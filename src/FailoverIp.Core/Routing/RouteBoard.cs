namespace FailoverIp;

/// <summary>Which addresses there are now: read by whoever routes them and whoever keeps their providers ready.</summary>
internal sealed class RouteBoard(RouteSet first)
{
    private volatile RouteSet _current = first;

    public RouteSet Current => _current;

    /// <summary>Goes over to other addresses. When it returns, whatever was done for one that is gone or has changed has been told to end. One caller at a time.</summary>
    public void Replace(RouteSet next)
    {
        var before = _current;
        _current = next;
        foreach (var gone in before.Entries.Except(next.Entries))
            gone.Replace();
        before.Replace();
    }
}

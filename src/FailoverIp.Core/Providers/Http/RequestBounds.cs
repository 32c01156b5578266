namespace FailoverIp;

/// <summary>What bounds one request: its own time, and the caller's wish to stop.</summary>
internal readonly record struct RequestBounds(TimeSpan Timeout, CancellationToken Cancellation)
{
    public static RequestBounds Of(RouteRequest request, CancellationToken cancellation) => new(request.RequestTimeout, cancellation);
}

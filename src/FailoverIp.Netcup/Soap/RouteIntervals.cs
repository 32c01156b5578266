using System.Collections.Concurrent;

namespace FailoverIp.Netcup;

/// <summary>
/// Keeps the web service's rule "once every 5 minutes" for each failover address on our side, so that a reroute which it would refuse is not
/// even sent. Only what the service has confirmed counts: a write whose answer was lost may be tried again. Safe for concurrent use.
/// </summary>
internal sealed class RouteIntervals(TimeProvider time)
{
    private readonly ConcurrentDictionary<FailoverAddress, (long Since, TimeSpan For)> _closed = new();

    /// <summary>Lets a reroute pass, or says how long it has to wait.</summary>
    /// <exception cref="FailoverIpException">Too early (<see cref="FailoverErrorKind.RateLimited"/>); nothing was sent.</exception>
    public void Check(FailoverAddress address)
    {
        if (!_closed.TryGetValue(address, out var closed))
            return;
        var left = closed.For - time.GetElapsedTime(closed.Since);
        if (left <= TimeSpan.Zero)
            return;
        throw new FailoverIpException(FailoverErrorKind.RateLimited,
            $"netcup routes a failover address only once every 5 minutes; {address} can be routed again in {Math.Ceiling(left.TotalSeconds):0} s")
        {
            RetryAfter = left,
            NothingSent = true,
        };
    }

    /// <summary>No reroute of the address for this long.</summary>
    public void Close(FailoverAddress address, TimeSpan forTime) => _closed[address] = (time.GetTimestamp(), forTime);
}

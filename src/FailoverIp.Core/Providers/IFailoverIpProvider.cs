namespace FailoverIp;

/// <summary>
/// The plug-in's side: one account at one provider that can tell who owns a failover address and start a reroute. It does not retry, wait for
/// the effect or decide: <see cref="IFailoverIpRouter"/> does. Implementations are safe for concurrent use and hold to their token.
/// </summary>
/// <remarks>Every failure is a <see cref="FailoverIpException"/>; a cancelled token ends in <see cref="OperationCanceledException"/>.</remarks>
public interface IFailoverIpProvider
{
    /// <summary>Reads who owns the address now. Never writes.</summary>
    /// <exception cref="FailoverIpException">The owner could not be read.</exception>
    Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Sends one write that routes the address to the target, and returns when the provider has accepted it. Called only where a read has shown
    /// another owner (or none). Where the provider needs two writes, each is a call of its own: the first returns
    /// <see cref="Reroute.AcceptedAsStep"/>, and whichever call finds the first one done, also in another process, sends the second.
    /// </summary>
    /// <exception cref="FailoverIpException">The write was refused, or its answer was lost (<see cref="FailoverIpException.NothingSent"/> tells which).</exception>
    Task<Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Gets ready for a reroute that may come any time: a warm token, looked-up ids, checks of the configuration. Called at start and, on Active
    /// and idle nodes alike, again after the time it returns.
    /// </summary>
    /// <returns>When to call again; <see cref="Timeout.InfiniteTimeSpan"/> for never.</returns>
    /// <exception cref="FailoverIpException">It is not ready; the host reports it and calls again later.</exception>
    Task<TimeSpan> PrepareAsync(RouteRequest request, CancellationToken cancellationToken) => Task.FromResult(Timeout.InfiniteTimeSpan);
}

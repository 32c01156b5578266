using Microsoft.Extensions.Logging;

namespace FailoverIp;

/// <summary>
/// Keeps one failover address routed to its target for as long as a role lasts: makes the route, reads it again every
/// <see cref="FailoverRoute.VerifyInterval"/>, repairs drift, and stops the instant the role ends. Safe for concurrent use.
/// </summary>
/// <remarks>
/// All work carries the epoch of the role. A result that arrives after the role has ended, or after a newer epoch has begun, is dropped: it
/// neither changes <see cref="Status"/> nor leads to a write. The work of a new epoch begins when that of the old one has wound down.
/// </remarks>
public sealed partial class RouteKeeper : IAsyncDisposable
{
    private readonly IFailoverIpRouter _router;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly StatusFeed _feed;
    private readonly Lock _gate = new();
    private RoleScope? _role;
    private volatile RouteKeeperStatus _status = new(RouteKeeperState.Idle, 0);

    /// <summary>Creates a keeper that holds no role yet.</summary>
    /// <param name="router">Reads and makes the route.</param>
    /// <param name="route">The address, one of the router's own.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Gets one line for each change.</param>
    public RouteKeeper(IFailoverIpRouter router, FailoverRoute route, TimeProvider clock, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        (_router, Route, _clock, _logger) = (router, route, clock, logger);
        _feed = new(Tell);
    }

    /// <summary>Every change of <see cref="Status"/>, in order and one at a time, on the thread pool. Observers return quickly.</summary>
    public event EventHandler<RouteKeeperStatus>? Changed;

    /// <summary>The address that is kept.</summary>
    public FailoverRoute Route { get; }

    /// <summary>What it knows now.</summary>
    public RouteKeeperStatus Status => _status;

    /// <summary>
    /// Begins to keep the route. Returns at once; the first request leaves from the thread pool, as soon as the work of an earlier epoch has
    /// wound down. An earlier epoch that still runs is ended.
    /// </summary>
    /// <param name="epoch">The epoch of the role; it grows with every stay.</param>
    /// <param name="roleEnded">Falls when the role ends. When its cancellation returns, <see cref="Status"/> is Idle and no write starts any more.</param>
    /// <returns>False where the epoch is not newer than the last one: a late start, which is ignored.</returns>
    public bool Start(long epoch, CancellationToken roleEnded)
    {
        RoleScope role;
        lock (_gate)
        {
            if (_role is { } earlier && epoch <= earlier.Epoch)
                return false;
            role = new(epoch);
            var before = EndCurrent();
            _role = role;
            var watch = roleEnded.UnsafeRegister(static state => ((Action)state!)(), () => RoleEnded(role));
            Set(_status with { State = role.Ended.IsCancellationRequested ? RouteKeeperState.Idle : RouteKeeperState.Routing, Epoch = epoch });
            // From the pool: whoever reports the role must stay free to report its end, also where a plug-in is slow to return its task.
            role.Work = Task.Run(() => KeepAsync(role, before, watch), CancellationToken.None);
        }
        return true;
    }

    /// <summary>Ends the role from this side and waits until its work has wound down. It may be started again with a newer epoch.</summary>
    public async Task StopAsync()
    {
        Task work;
        lock (_gate)
        {
            work = EndCurrent();
            if (_status.State != RouteKeeperState.Idle)
                Set(_status with { State = RouteKeeperState.Idle });
        }
        await work.ConfigureAwait(false);
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private Task EndCurrent()
    {
        _role?.End();
        return _role?.Work ?? Task.CompletedTask;
    }

    /// <summary>Changes the status on behalf of a stay; false where that stay is over and the change is dropped.</summary>
    private bool Apply(RoleScope role, Func<RouteKeeperStatus, RouteKeeperStatus> change)
    {
        lock (_gate)
        {
            if (_role != role || role.Ended.IsCancellationRequested)
                return false;
            Set(change(_status));
            return true;
        }
    }

    private void RoleEnded(RoleScope role)
    {
        lock (_gate)
        {
            if (_role == role && _status.State != RouteKeeperState.Idle)
                Set(_status with { State = RouteKeeperState.Idle });
            role.End();
        }
    }

    private void Set(RouteKeeperStatus status)
    {
        _status = status;
        _feed.Post(status);
    }

    private void Tell(RouteKeeperStatus status)
    {
        try
        {
            Changed?.Invoke(this, status);
        }
        catch (Exception e)
        {
            _logger.ObserverFailed(e, Route.Name);
        }
    }
}

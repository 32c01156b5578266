using Microsoft.Extensions.Logging;

namespace FailoverIp;

/// <inheritdoc/>
internal sealed class FailoverIpRouter(RouteBoard board, TimeProvider clock, RouteMetrics metrics, ILogger logger) : IFailoverIpRouter
{
    // Kept through reloads: one attempt in flight per address, whatever configuration it began under.
    private readonly AddressGates _gates = new();

    public FailoverIpRouter(IEnumerable<FailoverRoute> routes, Func<string, IFailoverIpProvider> providers, TimeProvider clock, RouteMetrics metrics, ILogger logger)
        : this(new(new(routes.Select(r => new RouteEntry(r, () => providers(r.Provider), clock)))), clock, metrics, logger)
    {
    }

    public IReadOnlyList<FailoverRoute> Routes => board.Current.Routes;

    public async Task<RouteReading> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        var entry = Find(name);
        var route = entry.Route;
        using var span = RouteTracing.Start("read", route);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, entry.Replaced);
        var request = new RouteRequest(route.Address, route.Target) { RequestTimeout = route.Retry.RequestTimeout, FindOwner = true };
        try
        {
            var reading = await ProviderCall.RunAsync(route.Provider, route.Retry.TotalTimeout, clock,
                limit => entry.Provider().ReadRouteAsync(request, limit), both.Token).ConfigureAwait(false);
            metrics.Read(route, reading.RoutedToTarget);
            return reading;
        }
        catch (Exception e) when (e is OperationCanceledException or FailoverIpException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var failure = entry.Replaced.IsCancellationRequested ? Replaced(route, e) : (FailoverIpException)e;
            span.Failed(failure);
            if (ReferenceEquals(failure, e))
                throw;
            throw failure;
        }
    }

    public Task<RouteResult> EnsureAsync(string name, CancellationToken cancellationToken = default)
    {
        var entry = Find(name);
        return EnsureAsync(entry, entry.Route, cancellationToken);
    }

    public Task<RouteResult> EnsureAsync(string name, RouteTarget target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        var entry = Find(name);
        return EnsureAsync(entry, entry.Route with { Target = target }, cancellationToken);
    }

    private async Task<RouteResult> EnsureAsync(RouteEntry entry, FailoverRoute route, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var span = RouteTracing.Start("ensure", route);
        using var late = new CancellationTokenSource(route.Retry.TotalTimeout, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, entry.Replaced, late.Token);
        var attempt = new RouteAttempt(route, clock, metrics, logger, cancellationToken) { Provider = entry.Provider };
        try
        {
            var reading = await InTurnAsync(entry, attempt, any.Token).ConfigureAwait(false);
            var outcome = attempt.Writes == 0 ? RouteOutcome.AlreadyRouted : RouteOutcome.Rerouted;
            var result = new RouteResult(route, outcome, reading.Owner ?? reading.Target, attempt.Writes, attempt.Elapsed);
            metrics.Ensured(route, outcome.ToString(), result.Elapsed);
            logger.Ensured(route.Name, route.Address, result.Owner, outcome, result.Attempts, result.Elapsed.TotalMilliseconds);
            return result;
        }
        catch (Exception e) when (e is OperationCanceledException or FailoverIpException)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                // Whoever has let the token fall runs this, and may have more to end: what may wait, such as a log, is not his to wait for.
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                metrics.Ensured(route, "Cancelled", attempt.Elapsed);
                logger.Stopped(route.Name, attempt.Writes);
                throw new OperationCanceledException(null, e, cancellationToken);
            }
            var failure = entry.Replaced.IsCancellationRequested ? Replaced(route, e) : e is FailoverIpException typed ? attempt.Conclude(typed) : attempt.OutOfTime();
            metrics.Ensured(route, failure.Kind.ToString(), attempt.Elapsed);
            logger.NotRouted(route.Name, route.Address, failure.Kind, failure.Message, attempt.Writes);
            span.Failed(failure);
            if (ReferenceEquals(failure, e))
                throw;
            throw failure;
        }
    }

    private async Task<RouteReading> InTurnAsync(RouteEntry entry, RouteAttempt attempt, CancellationToken token)
    {
        var turn = await _gates.EnterAsync(entry.Route.Address, token).ConfigureAwait(false);
        try
        {
            return await entry.Pipeline.RunAsync(attempt, token).ConfigureAwait(false);
        }
        finally
        {
            turn.LeaveAfter(attempt.WriteInFlight);
        }
    }

    private static FailoverIpException Replaced(FailoverRoute route, Exception inner) =>
        new(FailoverErrorKind.Configuration, $"'{route.Name}' has another configuration by now", inner);

    private RouteEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var routes = board.Current;
        return routes.Find(name)
            ?? throw new FailoverIpException(FailoverErrorKind.Configuration,
                routes.Routes.Count == 0 ? $"'{name}' is not a configured address: there are none" : $"'{name}' is not a configured address; there are: {string.Join(", ", routes.Routes.Select(r => r.Name))}");
    }
}

using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace FailoverIp;

/// <inheritdoc/>
internal sealed class FailoverIpRouter : IFailoverIpRouter
{
    private readonly FrozenDictionary<string, (FailoverRoute Route, RoutePipeline Pipeline)> _byName;
    private readonly Func<string, IFailoverIpProvider> _providers;
    private readonly TimeProvider _clock;
    private readonly RouteMetrics _metrics;
    private readonly ILogger _logger;
    private readonly AddressGates _gates = new();

    public FailoverIpRouter(IEnumerable<FailoverRoute> routes, Func<string, IFailoverIpProvider> providers, TimeProvider clock, RouteMetrics metrics, ILogger logger)
    {
        Routes = [.. routes.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
        _byName = Routes.ToFrozenDictionary(r => r.Name, r => (r, new RoutePipeline(r.Retry, clock)), StringComparer.OrdinalIgnoreCase);
        (_providers, _clock, _metrics, _logger) = (providers, clock, metrics, logger);
    }

    public IReadOnlyList<FailoverRoute> Routes { get; }

    public async Task<RouteReading> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        var (route, _) = Find(name);
        using var span = RouteTracing.Start("read", route);
        var request = new RouteRequest(route.Address, route.Target) { RequestTimeout = route.Retry.RequestTimeout, FindOwner = true };
        try
        {
            var reading = await ProviderCall.RunAsync(route.Provider, route.Retry.TotalTimeout, _clock,
                limit => _providers(route.Provider).ReadRouteAsync(request, limit), cancellationToken).ConfigureAwait(false);
            _metrics.Read(route, reading.RoutedToTarget);
            return reading;
        }
        catch (FailoverIpException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            span.Failed(e);
            throw;
        }
    }

    public async Task<RouteResult> EnsureAsync(string name, CancellationToken cancellationToken = default)
    {
        var (route, pipeline) = Find(name);
        cancellationToken.ThrowIfCancellationRequested();
        using var span = RouteTracing.Start("ensure", route);
        using var late = new CancellationTokenSource(route.Retry.TotalTimeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var attempt = new RouteAttempt(route, _clock, _metrics, _logger, cancellationToken) { Provider = () => _providers(route.Provider) };
        try
        {
            var reading = await InTurnAsync(route, pipeline, attempt, both.Token).ConfigureAwait(false);
            var outcome = attempt.Writes == 0 ? RouteOutcome.AlreadyRouted : RouteOutcome.Rerouted;
            var result = new RouteResult(route, outcome, reading.Owner ?? reading.Target, attempt.Writes, attempt.Elapsed);
            _metrics.Ensured(route, outcome.ToString(), result.Elapsed);
            _logger.Ensured(route.Name, route.Address, result.Owner, outcome, result.Attempts, result.Elapsed.TotalMilliseconds);
            return result;
        }
        catch (Exception e) when (e is OperationCanceledException or FailoverIpException)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _metrics.Ensured(route, "Cancelled", attempt.Elapsed);
                _logger.Stopped(route.Name, attempt.Writes);
                throw new OperationCanceledException(null, e, cancellationToken);
            }
            var failure = e is FailoverIpException typed ? attempt.Conclude(typed) : attempt.OutOfTime();
            _metrics.Ensured(route, failure.Kind.ToString(), attempt.Elapsed);
            _logger.NotRouted(route.Name, route.Address, failure.Kind, failure.Message, attempt.Writes);
            span.Failed(failure);
            if (ReferenceEquals(failure, e))
                throw;
            throw failure;
        }
    }

    private async Task<RouteReading> InTurnAsync(FailoverRoute route, RoutePipeline pipeline, RouteAttempt attempt, CancellationToken token)
    {
        var turn = await _gates.EnterAsync(route.Address, token).ConfigureAwait(false);
        try
        {
            return await pipeline.RunAsync(attempt, token).ConfigureAwait(false);
        }
        finally
        {
            turn.LeaveAfter(attempt.WriteInFlight);
        }
    }

    private (FailoverRoute Route, RoutePipeline Pipeline) Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.TryGetValue(name, out var found)
            ? found
            : throw new FailoverIpException(FailoverErrorKind.Configuration,
                Routes.Count == 0 ? $"'{name}' is not a configured address: there are none" : $"'{name}' is not a configured address; there are: {string.Join(", ", Routes.Select(r => r.Name))}");
    }
}

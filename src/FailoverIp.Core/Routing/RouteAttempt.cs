using Microsoft.Extensions.Logging;

namespace FailoverIp;

/// <summary>
/// One call of <see cref="IFailoverIpRouter.EnsureAsync"/>: what it has sent, what it knows, and the rounds it is made of. A round looks, writes
/// where the look has shown another owner, and looks until the change shows or may no longer be expected.
/// </summary>
internal sealed partial class RouteAttempt(FailoverRoute route, TimeProvider clock, RouteMetrics metrics, ILogger logger, CancellationToken caller)
{
    private readonly RouteRequest _request = new(route.Address, route.Target) { RequestTimeout = route.Retry.RequestTimeout };
    private readonly TimeSpan _callLimit = route.Retry.RequestTimeout * ProviderCall.RequestsPerOperation;
    private readonly long _started = clock.GetTimestamp();
    private int _rounds;
    private int _unknownLimits;
    private TimeSpan _settledAt;
    private bool _stepEnded;
    private Task? _writeInFlight;
    private FailoverIpException? _lastFailure;

    /// <summary>The account; set before the first round.</summary>
    public required Func<IFailoverIpProvider> Provider { private get; init; }

    /// <summary>The writes sent.</summary>
    public int Writes { get; private set; }

    /// <summary>The writes that the provider accepted; a step towards the route is none of it yet.</summary>
    public int Accepted { get; private set; }

    /// <summary>A write that may still be on its way, also after the caller was told that it ended.</summary>
    public Task? WriteInFlight => _writeInFlight;

    /// <summary>The time since the call.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_started);

    /// <summary>True where no write is in flight and none may still show its effect: the next one may be sent.</summary>
    private bool Settled => Elapsed >= _settledAt && _writeInFlight is null or { IsCompleted: true };

    /// <summary>One round. Returns a reading that shows the target as owner, or throws.</summary>
    public async Task<RouteReading> RoundAsync(CancellationToken token)
    {
        _rounds++;
        var before = await LookUntilSettledAsync(Told.Nothing, token).ConfigureAwait(false);
        if (before.RoutedToTarget)
            return before;

        var (reroute, lost) = await WriteAsync(before, token).ConfigureAwait(false);
        var after = await VerifyAsync(reroute, token).ConfigureAwait(false);
        // Between two steps an address is routed nowhere: a reroute that was begun is gone on with, also where MaxAttempts allowed only its first.
        for (var steps = 1; _stepEnded && !after.RoutedToTarget && (steps == 1 || Writes < route.Retry.MaxAttempts); steps++)
        {
            (reroute, lost) = await WriteAsync(after, token).ConfigureAwait(false);
            after = await VerifyAsync(reroute, token).ConfigureAwait(false);
        }
        if (after.RoutedToTarget)
            return after;
        throw lost ?? new FailoverIpException(FailoverErrorKind.NotVerified,
            $"the provider accepted the route of {route.Address} to {after.Target}, but {route.Retry.VerifyTimeout.TotalSeconds:0.###} s later the owner was {after.Owner ?? "still not the target"}");
    }

    /// <summary>The linked token may fall a moment after the caller's own: after a role has ended, not one more request may start.</summary>
    private void StopIfCancelled(CancellationToken linked)
    {
        caller.ThrowIfCancellationRequested();
        linked.ThrowIfCancellationRequested();
    }

    /// <summary>Sends one write. Null as reroute where the answer was lost: it may have taken effect, and is read back like an accepted one.</summary>
    private async Task<(Reroute? Reroute, FailoverIpException? Lost)> WriteAsync(RouteReading before, CancellationToken token)
    {
        StopIfCancelled(token);
        using var span = RouteTracing.Start("write", route);
        if (Writes == 0)
            metrics.FirstWrite(route, Elapsed);
        Writes++;
        _stepEnded = false;
        try
        {
            var reroute = await ProviderCall.RunAsync(route.Provider, _callLimit, clock, SendAsync, token).ConfigureAwait(false);
            if (!reroute.IsStep)
                Accepted++;
            metrics.Written(route, "accepted");
            _settledAt = Elapsed + route.Retry.VerifyTimeout;
            return (reroute, null);
        }
        catch (OperationCanceledException)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            metrics.Written(route, "lost");
            throw;
        }
        catch (FailoverIpException e)
        {
            _lastFailure = e;
            span.Failed(e);
            if (e.NothingSent)
            {
                Writes--;
                throw;
            }
            if (e.Kind is not (FailoverErrorKind.Unavailable or FailoverErrorKind.Timeout))
            {
                metrics.Written(route, "refused");
                throw;
            }
            metrics.Written(route, "lost");
            logger.AnswerLost(route.Name, e.Kind, e.Message);
            _settledAt = Elapsed + route.Retry.VerifyTimeout;
            return (null, e);
        }

        Task<Reroute> SendAsync(CancellationToken limit)
        {
            var write = Provider().StartRerouteAsync(_request, limit);
            _writeInFlight = write;
            // Told when the request is on its way: in a failover a line of a log may wait, the request may not.
            logger.Writing(route.Name, route.Address, before.Target, before.Owner ?? "unknown or nowhere", Writes);
            return write;
        }
    }
}

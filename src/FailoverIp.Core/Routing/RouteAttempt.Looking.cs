namespace FailoverIp;

internal sealed partial class RouteAttempt
{
    /// <summary>Looks follow one another no faster than this, also where <see cref="RouteRetry.Delay"/> is zero.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads the owner once.</summary>
    private async Task<RouteReading> LookAsync(CancellationToken token)
    {
        StopIfCancelled(token);
        using var span = RouteTracing.Start("read", route);
        try
        {
            var reading = await ProviderCall.RunAsync(route.Provider, _callLimit, clock, limit => Provider().ReadRouteAsync(_request, limit), token).ConfigureAwait(false);
            metrics.Read(route, reading.RoutedToTarget);
            return reading;
        }
        catch (FailoverIpException e)
        {
            _lastFailure = e;
            span.Failed(e);
            throw;
        }
    }

    /// <summary>Looks while the provider works on an accepted write, which is told meanwhile whether that work has ended.</summary>
    private async Task<RouteReading> VerifyAsync(Reroute? reroute, CancellationToken token)
    {
        if (reroute is not { TellsCompletion: true })
            return await LookUntilSettledAsync(Told.Nothing, token).ConfigureAwait(false);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            return await LookUntilSettledAsync(ListenAsync(reroute, watching.Token), token, reroute.IsStep).ConfigureAwait(false);
        }
        finally
        {
            watching.Cancel();
        }
    }

    /// <summary>
    /// Looks at once, or when the provider has told the end of its work, and then every <see cref="RouteRetry.Delay"/>. Returns as soon as the
    /// target is the owner, and otherwise the last look once everything is settled, after a step as soon as that has ended; throws where that last look failed, so that no write ever
    /// follows a failed look.
    /// </summary>
    private async Task<RouteReading> LookUntilSettledAsync(Task<FailoverIpException?> told, CancellationToken token, bool isStep = false)
    {
        for (var looks = 0; ; looks++)
        {
            if (looks > 0 || !told.IsCompleted)
                await PauseAsync(told, token).ConfigureAwait(false);
            var failed = told.IsCompleted ? await told.ConfigureAwait(false) : null;
            _stepEnded = isStep && told.IsCompleted && failed is null;
            if (failed is not null || _stepEnded)
                _settledAt = Elapsed;
            try
            {
                var reading = await LookAsync(token).ConfigureAwait(false);
                if (reading.RoutedToTarget)
                    return reading;
                if (failed is not null)
                    throw _lastFailure = failed;
                if (Settled)
                    return reading;
            }
            catch (FailoverIpException e) when (e.Kind is FailoverErrorKind.Unavailable or FailoverErrorKind.Timeout or FailoverErrorKind.Busy)
            {
                if (failed is not null)
                    throw failed;
                if (Settled)
                    throw;
                logger.LookFailed(route.Name, e.Kind, e.Message);
            }
        }
    }

    /// <summary>Waits for the next look: a pause, cut short by what the provider tells.</summary>
    private async Task PauseAsync(Task told, CancellationToken token)
    {
        var pause = route.Retry.Delay * (0.75 + (Random.Shared.NextDouble() / 2));
        if (_settledAt - Elapsed is var left && left > TimeSpan.Zero && left < pause)
            pause = left;
        if (pause < ShortestPause)
            pause = ShortestPause;
        var until = told.IsCompleted ? Task.Delay(pause, clock, token) : told.WaitAsync(pause, clock, token);
        await until.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        token.ThrowIfCancellationRequested();
    }

    /// <summary>The end of the provider's work: null where it went well or nothing more is to be heard, else why it failed.</summary>
    private async Task<FailoverIpException?> ListenAsync(Reroute reroute, CancellationToken token)
    {
        try
        {
            await reroute.WaitAsync(token).WaitAsync(token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            var failure = ProviderCall.Typed(route.Provider, e);
            logger.TaskFailed(route.Name, failure.Kind, failure.Message);
            return failure;
        }
    }

    /// <summary>What a provider tells after a write.</summary>
    private static class Told
    {
        public static readonly Task<FailoverIpException?> Nothing = Task.FromResult<FailoverIpException?>(null);
    }
}

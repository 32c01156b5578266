namespace FailoverIp;

public sealed partial class RouteKeeper
{
    /// <summary>A failed try is never followed by the next one faster than this, also where <see cref="RouteRetry.Delay"/> is zero.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>What a timer can wait for at most; going on earlier costs one read.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>One stay in the role, from the end of the one before it to its own end.</summary>
    private async Task KeepAsync(RoleScope role, Task before, CancellationTokenRegistration watch)
    {
        await before.ConfigureAwait(false);
        var ended = role.Ended;
        while (!ended.IsCancellationRequested)
        {
            var pause = TimeSpan.Zero;
            try
            {
                var result = await _router.EnsureAsync(Route.Name, ended).ConfigureAwait(false);
                Verified(role, result.Owner);
                await WatchAsync(role).ConfigureAwait(false);
            }
            catch (Exception) when (ended.IsCancellationRequested)
            {
                // Whatever it was: the result of a role that has ended.
            }
            catch (Exception e)
            {
                pause = Failed(role, e as FailoverIpException ?? ProviderCall.Typed(Route.Provider, e));
            }
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, _clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        watch.Unregister();
    }

    /// <summary>Reads again and again, until a read shows that the route has drifted. Reads alone: the address stays free for others.</summary>
    private async Task WatchAsync(RoleScope role)
    {
        // A write that the former Active had in flight may still take effect, after ours or after a look that had found nothing to do: the next one comes when none can be left.
        // Where writes show at once, none is left now.
        var settled = Route.Retry.VerifyTimeout;
        var pause = settled > TimeSpan.Zero && settled < Route.VerifyInterval ? settled : Route.VerifyInterval;
        for (; ; pause = Route.VerifyInterval)
        {
            await Task.Delay(pause, _clock, role.Ended).ConfigureAwait(false);
            var reading = await _router.ReadAsync(Route.Name, role.Ended).ConfigureAwait(false);
            if (!reading.RoutedToTarget)
            {
                if (Apply(role, s => s with { State = RouteKeeperState.Routing, Owner = reading.Owner, Target = reading.Target }))
                    _logger.Drifted(Route.Name, Route.Address, reading.Owner ?? "nobody", role.Epoch);
                return;
            }
            Verified(role, reading.Owner ?? reading.Target);
        }
    }

    private void Verified(RoleScope role, string owner)
    {
        var before = _status;
        var now = _clock.GetUtcNow();
        if (Apply(role, s => s with { State = RouteKeeperState.Routed, Owner = owner, Target = owner, LastVerified = now, LastError = null }) && before.State != RouteKeeperState.Routed)
            _logger.Kept(Route.Name, Route.Address, owner, role.Epoch);
    }

    /// <summary>Notes a failure and returns how long to wait before the next try.</summary>
    private TimeSpan Failed(RoleScope role, FailoverIpException failure)
    {
        var before = _status.LastError;
        if (Apply(role, s => s with { State = RouteKeeperState.Failing, LastError = failure }) && (before?.Kind != failure.Kind || before.Message != failure.Message))
            _logger.Failing(Route.Name, Route.Address, failure.Kind, failure.Message, role.Epoch);
        var pause = failure.RetryAfter ?? (failure.IsTransient ? Route.Retry.Delay : Route.VerifyInterval);
        return pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
    }
}

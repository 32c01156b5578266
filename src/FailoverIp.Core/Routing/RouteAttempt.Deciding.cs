namespace FailoverIp;

internal sealed partial class RouteAttempt
{
    /// <summary>Rounds that end without a write are not counted as attempts, but a provider that cannot even be read is given up some time.</summary>
    private const int LeastRounds = 10;

    private TimeSpan Left => route.Retry.TotalTimeout - Elapsed;

    /// <summary>Whether another round may follow one that ended in <paramref name="failure"/>.</summary>
    public bool MayTryAgain(FailoverIpException failure)
    {
        _lastFailure = failure;
        if (!failure.IsTransient)
            return false;
        if (failure.Kind == FailoverErrorKind.RateLimited)
        {
            if (failure.RetryAfter is null)
                _unknownLimits++;
            if (PauseAfter(failure) >= Left)
                return false;
            // A budget kept on this side has cost nothing: waiting it out is not an attempt.
            if (failure is { NothingSent: true, RetryAfter: { } wait } && wait > TimeSpan.Zero)
                _rounds--;
        }
        if (Writes >= route.Retry.MaxAttempts || _rounds >= Math.Max(route.Retry.MaxAttempts, LeastRounds))
            return false;
        logger.TryingAgain(route.Name, failure.Kind, failure.Message);
        return true;
    }

    /// <summary>
    /// The pause before the next round; null for the usual one. A rate limit is waited out to its end; where the provider tells no time, the
    /// pause doubles with every refusal.
    /// </summary>
    public TimeSpan? PauseAfter(FailoverIpException failure)
    {
        if (failure.Kind != FailoverErrorKind.RateLimited)
            return null;
        var delay = route.Retry.Delay > ShortestPause ? route.Retry.Delay : ShortestPause;
        return failure.RetryAfter is { } told ? Max(told, route.Retry.Delay) : delay * Math.Pow(2, Math.Min(_unknownLimits, 20));
    }

    /// <summary>The error that the caller gets after the last round ended in <paramref name="failure"/>.</summary>
    public FailoverIpException Conclude(FailoverIpException failure)
    {
        if (Accepted == 0 || !failure.IsTransient || failure.Kind == FailoverErrorKind.NotVerified || failure is { Kind: FailoverErrorKind.RateLimited, NothingSent: false })
            return failure;
        // A budget kept on this side only says why no further write was sent.
        return new(FailoverErrorKind.NotVerified, $"the provider accepted the route, but no read has shown the change (writes: {Writes}); at last: {failure.Message}", failure)
        {
            RetryAfter = failure.RetryAfter,
        };
    }

    /// <summary>The error that the caller gets when <see cref="RouteRetry.TotalTimeout"/> is over.</summary>
    public FailoverIpException OutOfTime()
    {
        var total = $"{route.Retry.TotalTimeout.TotalSeconds:0.###} s";
        var last = _lastFailure is null ? "" : $"; at last: {_lastFailure.Message}";
        if (Accepted > 0)
            return new(FailoverErrorKind.NotVerified, $"the provider accepted the route, but within {total} no read has shown the change{last}", _lastFailure);
        return _lastFailure is { } failure
            ? new(failure.Kind, $"not routed within {total}{last}", failure) { RetryAfter = failure.RetryAfter }
            : new(FailoverErrorKind.Timeout, _rounds == 0 ? $"an earlier attempt on {route.Address} did not end within {total}" : $"not routed within {total}");
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

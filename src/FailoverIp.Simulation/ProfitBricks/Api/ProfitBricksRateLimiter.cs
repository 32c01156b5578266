namespace FailoverIp.Simulation;

/// <summary>Counts requests against a limit of so many a minute with bursts: a bucket that fills as time passes.</summary>
internal sealed class ProfitBricksRateLimiter(TimeProvider time)
{
    private readonly Lock _gate = new();
    private ProfitBricksRateLimit? _limit;
    private double _left;
    private long _at;

    /// <summary>Takes one request: what is left of the burst then, and how long to wait where nothing was.</summary>
    public (int Remaining, TimeSpan? Wait) Take(ProfitBricksRateLimit limit)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _left = _limit == limit ? Math.Min(limit.Burst, _left + (time.GetElapsedTime(_at, now).TotalMinutes * limit.PerMinute)) : limit.Burst;
            (_limit, _at) = (limit, now);
            // A whole second must be enough to be let in again, whatever the last digit of a double is.
            if (_left < 1 - 1e-6)
                return (0, TimeSpan.FromMinutes((1 - _left) / limit.PerMinute));
            _left--;
            return ((int)Math.Max(0, _left), null);
        }
    }
}

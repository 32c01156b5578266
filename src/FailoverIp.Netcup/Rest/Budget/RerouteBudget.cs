namespace FailoverIp.Netcup;

/// <summary>
/// Keeps netcup's limit on our side: "limited to 10 requests per 5 minutes and 20 requests per 60 minutes" (the published text of its 429).
/// It is counted for the account, in sliding windows, which is never more generous than the service. Safe for concurrent use.
/// </summary>
internal sealed class RerouteBudget(int maxIn5Minutes, int maxIn60Minutes, TimeProvider time)
{
    /// <summary>What a 429 without <c>Retry-After</c> means: the shorter window of the published limit.</summary>
    public static readonly TimeSpan ShortWindow = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongWindow = TimeSpan.FromMinutes(60);

    // How far apart our sending and the task's own start may lie to be taken for one and the same reroute.
    private static readonly TimeSpan SameReroute = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<Permit> _reroutes = [];
    private TimeSpan _closedUntil = TimeSpan.Zero;
    private readonly long _origin = time.GetTimestamp();

    // Monotonic: a step of the wall clock neither opens nor closes the budget.
    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Takes one reroute out of the budget.</summary>
    /// <exception cref="FailoverIpException">It is used up (<see cref="FailoverErrorKind.RateLimited"/>); nothing was sent.</exception>
    public Permit Take()
    {
        lock (_gate)
        {
            var now = Now;
            _reroutes.RemoveAll(r => now - r.At >= LongWindow);
            var wait = Max(_closedUntil - now, Wait(maxIn5Minutes, ShortWindow, now), Wait(maxIn60Minutes, LongWindow, now));
            if (wait > TimeSpan.Zero)
                throw Refusal(wait);
            var permit = new Permit(now);
            _reroutes.Add(permit);
            return permit;
        }
    }

    /// <summary>It never left this machine.</summary>
    public void GiveBack(Permit permit)
    {
        lock (_gate)
            _reroutes.Remove(permit);
    }

    /// <summary>The service has refused further reroutes for this long.</summary>
    public void Close(TimeSpan forTime)
    {
        lock (_gate)
            _closedUntil = Max(_closedUntil, Now + forTime);
    }

    /// <summary>Names the service's task for a reroute that was taken here, so that <see cref="Observe"/> does not count it twice.</summary>
    public void Name(Permit permit, string task)
    {
        lock (_gate)
            permit.Task = task;
    }

    /// <summary>Counts reroutes that the service has carried out for anybody with this account, such as the pair's other node.</summary>
    /// <param name="tasks">Their task ids, and how long ago each began.</param>
    public void Observe(IEnumerable<(string Task, TimeSpan Age)> tasks)
    {
        lock (_gate)
        {
            var now = Now;
            foreach (var (task, age) in tasks)
            {
                if (age >= LongWindow || _reroutes.Exists(r => r.Task == task))
                    continue;
                var at = now - Max(age, TimeSpan.Zero);
                if (_reroutes.Find(r => r.Task is null && (r.At - at).Duration() <= SameReroute) is { } ours)
                    ours.Task = task;
                else
                    _reroutes.Add(new(at) { Task = task });
            }
        }
    }

    /// <summary>How long until the window has room for one more.</summary>
    private TimeSpan Wait(int max, TimeSpan window, TimeSpan now)
    {
        var inWindow = _reroutes.Where(r => now - r.At < window).Select(r => r.At).Order().ToArray();
        return inWindow.Length < max ? TimeSpan.Zero : inWindow[inWindow.Length - max] + window - now;
    }

    private FailoverIpException Refusal(TimeSpan wait) =>
        new(FailoverErrorKind.RateLimited, $"netcup's limit of {maxIn5Minutes} reroutes in 5 minutes and {maxIn60Minutes} in 60 is used up; the next one is possible in {Math.Ceiling(wait.TotalSeconds):0} s")
        {
            RetryAfter = wait,
            NothingSent = true,
        };

    private static TimeSpan Max(params ReadOnlySpan<TimeSpan> spans)
    {
        var max = spans[0];
        foreach (var span in spans)
            max = span > max ? span : max;
        return max;
    }

    /// <summary>One reroute that counts against the limit.</summary>
    internal sealed class Permit(TimeSpan at)
    {
        /// <summary>When, since the budget was created; negative for what happened before.</summary>
        public TimeSpan At { get; } = at;

        /// <summary>The service's task for it, once it is known.</summary>
        public string? Task { get; set; }
    }
}

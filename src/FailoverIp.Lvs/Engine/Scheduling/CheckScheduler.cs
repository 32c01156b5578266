namespace FailoverIp.Lvs;

/// <summary>
/// Makes checks when they are due: one alarm and one queue for all of them, and no allocation in a round. Results arrive on whatever thread a probe ends;
/// one lock keeps them apart.
/// </summary>
/// <remarks>
/// Times are rounded up to 10 ms, so that a thousand checks a second wake the machine a hundred times. A success is followed by the next check one DelayLoop after it
/// was due, which keeps the rhythm; a failure by the next one as long after it has ended, so that a slow target is not pressed. After a standstill of the
/// machine everything is due at once: a limited number begins in each grain.
/// </remarks>
/// <param name="clock">The time.</param>
/// <param name="random">Spreads first checks: numbers from 0 to 1.</param>
/// <param name="report">Gets what counts and has changed. It is called under the lock, and only posts.</param>
/// <param name="made">Gets every result with its duration, for measurements.</param>
internal sealed partial class CheckScheduler(TimeProvider clock, Func<double> random, Action<CheckRun, CheckVerdict> report, Action<CheckRun, TimeSpan, bool>? made = null) : IDisposable
{
    /// <summary>The times of checks are multiples of this.</summary>
    internal const long Grain = 10 * TimeSpan.TicksPerMillisecond;

    /// <summary>As many checks begin in one grain at most.</summary>
    internal const int MostAtOnce = 128;

    /// <summary>The first check after a start waits for this, plus a random part of its warm-up (keepalived's bootstrap delay).</summary>
    internal static readonly TimeSpan Bootstrap = TimeSpan.FromSeconds(1);

    private const long Early = TimeSpan.TicksPerMillisecond; // a timer's own grain
    private const long Patrol = TimeSpan.TicksPerSecond; // how often probes under way are looked at

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(CheckRun Run, long Ticket), long> _queue = new();
    private readonly List<CheckRun> _runs = [];
    private readonly List<CheckRun> _beginning = [];
    private readonly List<CancellationTokenSource> _overdue = [];
    private readonly long _start = clock.GetTimestamp();
    private Alarm? _alarm;
    private long _armed = long.MaxValue;
    private long _lastPatrol;
    private int _probing;
    private int _hanging; // overdue ones that have not ended
    private bool _ticking;
    private bool _disposed;

    private long Now => clock.GetElapsedTime(_start).Ticks;

    /// <summary>Takes in a check that nobody has made so far. It is made once it is wanted.</summary>
    public void Add(CheckRun run)
    {
        run.Scheduler = this;
        lock (_gate)
        {
            run.Place = _runs.Count;
            _runs.Add(run);
        }
    }

    /// <summary>Says whether anybody wants a check. A first one waits longer than one that goes on after a rest.</summary>
    public void Want(CheckRun run, bool wanted, bool isFirst)
    {
        lock (_gate)
        {
            if (run.IsRetired || run.IsWanted == wanted)
                return;
            run.IsWanted = wanted;
            if (!wanted && run.Stage == CheckStage.Waiting)
                Rest(run);
            else if (wanted && run.Stage == CheckStage.Resting)
                Enqueue(run, Now + (isFirst ? Bootstrap.Ticks : 0) + (long)(run.Key.Timing.Warmup.Ticks * random()));
        }
    }

    /// <summary>Ends a check: nothing is reported any more, a probe under way is cancelled, and disposed of when it has ended.</summary>
    public void Retire(CheckRun run)
    {
        CancellationTokenSource? underWay;
        lock (_gate)
        {
            if (run.IsRetired)
                return;
            run.IsRetired = true;
            run.IsWanted = false;
            Remove(run);
            underWay = run.Stage is CheckStage.Probing or CheckStage.Overdue ? run.Cancellation : null;
            if (underWay is null)
                Rest(run);
        }
        if (underWay is null)
            DisposeProbe(run);
        else
            Cancel(underWay);
    }

    /// <summary>Ends all checks.</summary>
    public void Dispose()
    {
        CheckRun[] runs;
        lock (_gate)
        {
            _disposed = true;
            runs = [.. _runs];
            _alarm?.Dispose();
        }
        foreach (var run in runs)
            Retire(run);
    }

    /// <summary>The numbers of all checks, for measurements.</summary>
    public CheckRun[] Runs()
    {
        lock (_gate)
            return [.. _runs];
    }

    /// <summary>A probe has ended.</summary>
    internal void Ended(CheckRun run, in CheckResult result)
    {
        var now = Now;
        if (!result.IsUnasked)
            made?.Invoke(run, new(now - run.StartedAt), result.Passed);
        lock (_gate)
        {
            var wasOverdue = run.Stage == CheckStage.Overdue;
            if (wasOverdue)
                _hanging--;
            else
                _probing--;
            Rest(run);
            if (!run.IsRetired)
            {
                if (wasOverdue)
                    run.Renew();
                else if (run.IsWanted)
                    Take(run, result);
                if (run.IsWanted)
                    EnqueueNext(run, result, now, wasOverdue);
                return;
            }
        }
        DisposeProbe(run);
    }

    // The last one takes the place of the one that goes.
    private void Remove(CheckRun run)
    {
        if (run.Place < 0)
            return;
        _runs[^1].Place = run.Place;
        _runs[run.Place] = _runs[^1];
        _runs.RemoveAt(_runs.Count - 1);
        run.Place = -1;
    }

    private void Take(CheckRun run, in CheckResult result)
    {
        var hindrance = result.IsUnasked ? result.Failure ?? "it could not be made" : null;
        if (hindrance != run.Hindrance)
            report(run, new(false, new(hindrance is null, hindrance, null)) { IsOfAsking = true });
        run.Hindrance = hindrance;
        if (hindrance is not null)
            return;
        run.Made++;
        if (!result.Passed)
            run.Failed++;
        var isFirst = run.Counter.Passed is null;
        var counts = run.Counter.Count(result.Passed, run.Key.Timing.Retry);
        var state = new CheckState(result.Passed, result.Passed ? null : result.Failure ?? "it failed without a reason", result.Weight, result.WeightChange);
        if (counts ? isFirst || state != run.Last : run.ReportsAllFailures)
            report(run, new(counts, state));
        else if (counts && !result.Passed && run.ReportsAllFailures)
            report(run, new(false, state));
        if (counts)
            run.Last = state;
    }

    private void EnqueueNext(CheckRun run, in CheckResult result, long now, bool wasOverdue)
    {
        var timing = run.Key.Timing;
        var next = run.Counter.IsRetrying && !result.IsUnasked ? now + timing.DelayBeforeRetry.Ticks
            : result.Passed && !wasOverdue ? run.Due + timing.DelayLoop.Ticks
            : now + timing.DelayLoop.Ticks;
        Enqueue(run, Math.Max(next, now));
    }

    private void Enqueue(CheckRun run, long at)
    {
        run.Stage = CheckStage.Waiting;
        run.Due = (at + Grain - 1) / Grain * Grain;
        _queue.Enqueue((run, ++run.Ticket), run.Due);
        if (!_ticking && run.Due < _armed)
            Arm();
    }

    private static void Rest(CheckRun run)
    {
        run.Stage = CheckStage.Resting;
        run.Ticket++;
    }

    private static void Cancel(CancellationTokenSource cancellation)
    {
        try
        {
            cancellation.Cancel();
        }
        catch (AggregateException)
        {
            // What hangs on the token is the probe's own affair; it has fallen.
        }
    }

    private static async void DisposeProbe(CheckRun run)
    {
        try
        {
            await run.Probe.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A probe that nobody wants any more cannot do harm.
        }
    }
}

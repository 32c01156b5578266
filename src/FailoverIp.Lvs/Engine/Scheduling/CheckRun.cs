using System.Diagnostics.CodeAnalysis;

namespace FailoverIp.Lvs;

/// <summary>One check that is made again and again, for whoever subscribes to it. The scheduler's part is guarded by the scheduler's lock.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no wait handle, and a probe may look at its token to the end.")]
[SuppressMessage("Reliability", "CA2012", Justification = "The task is kept to be consumed once, by a continuation that is made once: a round allocates nothing.")]
internal sealed class CheckRun
{
    private readonly Action _ended;
    private CancellationTokenSource _given = new();
    private ValueTask<CheckResult> _pending;

    /// <param name="key">What it asks.</param>
    /// <param name="probe">Asks once; disposed with the run.</param>
    /// <param name="before">The last word of the check that this one replaces, if any.</param>
    /// <param name="protects">True: where there is no last word, the real server serves all the same, so failures are repeated before they count.</param>
    public CheckRun(CheckKey key, ICheckProbe probe, CheckState? before, bool protects = false)
    {
        (Key, Probe) = (key, probe);
        Counter = CheckCounter.From(before?.Passed ?? (protects ? true : null));
        Longest = key.Question.LongestProbe(key.Timing).Ticks;
        Last = before ?? default;
        Heard = before;
        Tags = [new("target", key.Target.ToString()), new("check", key.Question.Kind)];
        _ended = () => Scheduler!.Ended(this, Result(_pending));
    }

    public CheckKey Key { get; }

    public ICheckProbe Probe { get; }

    /// <summary>The tags of its measurements.</summary>
    public KeyValuePair<string, object?>[] Tags { get; }

    // The engine's part: one loop reads and writes it.

    public List<CheckSubscription> Subscribers { get; } = [];

    /// <summary>The last word that the engine has heard; null: there is none yet.</summary>
    public CheckState? Heard { get; set; }

    /// <summary>Whether it was ever wanted.</summary>
    public bool HasBegun { get; set; }

    // The scheduler's part.

    public CheckScheduler? Scheduler { get; set; }

    public CheckStage Stage { get; set; }

    /// <summary>Its place among all runs; -1: it is not among them.</summary>
    public int Place { get; set; } = -1;

    /// <summary>Tells the entry of the queue that counts from stale ones.</summary>
    public long Ticket { get; set; }

    public bool IsWanted { get; set; }

    public bool IsRetired { get; set; }

    /// <summary>When the last probe was due, and when it began.</summary>
    public long Due { get; set; }

    public long StartedAt { get; set; }

    /// <summary>When an overdue probe was counted as a failure for the last time.</summary>
    public long CountedAt { get; set; }

    /// <summary>Why it could not be asked the last time; null: it could.</summary>
    public string? Hindrance { get; set; }

    /// <summary>The longest that a probe may take, in ticks.</summary>
    public long Longest { get; }

    /// <summary>Field, not property: it is a struct that changes.</summary>
    public CheckCounter Counter;

    /// <summary>What was reported last.</summary>
    public CheckState Last { get; set; }

    public bool ReportsAllFailures { get; set; }

    public long Made { get; set; }

    public long Failed { get; set; }

    /// <summary>The cancellation of the probe under way.</summary>
    public CancellationTokenSource Cancellation => _given;

    /// <summary>Asks once. Allocates nothing of its own; <see cref="CheckScheduler.Ended"/> is called when the answer is there, now or later.</summary>
    public void Begin()
    {
        try
        {
            _pending = Probe.ProbeAsync(_given.Token);
            var awaiter = _pending.ConfigureAwait(false).GetAwaiter();
            if (!awaiter.IsCompleted)
            {
                awaiter.UnsafeOnCompleted(_ended);
                return;
            }
        }
        catch (Exception e)
        {
            Scheduler!.Ended(this, Failure(e));
            return;
        }
        Scheduler!.Ended(this, Result(_pending));
    }

    /// <summary>After a cancellation: the next probe has a token that has not fallen.</summary>
    public void Renew() => _given = new();

    private static CheckResult Result(ValueTask<CheckResult> ended)
    {
        try
        {
            return ended.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            return Failure(e);
        }
    }

    private static CheckResult Failure(Exception e) => CheckResult.Fail(e is OperationCanceledException ? "the check was cancelled" : $"the check itself failed: {OneLine.Of(e.Message)}");
}

/// <summary>Where a <see cref="CheckRun"/> is in its round.</summary>
internal enum CheckStage
{
    /// <summary>It rests, because nobody wants it now.</summary>
    Resting,

    /// <summary>It waits for its time.</summary>
    Waiting,

    /// <summary>Its probe is under way.</summary>
    Probing,

    /// <summary>Its probe has taken too long: it counts as failed and is cancelled, but has not ended yet.</summary>
    Overdue,
}

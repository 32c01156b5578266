namespace FailoverIp.Simulation;

/// <summary>
/// A clock that stands still until it is told to move. Timers fire in the order of their due times, on the thread that moves the clock, with
/// the clock at exactly their due time. Safe for concurrent use.
/// </summary>
public sealed class VirtualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _due = new();
    private readonly DateTimeOffset _start;
    private long _now;
    private long _order;

    /// <summary>Creates a clock that shows <paramref name="start"/> (2026-01-01T00:00:00Z where none is given).</summary>
    public VirtualTimeProvider(DateTimeOffset? start = null) => _start = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The time since the clock was created.</summary>
    public TimeSpan Elapsed => new(Interlocked.Read(ref _now));

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _now);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <summary>The due time of the next timer, or null where none is armed.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_gate)
            {
                DropStale();
                return _due.TryPeek(out _, out var key) ? new TimeSpan(key.Due) : null;
            }
        }
    }

    /// <summary>Moves the clock, firing every timer that falls due on the way.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = Interlocked.Read(ref _now) + by.Ticks;
        while (TakeDue(end) is { } timer)
            timer.Fire();
        lock (_gate)
            _now = Math.Max(_now, end);
    }

    /// <summary>
    /// Moves the clock until <paramref name="condition"/> holds, giving continuations on the thread pool the chance to run in between. Returns
    /// whether it came to hold within <paramref name="limit"/> of virtual time. An answer of false costs some 200 ms of real time, in which those who may still bring it about are
    /// waited for; the condition may be asked by another thread than the caller's.
    /// </summary>
    public async Task<bool> AdvanceUntilAsync(Func<bool> condition, TimeSpan limit, TimeSpan? step = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var end = Elapsed + limit;
        for (var steps = 0; ; steps++)
        {
            for (var i = 0; i < 50 && !condition(); i++)
                await Task.Yield();
            if (condition())
                return true;
            // Whoever is to bring it about may be at work on another thread, which a yield does not wait for: the longer it takes, the more of
            // the machine's own time is left to it, lest an hour passes here while a method over there is compiled.
            for (var pauses = Pauses(steps, last: Elapsed >= end || (step is null && NextDue is null)); pauses > 0 && !condition(); pauses--)
                await Task.Delay(TimeSpan.FromMilliseconds(1), System).ConfigureAwait(false);
            if (condition())
                return true;
            if (Elapsed >= end)
                return false;
            var next = step is { } s ? Elapsed + s : NextDue ?? end;
            Advance((next < end ? next : end) - Elapsed);
        }
    }

    // In milliseconds. Before the clock gives up, or leaps to the end because nobody waits for it, it waits for those who may still arm a timer.
    private static int Pauses(int steps, bool last) => last ? 200 : steps >= 30 ? 1 : 0;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private VirtualTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            DropStale();
            if (!_due.TryPeek(out var timer, out var key) || key.Due > end)
                return null;
            _due.Dequeue();
            _now = Math.Max(_now, key.Due);
            timer.Rearm(this);
            return timer;
        }
    }

    private void DropStale()
    {
        while (_due.TryPeek(out var timer, out var key) && timer.Order != key.Order)
            _due.Dequeue();
    }

    private sealed class VirtualTimer(VirtualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private long _period;

        /// <summary>The order of the queue entry that counts; 0 while not armed. Entries of an earlier arming are stale.</summary>
        public long Order { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period > TimeSpan.Zero ? period.Ticks : 0;
                if (dueTime < TimeSpan.Zero)
                    Order = 0;
                else
                    Enqueue(dueTime.Ticks);
            }
            return true;
        }

        public void Rearm(VirtualTimeProvider _)
        {
            if (_period > 0)
                Enqueue(_period);
            else
                Order = 0;
        }

        public void Dispose()
        {
            lock (clock._gate)
                Order = 0;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Enqueue(long after)
        {
            Order = ++clock._order;
            clock._due.Enqueue(this, (clock._now + after, Order));
        }
    }
}

namespace FailoverIp.Lvs;

internal sealed partial class CheckScheduler
{
    private void Tick()
    {
        lock (_gate)
        {
            if (_ticking || _disposed)
                return;
            _ticking = true;
            _armed = long.MaxValue;
            var now = Now;
            TakeDue(now);
            if (_probing + _hanging > 0 && now - _lastPatrol >= Patrol)
                LookForOverdue(now);
        }
        // Without the lock: a probe may end at once, and what hangs on a token may do anything.
        foreach (var run in _beginning)
            run.Begin();
        foreach (var cancellation in _overdue)
            Cancel(cancellation);
        lock (_gate)
        {
            _beginning.Clear();
            _overdue.Clear();
            _ticking = false;
            Arm();
        }
    }

    private void TakeDue(long now)
    {
        while (_beginning.Count < MostAtOnce && _queue.TryPeek(out var entry, out var due) && due <= now + Early)
        {
            _queue.Dequeue();
            var run = entry.Run;
            if (entry.Ticket != run.Ticket)
                continue;
            run.Stage = CheckStage.Probing;
            run.StartedAt = now;
            _probing++;
            _beginning.Add(run);
        }
    }

    // Probes keep their own bounds; this is for those that do not.
    private void LookForOverdue(long now)
    {
        _lastPatrol = now;
        foreach (var run in _runs)
        {
            if (run.Stage == CheckStage.Probing && now - run.StartedAt > run.Longest)
            {
                _probing--;
                _hanging++;
                run.Stage = CheckStage.Overdue;
                _overdue.Add(run.Cancellation);
                TakeHanging(run, now);
            }
            else if (run.Stage == CheckStage.Overdue && run.Counter.Passed != false && now - run.CountedAt >= run.Key.Timing.DelayBeforeRetry.Ticks)
            {
                TakeHanging(run, now);
            }
        }
    }

    // One that does not even end when it is cancelled cannot be repeated: its silence counts as often as repetitions would have failed. Once a look at most,
    // so that a standstill of this machine is no proof against anybody.
    private void TakeHanging(CheckRun run, long now)
    {
        if (!run.IsWanted)
            return;
        run.CountedAt = now;
        Take(run, CheckResult.Fail($"no answer within {new TimeSpan(run.Longest).TotalSeconds:0.##} s"));
    }

    private void Arm()
    {
        while (_queue.TryPeek(out var entry, out _) && entry.Ticket != entry.Run.Ticket)
            _queue.Dequeue();
        var next = _queue.TryPeek(out _, out var due) ? due : long.MaxValue;
        var now = Now;
        if (next <= now)
            next = now + Grain; // more than may begin at once
        if (_probing + _hanging > 0)
            next = Math.Min(next, _lastPatrol + Patrol);
        if (next == _armed || _disposed)
            return;
        _armed = next;
        _alarm ??= Alarm.Of(clock, Tick);
        _alarm.Set(next == long.MaxValue ? Timeout.InfiniteTimeSpan : new TimeSpan(Math.Max(next - now, 0)));
    }
}

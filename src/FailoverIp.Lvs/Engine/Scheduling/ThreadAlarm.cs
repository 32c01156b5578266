namespace FailoverIp.Lvs;

/// <summary>
/// An alarm with a thread of its own. A timer of the runtime wakes its own thread, and that a thread of the pool, which spins before it sleeps again: a hundred
/// times a second that costs ten times as much as this.
/// </summary>
internal sealed class ThreadAlarm : Alarm
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly object _gate = new(); // waited on with Monitor, which Lock cannot do
    private readonly TimeProvider _clock;
    private readonly Action _ring;
    private readonly long _start;
    private TimeSpan _due = TimeSpan.MaxValue;
    private bool _disposed;

    public ThreadAlarm(TimeProvider clock, Action ring)
    {
        (_clock, _ring, _start) = (clock, ring, clock.GetTimestamp());
        new Thread(Run) { IsBackground = true, Name = "FailoverIp.Lvs" }.Start();
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    public override void Set(TimeSpan pause)
    {
        lock (_gate)
        {
            var due = pause == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : Now + pause;
            var sooner = due < _due;
            _due = due;
            // The thread that waits looks at what is due when it wakes; only something sooner has to wake it.
            if (sooner)
                Monitor.Pulse(_gate);
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (WaitUntilDue())
            _ring();
    }

    private bool WaitUntilDue()
    {
        lock (_gate)
        {
            while (!_disposed)
            {
                var wait = _due == TimeSpan.MaxValue ? LongestWait : _due - Now;
                if (wait < TimeSpan.FromMilliseconds(1))
                {
                    _due = TimeSpan.MaxValue;
                    return true;
                }
                Monitor.Wait(_gate, wait < LongestWait ? wait : LongestWait);
            }
            return false;
        }
    }
}

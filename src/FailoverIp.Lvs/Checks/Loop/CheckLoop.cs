using System.Collections.Concurrent;
using System.Diagnostics;
using FailoverIp.Lvs.Native;

namespace FailoverIp.Lvs.Loop;

/// <summary>
/// The one thread that carries out checks over plain sockets: one epoll set, one heap of deadlines. It owns every task under way and every descriptor of
/// theirs; other threads only post.
/// </summary>
/// <remarks>
/// Where there is much to do the thread rests after each round (<see cref="RestTime"/>): of a thousand checks a second, waking up for each packet would be
/// the largest part of the cost.
/// </remarks>
internal sealed class CheckLoop : IDisposable
{
    private const long Millisecond = 1_000_000;
    private const long WakeUpId = -1;
    private const int MostWaits = 64;

    private readonly Epoll _epoll = new();
    private readonly WakeUp _wakeUp = new();
    private readonly DeadlineHeap _deadlines = new();
    private readonly ConcurrentQueue<LoopTask> _cancellations = new();
    private readonly ConcurrentQueue<LoopTask> _news = new();
    private readonly Stack<int> _freeSlots = new();
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private LoopTask?[] _slots = new LoopTask?[64];
    private List<LoopTask> _unfinished = [];
    private List<LoopTask> _turn = [];
    private int _slotsUsed;
    private RestTime _rest;
    private List<LoopTask> _posted = [];
    private List<LoopTask> _beginning = [];
    private int _asleep;
    private volatile bool _stopping;

    public CheckLoop(bool answersOnThreadPool)
    {
        AnswersOnThreadPool = answersOnThreadPool;
        Errno.Check(-_epoll.Add(_wakeUp.Number, WakeUpId), "epoll_ctl");
        _thread = new(Run) { IsBackground = true, Name = "FailoverIp checks" };
        _thread.Start();
    }

    /// <summary>The clock of all deadlines: nanoseconds of CLOCK_MONOTONIC.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>False: what waits for an answer goes on in the loop's thread, and must not block there.</summary>
    public bool AnswersOnThreadPool { get; }

    /// <summary>Where tasks receive into, one at a time.</summary>
    public byte[] Buffer { get; } = GC.AllocateArray<byte>(65_536, pinned: true);

    /// <summary>Hands a task over; false: the loop has been stopped.</summary>
    public bool TryPost(LoopTask task)
    {
        lock (_gate)
        {
            if (_stopping)
                return false;
            _posted.Add(task);
        }
        Wake();
        return true;
    }

    /// <summary>Asks the thread to look whether a task is to be cancelled.</summary>
    public void PostCancellation(LoopTask task)
    {
        _cancellations.Enqueue(task);
        Wake();
    }

    /// <summary>Has <see cref="LoopTask.OnNews"/> called by the thread; false: the loop has been stopped.</summary>
    public bool TryPostNews(LoopTask task)
    {
        lock (_gate)
        {
            if (_stopping)
                return false;
            _news.Enqueue(task);
        }
        Wake();
        return true;
    }

    /// <summary>Watches a descriptor for a task; returns the error number, 0 for none. Closing the descriptor ends it.</summary>
    public int Watch(LoopTask task, int fd) => _epoll.Add(fd, ((long)++task.Generation << 32) | (uint)task.Slot);

    /// <summary>Sets the deadline of a task.</summary>
    public void Arm(LoopTask task, long deadline)
    {
        task.Deadline = deadline;
        _deadlines.Set(task);
    }

    /// <summary>Has a task go on in the next round, without an event: it has left something unread, so that others have their turn.</summary>
    public void GoOn(LoopTask task) => _unfinished.Add(task);

    /// <summary>A task is over.</summary>
    public void Forget(LoopTask task)
    {
        _deadlines.Remove(task);
        if (task.Slot < 0)
            return;
        _slots[task.Slot] = null;
        _freeSlots.Push(task.Slot);
        task.Slot = -1;
    }

    public void Dispose()
    {
        lock (_gate)
            _stopping = true;
        _wakeUp.Signal();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private void Run()
    {
        while (!_stopping)
        {
            if (Turn() && _rest.Microseconds is var rest and > 0)
                _ = Libc.Rest(rest);
        }
        foreach (LoopTask? task in (LoopTask?[])[.. _posted, .. _slots])
            task?.Abandon();
        while (_news.TryDequeue(out var task))
            task.OnNews(Now);
        _wakeUp.Dispose();
        _epoll.Dispose();
    }

    // One round; true: there was something to do, and more is to be expected soon.
    private bool Turn()
    {
        var count = _epoll.Wait(TimeToSleep());
        Volatile.Write(ref _asleep, 0);
        var now = Now;
        Hear(count, now);
        // After a standstill there may be more answers than one call tells: all of them are heard before anybody is said not to have answered.
        for (var i = 0; i < MostWaits && count == Epoll.MaxEvents; i++)
        {
            count = _epoll.Wait(0);
            Hear(count, now);
        }
        GoOn(now);
        var begun = BeginPosted(now);
        _rest.Count(begun, now);
        if (begun > 0)
            Hear(_epoll.Wait(0), now); // near targets are connected by now: the request leaves before the rest
        while (_news.TryDequeue(out var task))
            Run(task, now, static (t, at, _) => t.OnNews(at), 0);
        while (_cancellations.TryDequeue(out var task))
            task.CancelIfAsked();
        while (_deadlines.First is { } due && due.Deadline <= now)
            Expire(due, now);
        return _unfinished.Count == 0 && _slotsUsed > _freeSlots.Count;
    }

    private void Hear(int count, long now)
    {
        for (var i = 0; i < count; i++)
        {
            var (id, what) = _epoll.Ready(i);
            if (id != WakeUpId && _slots[(int)(uint)id] is { } task && task.Generation == (int)(id >> 32))
                Run(task, now, static (t, at, events) => t.OnEvent(events, at), what);
        }
    }

    // Whoever posts looks at _asleep after posting, and this thread at what is posted after setting it: one of the two sees the other.
    private int TimeToSleep()
    {
        if (_unfinished.Count > 0)
            return 0;
        Interlocked.Exchange(ref _asleep, 1);
        if (_stopping || HasPosted() || !_cancellations.IsEmpty || !_news.IsEmpty)
            return 0;
        return _deadlines.First is { } first ? (int)Math.Clamp((first.Deadline - Now + Millisecond - 1) / Millisecond, 0, 60_000) : -1;
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _asleep, 0) == 1)
            _wakeUp.Signal();
    }

    private bool HasPosted()
    {
        lock (_gate)
            return _posted.Count > 0;
    }

    private int BeginPosted(long now)
    {
        lock (_gate)
            (_beginning, _posted) = (_posted, _beginning);
        foreach (var task in _beginning)
        {
            task.Slot = FreeSlot();
            _slots[task.Slot] = task;
            Run(task, now, static (t, at, _) => t.Begin(at), 0);
        }
        var count = _beginning.Count;
        _beginning.Clear();
        return count;
    }

    private void GoOn(long now)
    {
        (_turn, _unfinished) = (_unfinished, _turn);
        foreach (var task in _turn)
        {
            if (task.Slot >= 0)
                Run(task, now, static (t, at, events) => t.OnEvent(events, at), Constants.EPOLLIN);
        }
        _turn.Clear();
    }

    private void Expire(LoopTask task, long now)
    {
        task.Deadline = long.MaxValue;
        _deadlines.Set(task);
        Run(task, now, static (t, at, _) => t.OnDeadline(at), 0);
    }

    private int FreeSlot()
    {
        if (_freeSlots.TryPop(out var slot))
            return slot;
        if (_slotsUsed == _slots.Length)
            Array.Resize(ref _slots, _slotsUsed * 2);
        return _slotsUsed++;
    }

    // One faulty task is one failed check, not the end of all.
    private static void Run(LoopTask task, long now, Action<LoopTask, long, uint> step, uint what)
    {
        try
        {
            step(task, now, what);
        }
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (task.Slot >= 0)
                task.Finish(CheckResult.Fail($"the check itself failed: {e.Message}"));
        }
    }
}

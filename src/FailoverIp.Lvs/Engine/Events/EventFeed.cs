namespace FailoverIp.Lvs;

/// <summary>Hands out events to the observers in their order and never two at once, on the thread pool: whoever posts does not wait for them.</summary>
/// <param name="failed">Hears what an observer throws.</param>
/// <param name="overflowed">Hears that observers do not keep up and events are lost; once, until they have caught up.</param>
internal sealed class EventFeed(Action<Exception> failed, Action overflowed)
{
    /// <summary>So many events may wait for observers.</summary>
    public const int MostWaiting = 10_000;

    private readonly Queue<LvsEvent> _waiting = new();
    private readonly List<Action<LvsEvent>> _observers = [];
    private TaskCompletionSource? _empty;
    private bool _draining;
    private bool _overflowing;
    private bool _abandoned;

    public void Subscribe(Action<LvsEvent> observer)
    {
        lock (_waiting)
            _observers.Add(observer);
    }

    public void Post(LvsEvent @event)
    {
        lock (_waiting)
        {
            if (_observers.Count == 0 || _abandoned || _overflowing)
                return;
            if (_overflowing = _waiting.Count == MostWaiting)
            {
                overflowed();
                return;
            }
            _waiting.Enqueue(@event);
            if (_draining)
                return;
            _draining = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static feed => feed.Drain(), this, preferLocal: false);
    }

    /// <summary>Ends when every event posted so far has been handed out.</summary>
    public Task DrainedAsync()
    {
        lock (_waiting)
            return _draining ? (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
    }

    /// <summary>Gives up what waits, and all that comes. Returns how much it was.</summary>
    public int Abandon()
    {
        lock (_waiting)
        {
            var lost = _waiting.Count;
            _waiting.Clear();
            _abandoned = true;
            return lost;
        }
    }

    private void Drain()
    {
        while (true)
        {
            LvsEvent? next;
            Action<LvsEvent>[] observers;
            lock (_waiting)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _draining = _overflowing = false;
                    _empty?.SetResult();
                    _empty = null;
                    return;
                }
                observers = [.. _observers];
            }
            foreach (var observer in observers)
                Tell(observer, next);
        }
    }

    private void Tell(Action<LvsEvent> observer, LvsEvent @event)
    {
        try
        {
            observer(@event);
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}

namespace FailoverIp.Lvs;

/// <summary>Hands out events to the observers in their order and never two at once, on the thread pool: whoever posts does not wait for them.</summary>
internal sealed class EventFeed(Action<Exception> failed)
{
    private readonly Queue<LvsEvent> _waiting = new();
    private readonly List<Action<LvsEvent>> _observers = [];
    private TaskCompletionSource? _empty;
    private bool _draining;

    public void Subscribe(Action<LvsEvent> observer)
    {
        lock (_waiting)
            _observers.Add(observer);
    }

    public void Post(LvsEvent @event)
    {
        lock (_waiting)
        {
            if (_observers.Count == 0)
                return;
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
                    _draining = false;
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

namespace FailoverIp;

/// <summary>
/// Hands out one status after the other, in the order in which they were posted and never two at once, on the thread pool: whoever posts holds
/// a lock and must not run an observer's code.
/// </summary>
internal sealed class StatusFeed(Action<RouteKeeperStatus> observer)
{
    private readonly Queue<RouteKeeperStatus> _waiting = new();
    private bool _draining;

    public void Post(RouteKeeperStatus status)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(status);
            if (_draining)
                return;
            _draining = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static feed => feed.Drain(), this, preferLocal: false);
    }

    private void Drain()
    {
        while (true)
        {
            RouteKeeperStatus? next;
            lock (_waiting)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _draining = false;
                    return;
                }
            }
            observer(next);
        }
    }
}

namespace FailoverIp.Simulation;

/// <summary>The requests that reached a simulator, the last 10 000 of them. Safe for concurrent use.</summary>
public sealed class RequestLog
{
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<RecordedRequest> _requests = new();
    private readonly List<(Func<RecordedRequest, bool> Matches, TaskCompletionSource<RecordedRequest> Found)> _waiting = [];
    private readonly Action<RecordedRequest>? _answered;
    private long _count;

    internal RequestLog(Action<RecordedRequest>? answered) => _answered = answered;

    /// <summary>How many have arrived since the start, also where they are no longer kept.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The kept requests at this moment, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> ToList()
    {
        lock (_gate)
            return [.. _requests];
    }

    /// <summary>The kept requests of these kinds, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> Of(SimulatedOperation operations)
    {
        lock (_gate)
            return [.. _requests.Where(r => r.Operation.IsAmong(operations))];
    }

    /// <summary>Forgets the kept requests.</summary>
    public void Clear()
    {
        lock (_gate)
            _requests.Clear();
    }

    /// <summary>
    /// Waits for a request that matches: one that is kept already, or the next one to arrive or to be answered. It is tried when a request
    /// arrives and again when its end is known.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<RecordedRequest> WaitForAsync(Func<RecordedRequest, bool> matches, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(matches);
        var found = new TaskCompletionSource<RecordedRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_requests.FirstOrDefault(matches) is { } known)
                return known;
            _waiting.Add((matches, found));
        }
        try
        {
            return await found.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _waiting.RemoveAll(w => w.Found == found);
        }
    }

    internal RecordedRequest Add(Func<long, RecordedRequest> create)
    {
        lock (_gate)
        {
            var request = create(++_count);
            _requests.Enqueue(request);
            if (_requests.Count > Capacity)
                _requests.Dequeue();
            Notify(request);
            return request;
        }
    }

    internal void End(RecordedRequest request, int? status)
    {
        lock (_gate)
        {
            request.Status = status;
            request.IsAnswered = true;
            Notify(request);
        }
        _answered?.Invoke(request);
    }

    private void Notify(RecordedRequest request)
    {
        foreach (var (_, found) in _waiting.Where(w => w.Matches(request)))
            found.TrySetResult(request);
    }
}

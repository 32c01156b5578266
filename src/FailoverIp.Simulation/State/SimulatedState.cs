namespace FailoverIp.Simulation;

/// <summary>The state of a simulated provider: one writer at a time, read without a lock, kept in a file where there is one, and waited for.</summary>
/// <param name="initial">The state to begin with.</param>
/// <param name="save">Writes a state to its file; null where it is not kept.</param>
internal sealed class SimulatedState<T>(T initial, Action<T>? save)
    where T : class, IEquatable<T>
{
    private readonly List<(Func<T, bool> Holds, TaskCompletionSource Reached)> _waiting = [];
    private T _current = initial;

    /// <summary>Held by whoever changes the state, and for as long as several things must change together.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The state as it is now.</summary>
    public T Current => Volatile.Read(ref _current);

    /// <summary>Why the last change could not be written to the file; null where it could.</summary>
    public string? SaveError { get; private set; }

    /// <summary>Puts another state in its place; called with <see cref="Gate"/> held.</summary>
    public void Set(T next)
    {
        if (next.Equals(_current))
            return;
        Volatile.Write(ref _current, next);
        Save(next);
        foreach (var (_, reached) in _waiting.Where(w => w.Holds(next)))
            reached.TrySetResult();
    }

    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task WaitUntilAsync(Func<T, bool> holds, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (Gate)
        {
            if (holds(_current))
                return;
            _waiting.Add((holds, reached));
        }
        try
        {
            await reached.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (Gate)
                _waiting.RemoveAll(w => w.Reached == reached);
        }
    }

    // A full disk must not end a simulator in the middle of a failover; whoever runs it looks at SaveError.
    private void Save(T next)
    {
        try
        {
            save?.Invoke(next);
            SaveError = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SaveError = e.Message;
        }
    }
}

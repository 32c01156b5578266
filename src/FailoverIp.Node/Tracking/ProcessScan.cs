namespace FailoverIp.Node;

/// <summary>One look at all processes for all who count them, at most once a second, however many they are.</summary>
/// <param name="read">Reads them. May hang, as reading what a process was started with does while that waits for a dead disk.</param>
/// <param name="clock">The time.</param>
internal sealed class ProcessScan(Func<IReadOnlyList<ProcessEntry>> read, TimeProvider clock)
{
    /// <summary>How old a look may be.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<IReadOnlyList<ProcessEntry>>? _last;
    private long _begun;

    /// <summary>How long one is waited for.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The processes, as they were within the last second.</summary>
    /// <exception cref="TimeoutException">The look hangs. It is waited for again by the next caller; there is never a second one beside it.</exception>
    public Task<IReadOnlyList<ProcessEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_last is null or { IsFaulted: true } || (_last.IsCompleted && clock.GetElapsedTime(_begun) >= Age))
                (_last, _begun) = (Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default), clock.GetTimestamp());
            return _last.WaitAsync(Timeout, clock, cancellationToken);
        }
    }
}

using System.Threading.Tasks.Sources;

namespace FailoverIp.Lvs.Tests;

/// <summary>A probe whose answers tests choose, and whose questions they count.</summary>
internal sealed class HandProbe(TimeProvider clock) : ICheckProbe
{
    private readonly List<TimeSpan> _asked = [];
    private readonly long _start = clock.GetTimestamp();
    private HeldAnswer? _held;
    private int _underWay;

    /// <summary>The answer; it may throw.</summary>
    public Func<CheckResult> Answer { get; set; } = () => CheckResult.Pass;

    /// <summary>True: questions are not answered before <see cref="Release"/>, or their cancellation where <see cref="Obeys"/>.</summary>
    public bool Holds { get; set; }

    public bool Obeys { get; set; } = true;

    public bool IsDisposed { get; private set; }

    /// <summary>When it was asked, since it was made.</summary>
    public IReadOnlyList<double> Asked
    {
        get
        {
            lock (_asked)
                return [.. _asked.Select(a => a.TotalSeconds)];
        }
    }

    public ValueTask<CheckResult> ProbeAsync(CancellationToken cancellationToken)
    {
        lock (_asked)
            _asked.Add(clock.GetElapsedTime(_start));
        Assert.Equal(1, Interlocked.Increment(ref _underWay));
        Assert.False(IsDisposed);
        if (!Holds)
        {
            Interlocked.Decrement(ref _underWay);
            return ValueTask.FromResult(Answer());
        }
        var held = _held = new();
        if (Obeys)
            cancellationToken.Register(() => End(h => h.SetException(new OperationCanceledException(cancellationToken))));
        return new(held, 0);
    }

    public void Release(CheckResult result) => End(held => held.SetResult(result));

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private void End(Action<HeldAnswer> how)
    {
        if (Interlocked.Exchange(ref _held, null) is not { } held)
            return;
        Interlocked.Decrement(ref _underWay);
        how(held);
    }

    // As a probe with its own thread does it: whoever waits goes on inside SetResult.
    private sealed class HeldAnswer : IValueTaskSource<CheckResult>
    {
        private ManualResetValueTaskSourceCore<CheckResult> _core;

        public void SetResult(CheckResult result) => _core.SetResult(result);

        public void SetException(Exception e) => _core.SetException(e);

        public CheckResult GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);
    }
}

using System.Threading.Tasks.Sources;

namespace FailoverIp.Lvs.Loop;

/// <summary>
/// A probe that is carried out by the thread of a <see cref="CheckLoop"/>. It is its own result: asking again allocates nothing. Everything but
/// <see cref="ProbeAsync"/> runs on that thread.
/// </summary>
internal abstract class LoopTask : ICheckProbe, IValueTaskSource<CheckResult>
{
    private readonly CheckLoop _loop;
    private ManualResetValueTaskSourceCore<CheckResult> _answer;
    private CancellationTokenRegistration _cancellation;
    private CancellationToken _token;
    private volatile bool _cancelled;

    protected LoopTask(CheckLoop loop)
    {
        _loop = loop;
        _answer.RunContinuationsAsynchronously = loop.AnswersOnThreadPool;
    }

    /// <summary>When <see cref="OnDeadline"/> is due, on the loop's clock; kept by <see cref="DeadlineHeap"/>.</summary>
    public long Deadline { get; set; }

    public int HeapIndex { get; set; } = -1;

    /// <summary>Its place in the loop's table while it is under way; -1: it is not.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Grows with each descriptor, so that an event of a former one is known as such.</summary>
    public int Generation { get; set; }

    protected CheckLoop Loop => _loop;

    public ValueTask<CheckResult> ProbeAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<CheckResult>(cancellationToken);
        _answer.Reset();
        _cancelled = false;
        _token = cancellationToken;
        _cancellation = cancellationToken.UnsafeRegister(static task => ((LoopTask)task!).RequestCancellation(), this);
        var answer = new ValueTask<CheckResult>(this, _answer.Version);
        if (!_loop.TryPost(this))
            Answer(OperationEnded());
        return answer;
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Begins, or ends at once where nobody wants the answer any more.</summary>
    public void Begin(long now)
    {
        if (_cancelled)
            Cancel();
        else
            Start(now);
    }

    /// <summary>Ends without an answer, where its cancellation was asked for.</summary>
    public void CancelIfAsked()
    {
        if (_cancelled && Slot >= 0)
            Cancel();
    }

    /// <summary>Ends because the loop ends.</summary>
    public void Abandon()
    {
        End();
        Answer(OperationEnded());
    }

    /// <summary>Its descriptor has something to tell: EPOLLIN and so on.</summary>
    public abstract void OnEvent(uint what, long now);

    /// <summary>Its deadline is over.</summary>
    public abstract void OnDeadline(long now);

    /// <summary>Something that it has done in another thread is done; it may have ended meanwhile.</summary>
    public virtual void OnNews(long now)
    {
    }

    /// <summary>Begins anew.</summary>
    protected abstract void Start(long now);

    /// <summary>Gives back what it holds open.</summary>
    protected abstract void Release();

    /// <summary>The end: everything is given back, then the answer is told.</summary>
    public void Finish(CheckResult result)
    {
        End();
        _cancellation.Dispose(); // waits for a callback that is running: it does nothing but set a flag
        _answer.SetResult(result);
    }

    CheckResult IValueTaskSource<CheckResult>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<CheckResult>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<CheckResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    private static OperationCanceledException OperationEnded() => new("the checks have been stopped");

    private void RequestCancellation()
    {
        _cancelled = true;
        _loop.PostCancellation(this);
    }

    private void Cancel()
    {
        End();
        Answer(new OperationCanceledException(_token));
    }

    private void Answer(Exception exception)
    {
        _cancellation.Dispose();
        _answer.SetException(exception);
    }

    private void End()
    {
        Release();
        _loop.Forget(this);
    }
}

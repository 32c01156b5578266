using FailoverIp.Cli.Supervision;

namespace FailoverIp.Cli.Tests.Supervision;

/// <summary>A node that does what a test says.</summary>
internal sealed class FakeNode(int id, Action<string> told) : INodeProcess
{
    private readonly TaskCompletionSource<bool> _elections = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hangUps;

    public int Id => id;

    public Task Ended => _ended.Task;

    public int ExitCode { get; private set; }

    public int HangUps => Volatile.Read(ref _hangUps);

    public bool IsAskedToStop { get; private set; }

    /// <summary>The thread that goes on without it.</summary>
    public Thread? SessionEndedBy { get; private set; }

    public void Tell(string line) => told(line);

    /// <summary>The thread of its elections dies; the process is still there.</summary>
    public void LoseElections() => _elections.TrySetResult(true);

    public void End(int exitCode)
    {
        ExitCode = exitCode;
        _elections.TrySetResult(exitCode != 0);
        _ended.TrySetResult();
    }

    public bool WaitForDeathOfElections() => _elections.Task.GetAwaiter().GetResult();

    public void AskToStop()
    {
        IsAskedToStop = true;
        End(0);
    }

    public void HangUp()
    {
        ObjectDisposedException.ThrowIf(Ended.IsCompleted, this);
        Interlocked.Increment(ref _hangUps);
    }

    public void Kill() => End(137);

    public int EndSession()
    {
        SessionEndedBy = Thread.CurrentThread;
        return 0;
    }

    public void Dispose()
    {
    }
}

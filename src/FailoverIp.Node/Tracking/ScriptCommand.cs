using FailoverIp.Lvs.Misc;
using FailoverIp.Lvs.Native;

namespace FailoverIp.Node;

/// <summary>One command, run once at a time in a process group of its own.</summary>
internal sealed class ScriptCommand
{
    private const int SIGTERM = 15, SIGKILL = 9;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly ScriptTrackerOptions _options;
    private readonly TimeProvider _clock;
    private readonly Spawner _spawner;
    private Task _previous = Task.CompletedTask;

    /// <exception cref="ArgumentException">There is no such user or group.</exception>
    public ScriptCommand(ScriptTrackerOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _spawner = new([.. Identity.Prefix(options.User, options.Group), .. options.Command]);
    }

    private TimeSpan Timeout => _options.Timeout ?? _options.Interval;

    private string Name => _options.Command[0];

    /// <summary>Runs it to its end or to the timeout; returns null for exit status 0, otherwise why not, one line.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the command is killed.</exception>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        if (!_previous.IsCompleted)
            return $"{Name}: the command before has not ended";
        // Its program may lie on a file system that hangs: the wait for its start is bounded as well.
        var error = 0;
        var run = Task.Run(() => ChildProcess.Start(_spawner, endsGroup: true, line: null, out error), CancellationToken.None);
        _previous = EndedAsync(run);
        ChildProcess? child;
        try
        {
            child = await run.WaitAsync(Timeout, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            _ = run.ContinueWith(static r => r.Result?.Signal(SIGKILL), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
            return $"{Name}: not even started within {Timeout.TotalSeconds:0.###} s";
        }
        return child is null ? $"{Name}: cannot be run: {Errno.Text(error)}" : await EndOfAsync(child, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> EndOfAsync(ChildProcess child, CancellationToken cancellationToken)
    {
        try
        {
            return Judge(await child.Ended.WaitAsync(Timeout, _clock, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            child.Signal(SIGKILL);
            throw;
        }
        catch (TimeoutException)
        {
            child.Signal(SIGTERM);
        }
        try
        {
            await child.Ended.WaitAsync(Grace, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Not even SIGTERM, or nobody waits any more.
        }
        child.Signal(SIGKILL); // what is left of its group
        cancellationToken.ThrowIfCancellationRequested();
        return $"{Name}: not ended within {Timeout.TotalSeconds:0.###} s";
    }

    // One that cannot be killed hangs in the kernel: a second one beside it would as well.
    private static async Task EndedAsync(Task<ChildProcess?> run)
    {
        if (await run.ConfigureAwait(false) is { } child)
            await child.Ended.ConfigureAwait(false);
    }

    private string? Judge(int status) => ChildProcess.Judge(status) is { } problem ? $"{Name}: {problem}" : null;
}

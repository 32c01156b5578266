using FailoverIp.Lvs;
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
        _spawner = new([.. Identity.Prefix(new() { Command = options.Command, User = options.User, Group = options.Group }), .. options.Command]);
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
        var start = Task.Run(() => _spawner.Start(out var pid) is var error and not 0 ? (0, error) : (pid, 0), CancellationToken.None);
        var run = start.ContinueWith(static s => s.Result is (not 0 and var pid, _) ? new Child(pid) : null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _previous = EndedAsync(run);
        Child? child;
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
        return child is null ? $"{Name}: cannot be run: {Errno.Text(start.Result.Item2)}" : await EndOfAsync(child, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> EndOfAsync(Child child, CancellationToken cancellationToken)
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
    private static async Task EndedAsync(Task<Child?> run)
    {
        if (await run.ConfigureAwait(false) is { } child)
            await child.Ended.ConfigureAwait(false);
    }

    private string? Judge(int status)
    {
        if (status < 0)
            return $"{Name}: its exit status is lost, because SIGCHLD is ignored in this process";
        if ((status & 0x7f) is var signal and not 0)
            return $"{Name}: ended by signal {signal}";
        return ((status >> 8) & 0xff) is var code and not 0 ? $"{Name}: exit status {code}" : null;
    }

    /// <summary>A process and the group that it leads.</summary>
    private sealed class Child
    {
        private const int P_PID = 1, WEXITED = 4, WNOWAIT = 0x01000000;

        private readonly Lock _gate = new();
        private readonly int _pid;
        private bool _isReaped;

        public Child(int pid)
        {
            _pid = pid;
            Ended = Task.Factory.StartNew(Wait, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        /// <summary>Its status as waitpid(2) has it; −1 where that is lost.</summary>
        public Task<int> Ended { get; }

        /// <summary>Signals its group, while the number is still its own.</summary>
        public void Signal(int signal)
        {
            lock (_gate)
            {
                if (!_isReaped)
                    _ = Libc.Kill(-_pid, signal);
            }
        }

        private unsafe int Wait()
        {
            // First without taking it out of the table of processes, which would set its number free while somebody may be about to signal it.
            var info = stackalloc byte[128];
            var isKept = ScriptNative.WaitId(P_PID, _pid, info, WEXITED | WNOWAIT) == 0;
            lock (_gate)
            {
                // While it is in that table the number of its group is its own too: what it has left behind must not pile up, run after run.
                if (isKept)
                    _ = Libc.Kill(-_pid, SIGKILL);
                _isReaped = true;
                int status;
                return Libc.WaitPid(_pid, &status, 0) == _pid ? status : -1;
            }
        }
    }
}

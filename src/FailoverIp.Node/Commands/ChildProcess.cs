using FailoverIp.Lvs.Misc;
using FailoverIp.Lvs.Native;
using static FailoverIp.Lvs.Native.Constants;

namespace FailoverIp.Node;

/// <summary>A process of ours and the process group that it leads. One thread waits for it, and reads what it writes.</summary>
/// <remarks>
/// For as long as the process is in the table of processes the number of its group is its own, and may be signalled. It therefore stays there, as a zombie, while others of its
/// group live, until <see cref="EndGroupAsync"/> or <see cref="ReapWhereAlone"/>.
/// </remarks>
internal sealed class ChildProcess
{
    private const int StackSize = 256 * 1024;
    private const int P_PID = 1, WEXITED = 4, WNOWAIT = 0x01000000, CLD_EXITED = 1;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _pid;
    private readonly int _pidfd;
    private readonly ChildOutput? _output;
    private readonly bool _endsGroup;
    private bool _isReaped;

    private ChildProcess(int pid, int pidfd, ChildOutput? output, bool endsGroup)
    {
        (_pid, _pidfd, _output, _endsGroup) = (pid, pidfd, output, endsGroup);
        new Thread(Watch, StackSize) { IsBackground = true, Name = "command" }.Start();
    }

    /// <summary>Its status as waitpid(2) has it; −1 where that is lost.</summary>
    public Task<int> Ended => _ended.Task;

    /// <summary>True where it has ended, and nothing that it has started is left in its group.</summary>
    public bool IsReaped
    {
        get
        {
            lock (_gate)
                return _isReaped;
        }
    }

    /// <summary>Starts a command. Returns when its program has been loaded, which may hang where a file system does.</summary>
    /// <param name="spawner">The command.</param>
    /// <param name="endsGroup">Whether what it leaves behind is killed when it ends.</param>
    /// <param name="line">Hears what it writes, line by line; null: that is thrown away.</param>
    /// <param name="error">The error number; 0 for none.</param>
    public static ChildProcess? Start(Spawner spawner, bool endsGroup, Action<string>? line, out int error)
    {
        using var output = line is null ? null : ChildOutput.Create(line);
        error = output is null ? spawner.Start(out var pid) : spawner.Start(output.WriteEnd, out pid);
        if (error != 0)
            return null;
        var pidfd = (int)Libc.SystemCall(SYS_pidfd_open, pid, 0);
        if (pidfd >= 0)
            return new(pid, pidfd, output?.Keep(), endsGroup);
        error = Errno.Last;
        _ = Libc.Kill(-pid, SIGKILL);
        ChildReaper.Await(pid);
        return null;
    }

    /// <summary>Signals its group, while the number is still its own.</summary>
    public bool Signal(int signal)
    {
        lock (_gate)
            return !_isReaped && Libc.Kill(-_pid, signal) == 0;
    }

    /// <summary>
    /// Ends the whole group: SIGTERM, and SIGKILL where somebody of it still lives after the grace. When it returns nobody of it acts any more: what even then has not gone
    /// hangs inside the kernel, and dies when it comes out.
    /// </summary>
    public async Task EndGroupAsync(TimeSpan grace, TimeProvider clock)
    {
        Signal(SIGTERM);
        if (!await IsGoneAsync(grace, clock).ConfigureAwait(false))
        {
            Signal(SIGKILL);
            await IsGoneAsync(AfterKill, clock).ConfigureAwait(false);
        }
        if (_ended.Task.IsCompleted)
            Reap();
    }

    /// <summary>Takes it out of the table of processes where it has ended, and nobody of its group lives any more.</summary>
    public void ReapWhereAlone()
    {
        if (_ended.Task.IsCompleted && !IsReaped && !ProcessGroups.HasOthers(_pid))
            Reap();
    }

    /// <summary>What a status says, for a person; null for success.</summary>
    public static string? Judge(int status)
    {
        if (status < 0)
            return "its exit status is lost, because SIGCHLD is ignored in this process";
        if ((status & 0x7f) is var signal and not 0)
            return $"ended by signal {signal}";
        return ((status >> 8) & 0xff) is var code and not 0 ? $"exit status {code}" : null;
    }

    private async Task<bool> IsGoneAsync(TimeSpan patience, TimeProvider clock)
    {
        var begun = clock.GetTimestamp();
        await ((Task)_ended.Task).WaitAsync(patience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_ended.Task.IsCompleted && !IsReaped && ProcessGroups.HasOthers(_pid))
        {
            if (clock.GetElapsedTime(begun) >= patience)
                return false;
            await Task.Delay(Look, clock).ConfigureAwait(false);
        }
        return _ended.Task.IsCompleted;
    }

    private void Watch()
    {
        var output = _output?.ReadEnd ?? -1;
        var isRunning = true;
        while (isRunning || output >= 0)
        {
            Poll.Wait(output, isRunning ? _pidfd : -1, out var hasOutput, out var hasEnded);
            if (hasOutput && !_output!.Read())
                output = -1;
            if (!hasEnded)
                continue;
            isRunning = false;
            _output?.ReadRest();
            Conclude();
        }
        _output?.Close();
    }

    private void Conclude()
    {
        var status = Status();
        if (_endsGroup)
            Signal(SIGKILL);
        if (_endsGroup || !ProcessGroups.HasOthers(_pid))
            Reap();
        _ = Libc.Close(_pidfd);
        _ended.SetResult(status);
    }

    /// <summary>Without taking it out of the table of processes.</summary>
    private unsafe int Status()
    {
        // siginfo_t of a 64-bit Linux: si_code at 8, si_status at 24.
        var info = stackalloc byte[128];
        if (ScriptNative.WaitId(P_PID, _pid, info, WEXITED | WNOWAIT) != 0)
            return -1;
        var (code, status) = (*(int*)(info + 8), *(int*)(info + 24));
        return code == CLD_EXITED ? (status & 0xff) << 8 : status & 0x7f;
    }

    private void Reap()
    {
        lock (_gate)
        {
            if (_isReaped)
                return;
            _isReaped = true;
            _ = ChildReaper.Reap(_pid);
        }
    }
}

using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Native;
using static FailoverIp.Lvs.Native.Constants;

namespace FailoverIp.Lvs.Misc;

/// <summary>Runs a command and waits for its end on a pidfd.</summary>
internal sealed class CommandProbe : LoopTask
{
    private const long Second = 1_000_000_000;
    private readonly MiscCheckOptions _options;
    private readonly Spawner _spawner;
    private readonly TimeSpan _timeout;
    private int _pid;
    private int _pidfd = -1;
    private int _signal;

    /// <exception cref="ArgumentException">The options make no sense; the message names one.</exception>
    public CommandProbe(CheckLoop loop, MiscCheckOptions options, EffectiveCheckTiming timing)
        : base(loop)
    {
        if (options.Command.IsEmpty || options.Command[0].Length == 0 || options.Command.Any(word => word.Contains('\0')))
            throw BadOption.Of($"{nameof(options.Command)}: it is the path of a program and its arguments");
        _timeout = options.Timeout ?? timing.DelayLoop;
        if (_timeout <= TimeSpan.Zero)
            throw BadOption.Of($"{nameof(options.Timeout)}: {_timeout} is not more than 0");
        _options = options;
        _spawner = new([.. Identity.Prefix(options), .. options.Command]);
    }

    private string Name => _options.Command[0];

    public override void OnEvent(uint what, long now)
    {
        if ((what & EPOLLIN) == 0)
            return;
        if (_signal != 0)
            _ = Libc.Kill(-_pid, SIGKILL); // what it has left behind, while the number is still its own
        if (Reap() is { } status)
            Finish(_signal != 0 ? TimedOut() : Judge(status));
    }

    public override void OnDeadline(long now)
    {
        if (_signal == SIGKILL)
        {
            Finish(TimedOut()); // not even that ends it: it hangs in the kernel
            return;
        }
        _signal = _signal == 0 ? SIGTERM : SIGKILL;
        _ = Libc.Kill(-_pid, _signal);
        Loop.Arm(this, now + Second);
    }

    protected override void Start(long now)
    {
        _signal = 0;
        var error = _spawner.Start(out _pid);
        if (error != 0)
        {
            _pid = 0;
            Finish(CheckResult.Fail($"{Name}: cannot be run: {Errno.Text(error)}"));
            return;
        }
        _pidfd = (int)Libc.SystemCall(SYS_pidfd_open, _pid, 0);
        error = _pidfd < 0 ? Errno.Last : Loop.Watch(this, _pidfd);
        if (error != 0)
            Finish(CheckResult.Fail($"{Name}: its end cannot be waited for: {Errno.Text(error)}"));
        else
            Loop.Arm(this, now + (long)_timeout.TotalNanoseconds);
    }

    // Where it still runs nobody wants to know how it ends.
    protected override void Release()
    {
        if (_pidfd >= 0)
            _ = Libc.Close(_pidfd);
        _pidfd = -1;
        if (_pid == 0)
            return;
        _ = Libc.Kill(-_pid, SIGKILL);
        if (Reap() is null)
            ThreadPool.UnsafeQueueUserWorkItem(static pid => Await(pid), _pid, preferLocal: false);
        _pid = 0;
    }

    // waitpid: how it ended; null where it has not.
    private unsafe int? Reap()
    {
        int status = 0;
        var pid = Libc.WaitPid(_pid, &status, WNOHANG);
        if (pid == 0)
            return null;
        _pid = 0;
        return pid > 0 ? status : -1;
    }

    private static unsafe void Await(int pid)
    {
        int status;
        _ = Libc.WaitPid(pid, &status, 0);
    }

    private CheckResult TimedOut() => CheckResult.Fail($"{Name}: not ended within {_timeout.TotalSeconds:0.###} s");

    private CheckResult Judge(int status)
    {
        if (status < 0)
            return CheckResult.Fail($"{Name}: its exit status is lost, because SIGCHLD is ignored in this process");
        if ((status & 0x7f) is var signal and not 0)
            return CheckResult.Fail($"{Name}: ended by signal {signal}");
        var code = (status >> 8) & 0xff;
        if (_options.User is not null && code is 126 or 127)
            return CheckResult.Fail($"{Name}: exit status {code}: it could not be run as {_options.User}");
        return code == 0 ? CheckResult.Pass
            : _options.Dynamic && code >= 2 ? CheckResult.PassWith(code - 2)
            : CheckResult.Fail($"{Name}: exit status {code}");
    }
}

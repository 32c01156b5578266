using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Native;
using static FailoverIp.Lvs.Native.Constants;

namespace FailoverIp.Lvs.Misc;

/// <summary>
/// Runs a command and waits for its end on a pidfd. It is started by a thread of the pool, for its program may lie on a file system that hangs; as long as one is
/// being started or cannot be killed there is no second one.
/// </summary>
internal sealed class CommandProbe : LoopTask
{
    private const long Second = 1_000_000_000;
    private const long StartTime = 2 * Second;
    private readonly MiscCheckOptions _options;
    private readonly Spawner _spawner;
    private readonly TimeSpan _timeout;
    private int _pid;
    private int _pidfd = -1;
    private int _signal;
    private bool _starting;
    private volatile bool _begun;
    private int _error;
    private ChildReaper? _left;

    /// <exception cref="ArgumentException">The options make no sense; the message names one.</exception>
    public CommandProbe(CheckLoop loop, MiscCheckOptions options, EffectiveCheckTiming timing, Spawner? spawner = null)
        : base(loop)
    {
        if (options.Command.IsEmpty || options.Command[0].Length == 0 || options.Command.Any(word => word.Contains('\0')))
            throw BadOption.Of($"{nameof(options.Command)}: it is the path of a program and its arguments");
        _timeout = options.Timeout ?? timing.DelayLoop;
        if (_timeout <= TimeSpan.Zero)
            throw BadOption.Of($"{nameof(options.Timeout)}: {_timeout} is not more than 0");
        _options = options;
        _spawner = spawner ?? new([.. Identity.Prefix(options.User, options.Group), .. options.Command]);
    }

    private string Name => _options.Command[0];

    public override void OnEvent(uint what, long now)
    {
        if ((what & EPOLLIN) == 0)
            return;
        if (_signal != 0)
            _ = Libc.Kill(-_pid, SIGKILL); // what it has left behind, while the number is still its own
        if (ChildReaper.Reap(_pid) is not { } status)
            return;
        _pid = 0;
        Finish(_signal != 0 ? TimedOut() : Judge(status));
    }

    public override void OnDeadline(long now)
    {
        if (_starting)
        {
            Finish(_begun
                ? CheckResult.Fail($"{Name}: not even started within {StartTime / Second} s")
                : CheckResult.Unasked($"{Name}: this machine had no thread to start it for {StartTime / Second} s"));
            return;
        }
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
        if (_starting || _left is { HasEnded: false })
        {
            Finish(CheckResult.Fail($"{Name}: the command before has not ended"));
            return;
        }
        (_signal, _left, _starting, _begun) = (0, null, true, false);
        Loop.Arm(this, now + StartTime);
        ThreadPool.UnsafeQueueUserWorkItem(static probe => probe.Spawn(), this, preferLocal: false);
    }

    public override void OnNews(long now)
    {
        _starting = false;
        if (Slot < 0)
            Leave(); // too late: nobody waits any more
        else if (_error != 0)
            Finish(Failure("cannot be run", _error));
        else
            Watch(now);
    }

    private void Watch(long now)
    {
        _pidfd = (int)Libc.SystemCall(SYS_pidfd_open, _pid, 0);
        var error = _pidfd < 0 ? Errno.Last : Loop.Watch(this, _pidfd);
        if (error != 0)
            Finish(CheckResult.Unasked($"{Name}: its end cannot be waited for: {Errno.Text(error)}"));
        else
            Loop.Arm(this, now + (long)_timeout.TotalNanoseconds);
    }

    // In a thread of the pool. The fields it writes are read once the news of it has arrived.
    private void Spawn()
    {
        _begun = true;
        _error = _spawner.Start(out var pid);
        _pid = _error == 0 ? pid : 0;
        if (Loop.TryPostNews(this) || _pid == 0)
            return;
        _ = Libc.Kill(-_pid, SIGKILL);
        ChildReaper.Await(_pid);
    }

    private CheckResult Failure(string what, int error)
    {
        var why = $"{Name}: {what}: {Errno.Text(error)}";
        return Errno.IsShortage(error) ? CheckResult.Unasked(why) : CheckResult.Fail(why);
    }

    // Where it still runs nobody wants to know how it ends.
    protected override void Release()
    {
        if (_pidfd >= 0)
            _ = Libc.Close(_pidfd);
        _pidfd = -1;
        if (!_starting)
            Leave();
    }

    private void Leave()
    {
        var pid = _pid;
        _pid = 0;
        if (pid == 0)
            return;
        _ = Libc.Kill(-pid, SIGKILL);
        if (ChildReaper.Reap(pid) is not null)
            return;
        _left = new(Loop, pid);
        if (!Loop.TryPost(_left))
            ChildReaper.Await(pid);
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

using FailoverIp.Lvs.Loop;
using FailoverIp.Lvs.Native;
using static FailoverIp.Lvs.Native.Constants;

namespace FailoverIp.Lvs.Misc;

/// <summary>
/// Waits for the end of a command that has been killed and that nobody asks about any more: at once mostly, or never, where it hangs in the kernel. It costs a
/// descriptor, not a thread.
/// </summary>
internal sealed class ChildReaper(CheckLoop loop, int pid) : LoopTask(loop)
{
    private const long Second = 1_000_000_000;

    private int _pidfd = -1;

    /// <summary>True: the command is gone, also from the table of processes.</summary>
    public bool HasEnded { get; private set; }

    public override void OnEvent(uint what, long now) => Look(now);

    public override void OnDeadline(long now) => Look(now);

    /// <summary>Waits in a thread of the pool; for the end of the loop.</summary>
    public static void Await(int pid) => ThreadPool.UnsafeQueueUserWorkItem(static pid => WaitFor(pid), pid, preferLocal: false);

    /// <summary>Looks whether a child has ended: its status, -1 where that is lost, null where it has not.</summary>
    public static unsafe int? Reap(int pid)
    {
        int status = 0;
        var ended = Libc.WaitPid(pid, &status, WNOHANG);
        return ended == 0 ? null : ended > 0 ? status : -1;
    }

    protected override void Start(long now)
    {
        _pidfd = (int)Libc.SystemCall(SYS_pidfd_open, pid, 0);
        if (_pidfd >= 0)
            _ = Loop.Watch(this, _pidfd);
        Look(now);
    }

    protected override void Release()
    {
        if (_pidfd >= 0)
            _ = Libc.Close(_pidfd);
        _pidfd = -1;
        if (!HasEnded)
            Await(pid);
    }

    // Once a second as well: there may have been no descriptor left to watch.
    private void Look(long now)
    {
        HasEnded = Reap(pid) is not null;
        if (HasEnded)
            Finish(CheckResult.Pass);
        else
            Loop.Arm(this, now + Second);
    }

    private static unsafe void WaitFor(int pid)
    {
        int status;
        _ = Libc.WaitPid(pid, &status, 0);
    }
}

using System.Diagnostics;
using FailoverIp.Vrrp.Native;

namespace FailoverIp.Vrrp.Linux;

/// <summary>A timerfd on CLOCK_MONOTONIC with absolute deadlines: exact to microseconds, where the thread pool's timers are too coarse for 10 ms adverts.</summary>
internal sealed class MonotonicTimer : IDisposable
{
    private const int CLOCK_MONOTONIC = 1;
    private const int CLOCK_BOOTTIME = 7;
    private const int TFD_NONBLOCK = 0x800;
    private const int TFD_CLOEXEC = 0x80000;
    private const int TFD_TIMER_ABSTIME = 1;
    private const long Second = 1_000_000_000;

    private readonly FileDescriptor _fd = new(Errno.Check(Libc.TimerCreate(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create"));
    private long _armed = long.MaxValue;

    public int Number => _fd.Number;

    /// <summary>The same clock: on Linux, Stopwatch counts nanoseconds of CLOCK_MONOTONIC.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>CLOCK_BOOTTIME: the same, and the time during which the machine was suspended.</summary>
    public static unsafe long BootTime
    {
        get
        {
            Libc.Timespec time;
            Errno.Check(Libc.ClockGetTime(CLOCK_BOOTTIME, &time), "clock_gettime");
            return (time.Seconds * Second) + time.Nanoseconds;
        }
    }

    /// <summary>Arms the timer for a time on <see cref="Now"/>'s clock; <see cref="long.MaxValue"/> stops it.</summary>
    public unsafe void Arm(long deadline)
    {
        if (deadline == _armed)
            return;
        _armed = deadline;
        // A value of zero would stop the timer instead of firing at once.
        var value = deadline == long.MaxValue ? 0 : Math.Max(deadline, 1);
        var spec = new Libc.Itimerspec { ValueSeconds = value / Second, ValueNanoseconds = value % Second };
        Errno.Check(Libc.TimerSet(_fd.Number, TFD_TIMER_ABSTIME, &spec, null), "timerfd_settime");
    }

    /// <summary>Takes note that the timer has fired.</summary>
    public unsafe void Read()
    {
        ulong expirations;
        _ = Libc.Read(_fd.Number, &expirations, sizeof(ulong));
        _armed = long.MaxValue;
    }

    public void Dispose() => _fd.Dispose();
}

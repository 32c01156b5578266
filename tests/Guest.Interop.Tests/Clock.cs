using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FailoverIp.GuestInterop;

/// <summary>Sets the wall clock of the kernel that this process runs on.</summary>
internal static partial class Clock
{
    private const int Realtime = 0;

    /// <summary>Moves it by whole seconds; nothing is lost between reading and setting but a few microseconds.</summary>
    public static void Move(TimeSpan step)
    {
        if (GetTime(Realtime, out var time) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        time.Seconds += (nint)step.TotalSeconds;
        if (SetTime(Realtime, in time) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out Time time);

    [LibraryImport("libc", EntryPoint = "clock_settime", SetLastError = true)]
    private static partial int SetTime(int clock, in Time time);

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}

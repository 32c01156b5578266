using System.Runtime.InteropServices;

namespace FailoverIp.Node;

/// <summary>poll(2) over one or two descriptors.</summary>
internal static unsafe partial class Poll
{
    private const short POLLIN = 1;
    private const int EINTR = 4;

    /// <summary>Waits until one of two can be read or has ended; one that is negative is left out.</summary>
    public static void Wait(int first, int second, out bool isFirst, out bool isSecond)
    {
        var ready = stackalloc Descriptor[2];
        ready[0] = new() { Number = first, Events = POLLIN };
        ready[1] = new() { Number = second, Events = POLLIN };
        Call(ready, 2, -1);
        (isFirst, isSecond) = (ready[0].Returned != 0, ready[1].Returned != 0);
    }

    /// <summary>Looks whether one can be read, or has ended, within so many milliseconds.</summary>
    public static void Wait(int descriptor, int milliseconds, out bool isReady)
    {
        var ready = new Descriptor { Number = descriptor, Events = POLLIN };
        Call(&ready, 1, milliseconds);
        isReady = ready.Returned != 0;
    }

    /// <summary>Lets a thread of its own rest.</summary>
    public static void Rest(int milliseconds) => Call(null, 0, milliseconds);

    private static void Call(Descriptor* descriptors, uint count, int milliseconds)
    {
        while (Native(descriptors, count, milliseconds) < 0 && Marshal.GetLastPInvokeError() == EINTR)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Native(Descriptor* descriptors, nuint count, int milliseconds);

    /// <summary>struct pollfd.</summary>
    private struct Descriptor
    {
        public int Number;
        public short Events;
        public short Returned;
    }
}

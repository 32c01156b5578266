using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FailoverIp.Interop.Lab;

/// <summary>Takes the rights of root away: capabilities belong to a thread, so the test goes on with its own.</summary>
internal static unsafe partial class Rights
{
    private const uint Version3 = 0x20080522;

    /// <summary>This thread has no capability any more. For a thread of its own, as <see cref="Within"/> makes them.</summary>
    public static void DropOnThisThread()
    {
        var header = stackalloc uint[2] { Version3, 0 };
        var none = stackalloc uint[6];
        if (SetCapabilities(header, none) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static partial int SetCapabilities(uint* header, uint* data);
}

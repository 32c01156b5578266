using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FailoverIp.Interop.Lab;

/// <summary>
/// Work within a namespace. A socket belongs for ever to the namespace of the thread that made it: the tests talk to what runs in the lab without the
/// lab being connected to the machine.
/// </summary>
internal static partial class Within
{
    private const int NewNet = 0x40000000;

    /// <summary>Runs a function on a thread of its own inside a namespace; the thread ends with it.</summary>
    public static Task<T> RunAsync<T>(string networkNamespace, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/run/netns/{networkNamespace}");
                if (SetNamespace(file, NewNet) != 0)
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true }.Start();
        return done.Task;
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle file, int type);
}

using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FailoverIp.IpvsInterop.Table;

/// <summary>Runs a function on a thread of its own without the rights of root: the system call, unlike the library's function, is about one thread.</summary>
internal static partial class Unprivileged
{
    private const nint Nobody = 65534;
    private const nint Unchanged = -1;
    private static readonly nint SetResUid = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 117 : 147;

    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                if (SystemCall(SetResUid, Unchanged, Nobody, Unchanged) != 0)
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

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint real, nint effective, nint saved);
}

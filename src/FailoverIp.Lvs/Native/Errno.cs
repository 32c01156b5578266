using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FailoverIp.Lvs.Native;

/// <summary>The error number of the last system call of this thread.</summary>
internal static class Errno
{
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>True: this machine is short of something, and nobody else is to blame.</summary>
    public static bool IsShortage(int error) =>
        error is Constants.EMFILE or Constants.ENFILE or Constants.ENOBUFS or Constants.ENOMEM or Constants.EADDRNOTAVAIL or Constants.EAGAIN;

    /// <summary>What an error number says, in words.</summary>
    public static string Text(int error) => new Win32Exception(error).Message;

    /// <summary>The result of a call that must not fail, or an exception that names it.</summary>
    public static int Check(int result, string call) => result >= 0 ? result : throw new IOException($"{call}: {Text(Last)}");
}

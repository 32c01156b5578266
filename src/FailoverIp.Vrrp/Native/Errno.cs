using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp.Native;

/// <summary>The error numbers of Linux that are told apart here.</summary>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int EACCES = 13;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int EINVAL = 22;
    public const int ERANGE = 34;
    public const int EPROTONOSUPPORT = 93;
    public const int EOPNOTSUPP = 95;
    public const int EAFNOSUPPORT = 97;
    public const int EADDRNOTAVAIL = 99;
    public const int ENOBUFS = 105;

    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>What the error number says, in words.</summary>
    public static string Text(int error) => new Win32Exception(error).Message;

    /// <summary>The result of a call that must not fail, or an exception that names it.</summary>
    public static int Check(int result, string call) => result >= 0 ? result : throw new VrrpException($"{call}: {Text(Last)}", new Win32Exception(Last));
}

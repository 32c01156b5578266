using Microsoft.Win32.SafeHandles;

namespace FailoverIp.Vrrp.Native;

/// <summary>An open file descriptor, closed exactly once.</summary>
internal sealed class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    public FileDescriptor(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    /// <summary>The number, for system calls made while this object is alive: the engine's thread owns its descriptors.</summary>
    public int Number => (int)handle;

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}

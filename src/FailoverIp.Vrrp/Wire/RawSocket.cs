using System.Text;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Wire;

/// <summary>Opens and sets up the non-blocking sockets that adverts go through.</summary>
internal static class RawSocket
{
    /// <exception cref="VrrpException">The kernel refuses, in its words.</exception>
    public static FileDescriptor Open(int family, int type, int protocol, string what) =>
        new(Errno.Check(Libc.Socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol), what));

    /// <summary>Binds to an interface; for one that is in a VRF, that is the VRF too.</summary>
    public static unsafe void BindToInterface(FileDescriptor fd, string interfaceName)
    {
        Span<byte> name = stackalloc byte[16];
        name.Clear();
        Encoding.UTF8.GetBytes(interfaceName, name[..15]);
        fixed (byte* device = name)
            Errno.Check(Libc.SetSocketOption(fd.Number, SOL_SOCKET, SO_BINDTODEVICE, device, 16), "SO_BINDTODEVICE");
    }

    public static void Set(FileDescriptor fd, int level, int name, int value) => Errno.Check(TrySet(fd, level, name, value), $"socket option {name}");

    /// <summary>Sets an option that an older kernel may not know. Negative where it does not.</summary>
    public static unsafe int TrySet(FileDescriptor fd, int level, int name, int value) => Libc.SetSocketOption(fd.Number, level, name, &value, sizeof(int));
}

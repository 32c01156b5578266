using System.Runtime.InteropServices;
using System.Text;

namespace FailoverIp.Vrrp.Native;

/// <summary>The MTU of an interface, by netdevice(7)'s SIOCGIFMTU: in the network namespace of the calling thread, whatever is mounted on /sys.</summary>
internal static class InterfaceMtu
{
    private const nuint SIOCGIFMTU = 0x8921;
    private const int NameLength = 16;
    private const int RequestLength = 40; // struct ifreq on 64-bit Linux: the name, then a union

    /// <summary>In bytes; 0 where it cannot be told.</summary>
    public static unsafe int Of(string name)
    {
        var number = Libc.Socket(SocketConstants.AF_INET, SocketConstants.SOCK_DGRAM | SocketConstants.SOCK_CLOEXEC, 0);
        if (number < 0)
            return 0;
        using var socket = new FileDescriptor(number);
        var request = stackalloc byte[RequestLength];
        var bytes = new Span<byte>(request, RequestLength);
        bytes.Clear();
        if (Encoding.UTF8.GetByteCount(name) >= NameLength)
            return 0;
        Encoding.UTF8.GetBytes(name, bytes);
        return Libc.Control(socket.Number, SIOCGIFMTU, request) == 0 ? MemoryMarshal.Read<int>(bytes[NameLength..]) : 0;
    }
}

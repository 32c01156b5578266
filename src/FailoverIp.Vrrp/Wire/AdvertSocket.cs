using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Wire;

/// <summary>
/// The raw socket for IPv4 adverts of one interface: bound to it, a member of 224.0.0.18, sending whole packets. All virtual routers of the interface
/// share it.
/// </summary>
internal sealed class AdvertSocket : IDisposable
{
    private const uint Group = AdvertBuffers.IPv4Group;
    private const int ReceiveBuffer = 1 << 20;
    private readonly FileDescriptor _fd;
    private bool _failing;

    /// <summary>Opens the socket. The interface exists.</summary>
    /// <exception cref="VrrpException">The kernel refuses, in its words.</exception>
    public unsafe AdvertSocket(int interfaceIndex, string interfaceName)
    {
        (InterfaceIndex, InterfaceName) = (interfaceIndex, interfaceName);
        _fd = new(Errno.Check(Libc.Socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_VRRP), "raw socket for VRRP"));
        try
        {
            Span<byte> name = stackalloc byte[16];
            name.Clear();
            Encoding.UTF8.GetBytes(interfaceName, name[..15]);
            fixed (byte* device = name)
                Check(Libc.SetSocketOption(_fd.Number, SOL_SOCKET, SO_BINDTODEVICE, device, 16), "SO_BINDTODEVICE");
            Set(IPPROTO_IP, IP_HDRINCL, 1);
            Set(IPPROTO_IP, IP_MULTICAST_ALL, 0);
            Set(IPPROTO_IP, IP_MULTICAST_LOOP, 0);
            var size = ReceiveBuffer;
            if (Libc.SetSocketOption(_fd.Number, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(int)) < 0)
                Set(SOL_SOCKET, SO_RCVBUF, ReceiveBuffer);
            var membership = new Membership { Group = NetworkOrder(Group), InterfaceIndex = interfaceIndex };
            Check(Libc.SetSocketOption(_fd.Number, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, (uint)sizeof(Membership)), "IP_ADD_MEMBERSHIP");
            Check(Libc.SetSocketOption(_fd.Number, IPPROTO_IP, IP_MULTICAST_IF, &membership, (uint)sizeof(Membership)), "IP_MULTICAST_IF");
            var group = new InternetAddress { Family = AF_INET, Address = NetworkOrder(Group) };
            Check(Libc.Bind(_fd.Number, &group, (uint)sizeof(InternetAddress)), "bind to 224.0.0.18");
            Drain();
        }
        catch
        {
            _fd.Dispose();
            throw;
        }
    }

    private AdvertSocket() => (_fd, InterfaceName) = (new(-1), "");

    /// <summary>A socket that is not open: everything fails, but the way there is the same.</summary>
    public static AdvertSocket NotOpen() => new();

    public int InterfaceIndex { get; }

    public string InterfaceName { get; }

    public int Number => _fd.Number;

    /// <summary>Sends one whole IPv4 packet to the group. Returns 0, or the error number where this is the first failure in a row (−1 for later ones).</summary>
    public int Send(ReadOnlySpan<byte> packet)
    {
        var error = Send(Number, packet);
        var isNews = !_failing;
        _failing = error != 0;
        return error == 0 || isNews ? error : -1;
    }

    /// <summary>Receives one packet with its IP header. Returns its length, or a negative number where there is none.</summary>
    public unsafe int Receive(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
            return (int)Libc.Receive(_fd.Number, bytes, buffer.Length, MSG_DONTWAIT);
    }

    public void Dispose() => _fd.Dispose();

    // Until it was bound, the socket heard every interface.
    private void Drain()
    {
        Span<byte> one = stackalloc byte[1];
        while (Receive(one) >= 0)
        {
        }
    }

    private static unsafe int Send(int fd, ReadOnlySpan<byte> packet)
    {
        var group = new InternetAddress { Family = AF_INET, Address = NetworkOrder(Group) };
        fixed (byte* bytes = packet)
            return Libc.SendTo(fd, bytes, packet.Length, MSG_DONTWAIT | MSG_DONTROUTE | MSG_NOSIGNAL, &group, (uint)sizeof(InternetAddress)) < 0 ? Errno.Last : 0;
    }

    private unsafe void Set(int level, int name, int value) => Check(Libc.SetSocketOption(_fd.Number, level, name, &value, sizeof(int)), $"socket option {name}");

    private static void Check(int result, string call) => Errno.Check(result, call);

    private static uint NetworkOrder(uint value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    /// <summary>struct ip_mreqn.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Membership
    {
        public uint Group;
        public uint LocalAddress;
        public int InterfaceIndex;
    }

    /// <summary>struct sockaddr_in.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct InternetAddress
    {
        public ushort Family;
        public ushort Port;
        public uint Address;
        public ulong Zero;
    }
}

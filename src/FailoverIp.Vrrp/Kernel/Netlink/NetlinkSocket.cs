using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Kernel.Netlink;

/// <summary>A non-blocking netlink socket. One small core for rtnetlink and generic netlink alike.</summary>
internal sealed class NetlinkSocket : IDisposable
{
    private readonly FileDescriptor _fd;

    /// <summary>Opens a socket of <paramref name="protocol"/> that hears the multicast <paramref name="groups"/> (a mask).</summary>
    public unsafe NetlinkSocket(int protocol, uint groups = 0, int receiveBuffer = 0)
    {
        _fd = new(Errno.Check(Libc.Socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol), "netlink socket"));
        var address = new Address { Family = AF_NETLINK, Groups = groups };
        Errno.Check(Libc.Bind(_fd.Number, &address, (uint)sizeof(Address)), "netlink bind");
        if (receiveBuffer > 0 && Libc.SetSocketOption(_fd.Number, SOL_SOCKET, SO_RCVBUFFORCE, &receiveBuffer, sizeof(int)) < 0)
            _ = Libc.SetSocketOption(_fd.Number, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof(int));
    }

    public int Number => _fd.Number;

    /// <summary>Sends one message to the kernel; it is carried out before this returns, its answer is read later. Returns 0 or the error number.</summary>
    public unsafe int Send(ReadOnlySpan<byte> message)
    {
        var kernel = new Address { Family = AF_NETLINK };
        fixed (byte* bytes = message)
            return Libc.SendTo(_fd.Number, bytes, message.Length, MSG_NOSIGNAL, &kernel, (uint)sizeof(Address)) < 0 ? Errno.Last : 0;
    }

    /// <summary>Receives one datagram. Returns its length, or the negated error number (−EAGAIN where there is none).</summary>
    public unsafe int Receive(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            var length = (int)Libc.Receive(_fd.Number, bytes, buffer.Length, MSG_DONTWAIT | MSG_TRUNC);
            return length < 0 ? -Errno.Last : Math.Min(length, buffer.Length);
        }
    }

    public void Dispose() => _fd.Dispose();

    /// <summary>struct sockaddr_nl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Address
    {
        public ushort Family;
        public ushort Padding;
        public uint PortId;
        public uint Groups;
    }
}

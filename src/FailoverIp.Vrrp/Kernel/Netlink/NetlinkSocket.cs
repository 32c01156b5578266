using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Kernel.Netlink;

/// <summary>A non-blocking netlink socket. One small core for rtnetlink and generic netlink alike.</summary>
internal sealed class NetlinkSocket : INetlinkTransport
{
    private readonly FileDescriptor _fd;

    /// <summary>Opens a socket of <paramref name="protocol"/> that hears the multicast <paramref name="groups"/> (a mask).</summary>
    public unsafe NetlinkSocket(int protocol, uint groups = 0, int receiveBuffer = 0)
    {
        _fd = new(Errno.Check(Libc.Socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol), "netlink socket"));
        var address = new Address { Family = AF_NETLINK, Groups = groups };
        Errno.Check(Libc.Bind(_fd.Number, &address, (uint)sizeof(Address)), "netlink bind");
        // Connected to the kernel: no other process can put an answer into this socket.
        var kernel = new Address { Family = AF_NETLINK };
        Errno.Check(Libc.Connect(_fd.Number, &kernel, (uint)sizeof(Address)), "netlink connect");
        if (receiveBuffer > 0 && Libc.SetSocketOption(_fd.Number, SOL_SOCKET, SO_RCVBUFFORCE, &receiveBuffer, sizeof(int)) < 0)
            _ = Libc.SetSocketOption(_fd.Number, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof(int));
    }

    public int Number => _fd.Number;

    /// <summary>The port that the kernel has given this socket.</summary>
    public unsafe uint PortId
    {
        get
        {
            Address address;
            var length = (uint)sizeof(Address);
            return Libc.GetSocketName(_fd.Number, &address, &length) < 0 ? 0 : address.PortId;
        }
    }

    /// <inheritdoc/>
    public unsafe int Send(ReadOnlySpan<byte> messages)
    {
        var kernel = new Address { Family = AF_NETLINK };
        fixed (byte* bytes = messages)
            return Libc.SendTo(_fd.Number, bytes, messages.Length, MSG_NOSIGNAL, &kernel, (uint)sizeof(Address)) < 0 ? Errno.Last : 0;
    }

    /// <summary>Receives one datagram. Returns its length, or the negated error number (−EAGAIN where there is none).</summary>
    public int Receive(Span<byte> buffer) => Math.Min(ReceiveWhole(buffer), buffer.Length);

    /// <inheritdoc/>
    public unsafe int ReceiveWhole(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            var length = (int)Libc.Receive(_fd.Number, bytes, buffer.Length, MSG_DONTWAIT | MSG_TRUNC);
            return length < 0 ? -Errno.Last : length;
        }
    }

    /// <summary>Turns an option of SOL_NETLINK on; an older kernel that does not know it goes without.</summary>
    public unsafe void TurnOn(int option)
    {
        var on = 1;
        _ = Libc.SetSocketOption(_fd.Number, NetlinkConstants.SOL_NETLINK, option, &on, sizeof(int));
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

using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Wire;

/// <summary>The raw socket that hears the adverts of one <see cref="AdvertChannel"/>. It sends nothing.</summary>
internal sealed class AdvertSocket : IDisposable
{
    private const int ReceiveBuffer = 1 << 20;
    private readonly FileDescriptor _fd;

    /// <summary>Opens the socket. The interface exists.</summary>
    /// <exception cref="VrrpException">The kernel refuses, in its words.</exception>
    public AdvertSocket(AdvertChannel channel)
    {
        Channel = channel;
        if (channel.IsLink)
        {
            _fd = LinkListener.Open(channel);
            return;
        }
        _fd = RawSocket.Open(channel.IsIPv6 ? AF_INET6 : AF_INET, SOCK_RAW, channel.Protocol, "raw socket for VRRP");
        try
        {
            RawSocket.BindToInterface(_fd, channel.InterfaceName);
            if (RawSocket.TrySet(_fd, SOL_SOCKET, SO_RCVBUFFORCE, ReceiveBuffer) < 0)
                RawSocket.Set(_fd, SOL_SOCKET, SO_RCVBUF, ReceiveBuffer);
            if (channel.IsIPv6)
                SetUpIPv6();
            else
                SetUpIPv4();
            Bind();
            Drain();
        }
        catch
        {
            _fd.Dispose();
            throw;
        }
    }

    public AdvertChannel Channel { get; }

    public int Number => _fd.Number;

    /// <summary>Whether the kernel leaves out the IP header of what is received.</summary>
    public bool LacksHeader => Channel is { IsIPv6: true, IsLink: false };

    public void Dispose() => _fd.Dispose();

    private unsafe void SetUpIPv4()
    {
        RawSocket.Set(_fd, IPPROTO_IP, IP_MULTICAST_ALL, 0);
        if (!Channel.IsMulticast)
            return;
        var membership = new IPv4Membership { InterfaceIndex = Channel.InterfaceIndex };
        Channel.Local.TryWriteBytes(new(membership.Group, 4), out _);
        Errno.Check(Libc.SetSocketOption(_fd.Number, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, (uint)sizeof(IPv4Membership)), "IP_ADD_MEMBERSHIP");
    }

    private unsafe void SetUpIPv6()
    {
        RawSocket.Set(_fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
        RawSocket.Set(_fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
        _ = RawSocket.TrySet(_fd, IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0); // Linux 4.20; before, the bind alone keeps other groups out
        if (!Channel.IsMulticast)
            return;
        var membership = new IPv6Membership { InterfaceIndex = Channel.InterfaceIndex };
        Channel.Local.TryWriteBytes(new(membership.Group, 16), out _);
        Errno.Check(Libc.SetSocketOption(_fd.Number, IPPROTO_IPV6, IPV6_JOIN_GROUP, &membership, (uint)sizeof(IPv6Membership)), "IPV6_JOIN_GROUP");
    }

    private unsafe void Bind()
    {
        Span<byte> local = stackalloc byte[SocketAddress.MaxLength];
        var length = SocketAddress.Write(local, Channel.Local, Channel.InterfaceIndex);
        fixed (byte* bytes = local)
            Errno.Check(Libc.Bind(_fd.Number, bytes, (uint)length), $"bind to {Channel.Local}");
    }

    // Until it was bound, the socket heard every interface.
    private unsafe void Drain()
    {
        byte one;
        while (Libc.Receive(_fd.Number, &one, 1, MSG_DONTWAIT) >= 0)
        {
        }
    }

    /// <summary>struct ip_mreqn.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct IPv4Membership
    {
        public fixed byte Group[4];
        public uint LocalAddress;
        public int InterfaceIndex;
    }

    /// <summary>struct ipv6_mreq.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct IPv6Membership
    {
        public fixed byte Group[16];
        public int InterfaceIndex;
    }
}

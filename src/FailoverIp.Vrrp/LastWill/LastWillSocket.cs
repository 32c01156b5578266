using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.LastWill;

/// <summary>Sends single adverts for a process that has died. It hears nothing; failures are told by their error number.</summary>
internal static unsafe class LastWillSocket
{
    private const int IPPROTO_IPV6 = 41;
    private const int IPPROTO_RAW = 255; // IP_HDRINCL, and no packet is ever received
    private const int IPV6_UNICAST_HOPS = 16;
    private const int IPV6_MULTICAST_IF = 17;
    private const int IPV6_MULTICAST_HOPS = 18;
    private const int IPV6_MULTICAST_LOOP = 19;
    private const int IPV6_TCLASS = 67;
    private const int InternetworkControl = 0xc0;

    /// <summary>Sends what <see cref="VrrpPacketTemplate.Prepare"/> gives.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Send(ReadOnlySpan<byte> packet, string interfaceName, IPAddress source, IPAddress destination, int ttl)
    {
        var isIPv6 = destination.AddressFamily == AddressFamily.InterNetworkV6;
        using var fd = new FileDescriptor(Libc.Socket(
            isIPv6 ? AF_INET6 : AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, isIPv6 ? IPPROTO_VRRP : IPPROTO_RAW));
        if (fd.IsInvalid)
            return Errno.Last;
        var index = (int)Libc.InterfaceIndex(interfaceName);
        var isMulticast = isIPv6 ? destination.IsIPv6Multicast : destination.GetAddressBytes()[0] >> 4 == 0xe;
        if (isMulticast && Bind(fd.Number, interfaceName) is var error and not 0)
            return error;
        return isIPv6 ? SendIPv6(fd.Number, packet, index, source, destination, ttl, isMulticast) : SendIPv4(fd.Number, packet, index, destination, isMulticast);
    }

    private static int SendIPv4(int fd, ReadOnlySpan<byte> packet, int index, IPAddress destination, bool isMulticast)
    {
        var membership = new Membership { InterfaceIndex = index };
        if (isMulticast)
            _ = Libc.SetSocketOption(fd, IPPROTO_IP, IP_MULTICAST_IF, &membership, (uint)sizeof(Membership));
        var loop = 0;
        _ = Libc.SetSocketOption(fd, IPPROTO_IP, IP_MULTICAST_LOOP, &loop, sizeof(int));
        var to = new InternetAddress { Family = AF_INET };
        destination.TryWriteBytes(new(&to.Address, 4), out _);
        fixed (byte* bytes = packet)
            return Libc.SendTo(fd, bytes, packet.Length, MSG_DONTWAIT | MSG_NOSIGNAL | (isMulticast ? MSG_DONTROUTE : 0), &to, (uint)sizeof(InternetAddress)) < 0 ? Errno.Last : 0;
    }

    private static int SendIPv6(int fd, ReadOnlySpan<byte> packet, int index, IPAddress source, IPAddress destination, int hops, bool isMulticast)
    {
        Set(fd, IPV6_MULTICAST_IF, index);
        Set(fd, IPV6_MULTICAST_HOPS, 255);
        Set(fd, IPV6_MULTICAST_LOOP, 0);
        Set(fd, IPV6_UNICAST_HOPS, hops);
        Set(fd, IPV6_TCLASS, InternetworkControl);
        var from = InternetAddress6.Of(source, index);
        if (Libc.Bind(fd, &from, (uint)sizeof(InternetAddress6)) < 0)
            return Errno.Last;
        var to = InternetAddress6.Of(destination, index);
        fixed (byte* bytes = packet)
            return Libc.SendTo(fd, bytes, packet.Length, MSG_DONTWAIT | MSG_NOSIGNAL | (isMulticast ? MSG_DONTROUTE : 0), &to, (uint)sizeof(InternetAddress6)) < 0 ? Errno.Last : 0;
    }

    private static void Set(int fd, int option, int value) => _ = Libc.SetSocketOption(fd, IPPROTO_IPV6, option, &value, sizeof(int));

    private static int Bind(int fd, string interfaceName)
    {
        Span<byte> name = stackalloc byte[16];
        name.Clear();
        if (interfaceName.Length > 15)
            return Errno.ENODEV;
        Encoding.UTF8.GetBytes(interfaceName, name);
        fixed (byte* device = name)
            return Libc.SetSocketOption(fd, SOL_SOCKET, SO_BINDTODEVICE, device, 16) < 0 ? Errno.Last : 0;
    }

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

    /// <summary>struct sockaddr_in6.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct InternetAddress6
    {
        public ushort Family;
        public ushort Port;
        public uint FlowInfo;
        public fixed byte Address[16];
        public int Scope;

        public static InternetAddress6 Of(IPAddress address, int scope)
        {
            var result = new InternetAddress6 { Family = AF_INET6, Scope = address.IsIPv6LinkLocal || address.IsIPv6Multicast ? scope : 0 };
            address.TryWriteBytes(new(result.Address, 16), out _);
            return result;
        }
    }
}

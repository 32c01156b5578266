using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Vrrp;

/// <summary>Single adverts of VRRPv3 over IPv4, made by hand, of a host that runs no router.</summary>
internal static class Crafted
{
    private const int IPHeader = 20;

    /// <summary>Sends an advert to the group; its checksum is over the message only (RFC 9568).</summary>
    public static Task SendAsync(LabHost host, byte[] message) => Within.RunAsync(host.Namespace, () =>
    {
        using var socket = Open(host.Address);
        return socket.SendTo(Packet(host.Address, message), new IPEndPoint(IPAddress.Parse("224.0.0.18"), 0));
    });

    /// <summary>A raw socket for whole packets to groups on the interface with an address; of the thread's namespace.</summary>
    public static Socket Open(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Raw);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.HeaderIncluded, true);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, address.GetAddressBytes());
        return socket;
    }

    /// <summary>An advert with one address, 10.132.0.100, and a good checksum.</summary>
    public static byte[] Advert(byte virtualRouterId, byte priority, ushort centiseconds = 20)
    {
        byte[] message = [0x31, virtualRouterId, priority, 1, (byte)(centiseconds >> 8), (byte)centiseconds, 0, 0, 10, 132, 0, 100];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), Checksum(message));
        return message;
    }

    /// <summary>The checksum of RFC 1071 over an even number of bytes, in which it is 0 itself.</summary>
    public static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        while (sum > 0xFFFF)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }

    /// <summary>The packet around it. The kernel completes the IP header: length, checksum.</summary>
    public static byte[] Packet(IPAddress source, byte[] message, byte ttl = 255)
    {
        var packet = new byte[IPHeader + message.Length];
        packet[0] = 0x45;
        packet[1] = 0xC0;
        packet[8] = ttl;
        packet[9] = 112;
        source.GetAddressBytes().CopyTo(packet, 12);
        new byte[] { 224, 0, 0, 18 }.CopyTo(packet, 16);
        message.CopyTo(packet, IPHeader);
        return packet;
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Wire;

/// <summary>Writes socket addresses as the kernel takes them: the family in host order, the rest in network order.</summary>
internal static class SocketAddress
{
    /// <summary>The length of struct sockaddr_ll in bytes.</summary>
    public const int LinkLength = 20;

    /// <summary>The longest of them: struct sockaddr_in6.</summary>
    public const int MaxLength = IPv6Length;

    private const int IPv4Length = 16;
    private const int IPv6Length = 28;

    /// <summary>struct sockaddr_in or sockaddr_in6 of an address on an interface, port 0. Returns its length.</summary>
    public static int Write(Span<byte> buffer, IPAddress address, int interfaceIndex)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? WriteIPv6(buffer, bytes, interfaceIndex) : WriteIPv4(buffer, bytes[..length]);
    }

    /// <summary>The destination of a whole IPv4 or IPv6 packet, for a raw socket. Returns its length.</summary>
    public static int WriteDestination(Span<byte> buffer, ReadOnlySpan<byte> packet, int interfaceIndex) =>
        packet[0] >> 4 == 6 ? WriteIPv6(buffer, packet[24..40], interfaceIndex) : WriteIPv4(buffer, packet[16..20]);

    /// <summary>
    /// struct sockaddr_ll: the group that a whole IPv4 or IPv6 packet is for, as an Ethernet address (RFC 1112 section 6.4, RFC 2464 section 7). Returns its length.
    /// </summary>
    public static int WriteLinkDestination(Span<byte> buffer, ReadOnlySpan<byte> packet, int interfaceIndex)
    {
        var isIPv6 = packet[0] >> 4 == 6;
        WriteLink(buffer, interfaceIndex);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], isIPv6 ? ETH_P_IPV6 : ETH_P_IP);
        buffer[11] = 6; // the length of the address that follows
        if (isIPv6)
        {
            (buffer[12], buffer[13]) = (0x33, 0x33);
            packet[36..40].CopyTo(buffer[14..]);
        }
        else
        {
            (buffer[12], buffer[14], buffer[15]) = (0x01, 0x5e, (byte)(packet[17] & 0x7f));
            packet[18..20].CopyTo(buffer[16..]);
        }
        return LinkLength;
    }

    /// <summary>struct sockaddr_ll of an interface, for whole frames: the kernel takes the destination and the protocol from them. Returns its length.</summary>
    public static int WriteLink(Span<byte> buffer, int interfaceIndex)
    {
        buffer[..LinkLength].Clear();
        WriteHost(buffer, AF_PACKET);
        MemoryMarshal.Write(buffer[4..], interfaceIndex);
        return LinkLength;
    }

    private static int WriteIPv4(Span<byte> buffer, ReadOnlySpan<byte> address)
    {
        buffer[..IPv4Length].Clear();
        WriteHost(buffer, AF_INET);
        address.CopyTo(buffer[4..]);
        return IPv4Length;
    }

    private static int WriteIPv6(Span<byte> buffer, ReadOnlySpan<byte> address, int interfaceIndex)
    {
        buffer[..IPv6Length].Clear();
        WriteHost(buffer, AF_INET6);
        address.CopyTo(buffer[8..]);
        // Only link-local addresses and groups have a scope; the kernel ignores that of others.
        MemoryMarshal.Write(buffer[24..], interfaceIndex);
        return IPv6Length;
    }

    private static void WriteHost(Span<byte> buffer, int family) => MemoryMarshal.Write(buffer, (ushort)family);
}

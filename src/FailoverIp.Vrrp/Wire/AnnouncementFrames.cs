using System.Buffers.Binary;
using System.Net;

namespace FailoverIp.Vrrp.Wire;

/// <summary>Writes the Ethernet frames that tell a network where an address is now.</summary>
internal static class AnnouncementFrames
{
    /// <summary>The longest of them in bytes.</summary>
    public const int MaxLength = EthernetHeader + 40 + NeighborAdvertisement;

    private const int EthernetHeader = 14;
    private const int HardwareLength = 6;
    private const int ArpRequest = 28;
    private const int NeighborAdvertisement = 32;

    /// <summary>
    /// A gratuitous ARP request (RFC 9568 section 8.1.2; RFC 5227 section 3): sender and target are the address, the target's hardware address is
    /// all ones as keepalived sends it. Returns the frame's length.
    /// </summary>
    public static int WriteGratuitousArp(Span<byte> frame, ReadOnlySpan<byte> hardwareAddress, IPAddress address)
    {
        frame[..HardwareLength].Fill(0xff);
        hardwareAddress.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], 0x0806);
        var arp = frame[EthernetHeader..];
        BinaryPrimitives.WriteUInt16BigEndian(arp, 1); // Ethernet
        BinaryPrimitives.WriteUInt16BigEndian(arp[2..], 0x0800);
        arp[4] = HardwareLength;
        arp[5] = 4;
        BinaryPrimitives.WriteUInt16BigEndian(arp[6..], 1); // request
        hardwareAddress.CopyTo(arp[8..]);
        address.TryWriteBytes(arp[14..], out _);
        arp.Slice(18, HardwareLength).Fill(0xff);
        address.TryWriteBytes(arp[24..], out _);
        return EthernetHeader + ArpRequest;
    }

    /// <summary>
    /// An unsolicited neighbour advertisement to all nodes (RFC 4861 section 4.4, RFC 9568 section 8.2.2): Override set, Solicited clear, Router where this
    /// machine forwards; the address as source and target, with the target link-layer address. Returns the frame's length.
    /// </summary>
    public static int WriteNeighborAdvertisement(Span<byte> frame, ReadOnlySpan<byte> hardwareAddress, IPAddress address, bool isRouter = false)
    {
        ReadOnlySpan<byte> allNodesMac = [0x33, 0x33, 0, 0, 0, 1];
        ReadOnlySpan<byte> allNodes = [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        const byte icmpV6 = 58;

        allNodesMac.CopyTo(frame);
        hardwareAddress.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], 0x86dd);
        var ip = frame[EthernetHeader..];
        BinaryPrimitives.WriteUInt32BigEndian(ip, 6u << 28);
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], NeighborAdvertisement);
        ip[6] = icmpV6;
        ip[7] = 255;
        address.TryWriteBytes(ip[8..], out _);
        allNodes.CopyTo(ip[24..]);

        var message = ip.Slice(40, NeighborAdvertisement);
        message.Clear();
        message[0] = 136; // neighbour advertisement
        message[4] = (byte)(isRouter ? 0xa0 : 0x20); // Override, and Router
        address.TryWriteBytes(message[8..], out _);
        message[24] = 2; // target link-layer address
        message[25] = 1; // in units of eight bytes
        hardwareAddress.CopyTo(message[26..]);

        // The pseudo-header of RFC 8200 section 8.1: both addresses stand in a row in the IP header.
        var sum = (ulong)InternetChecksum.Sum(ip.Slice(8, 32)) + InternetChecksum.Sum(message) + NeighborAdvertisement + icmpV6;
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], (ushort)~InternetChecksum.Fold(sum));
        return EthernetHeader + 40 + NeighborAdvertisement;
    }
}

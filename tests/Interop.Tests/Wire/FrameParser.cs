using System.Buffers.Binary;
using System.Net;

namespace FailoverIp.Interop.Wire;

/// <summary>Ethernet bytes → <see cref="Frame"/>; null for what is neither VRRP nor ARP.</summary>
internal static class FrameParser
{
    private const int EthernetHeader = 14;

    public static Frame? Parse(DateTime at, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < EthernetHeader)
            return null;
        var (destination, source) = (Mac(bytes), Mac(bytes[6..]));
        var payload = bytes[EthernetHeader..];
        return BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]) switch
        {
            0x0800 => Advert(at, source, destination, payload),
            0x86dd when payload.Length > 40 && payload[6] == 58 => Neighbor(at, source, destination, payload),
            0x86dd => AdvertOverIPv6(at, source, destination, payload),
            0x0806 => Arp(at, source, destination, payload),
            _ => null,
        };
    }

    private static AdvertFrame? Advert(DateTime at, string sourceMac, string destinationMac, ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 20 || packet[9] is not (112 or 51))
            return null;
        var header = ((packet[0] & 15) * 4) + (packet[9] == 51 ? 24 : 0);
        var length = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (length > packet.Length || length < header + 8)
            return null;
        var message = packet[header..length];
        var version = message[0] >> 4;
        var addressesEnd = Math.Min(8 + (message[3] * 4), message.Length);
        return new(at, sourceMac, destinationMac, new(packet[12..16]), new(packet[16..20]), packet[8])
        {
            Version = version,
            VirtualRouterId = message[1],
            Priority = message[2],
            Interval = version == 2 ? TimeSpan.FromSeconds(message[5]) : TimeSpan.FromMilliseconds(10 * (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) & 0xFFF)),
            // An HMAC trailer of version 3 comes after what the checksum covers over IPv4.
            Checksum = ChecksumOf(version, version == 3 ? message[..addressesEnd] : message, packet[12..20]),
            HasAuthenticationHeader = packet[9] == 51,
            Sequence = packet[9] == 51 ? BinaryPrimitives.ReadUInt32BigEndian(packet[(header - 16)..]) : 0,
            Addresses = [.. message[8..addressesEnd].ToArray().Chunk(4).Where(c => c.Length == 4).Select(c => new IPAddress(c))],
            Authentication = version == 2 ? message[4] : (byte)0,
            Trailer = message[addressesEnd..].ToArray(),
            Message = message.ToArray(),
        };
    }

    private static AdvertFrame? AdvertOverIPv6(DateTime at, string sourceMac, string destinationMac, ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 48 || packet[6] != 112)
            return null;
        var length = BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (packet.Length < 40 + length || length < 8)
            return null;
        var message = packet.Slice(40, length);
        var addressesEnd = Math.Min(8 + (message[3] * 16), message.Length);
        return new(at, sourceMac, destinationMac, new(packet[8..24]), new(packet[24..40]), packet[7])
        {
            Version = message[0] >> 4,
            VirtualRouterId = message[1],
            Priority = message[2],
            Interval = TimeSpan.FromMilliseconds(10 * (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) & 0xFFF)),
            Checksum = ChecksumOf(3, message, packet[8..40]),
            Addresses = [.. message[8..addressesEnd].ToArray().Chunk(16).Where(c => c.Length == 16).Select(c => new IPAddress(c))],
            Authentication = 0,
            Trailer = message[addressesEnd..].ToArray(),
            Message = message.ToArray(),
        };
    }

    private static ArpFrame? Arp(DateTime at, string sourceMac, string destinationMac, ReadOnlySpan<byte> message) =>
        message.Length < 28 || BinaryPrimitives.ReadUInt16BigEndian(message[2..]) != 0x0800
            ? null
            : new(at, sourceMac, destinationMac, BinaryPrimitives.ReadUInt16BigEndian(message[6..]), new(message[14..18]), Mac(message[8..]), new(message[24..28]), Mac(message[18..]));

    private static ChecksumKind ChecksumOf(int version, ReadOnlySpan<byte> message, ReadOnlySpan<byte> ends)
    {
        var sum = Sum(message);
        if (Folded(sum) == 0xFFFF)
            return ChecksumKind.MessageOnly;
        return version == 3 && Folded(sum + Sum(ends) + 112 + (uint)message.Length) == 0xFFFF ? ChecksumKind.PseudoHeader : ChecksumKind.Bad;
    }

    private static NeighborFrame? Neighbor(DateTime at, string sourceMac, string destinationMac, ReadOnlySpan<byte> packet) =>
        packet.Length < 64 || packet[40] != 136
            ? null
            : new(at, sourceMac, destinationMac, new(packet[8..24]), new(packet[24..40]), packet[7])
            {
                IsSolicited = (packet[44] & 0x40) != 0,
                IsOverride = (packet[44] & 0x20) != 0,
                Target = new(packet[48..64]),
                TargetMac = packet.Length >= 72 && packet[64] == 2 ? Mac(packet[66..]) : null,
            };

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i++)
            sum += (uint)bytes[i] << (i % 2 == 0 ? 8 : 0);
        return sum;
    }

    private static uint Folded(uint sum)
    {
        while (sum > 0xFFFF)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return sum;
    }

    private static string Mac(ReadOnlySpan<byte> bytes) => string.Join(':', bytes[..6].ToArray().Select(b => b.ToString("x2", null)));
}

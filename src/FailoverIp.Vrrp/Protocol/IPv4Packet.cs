using System.Buffers.Binary;

namespace FailoverIp.Vrrp;

/// <summary>
/// An IPv4 packet, read in place (RFC 791 section 3.1). Its fields may also be read where <see cref="TryRead"/> said no; those that the packet is too short for are 0.
/// </summary>
internal readonly ref struct IPv4Packet
{
    private const int MoreFragments = 0x2000;
    private const int FragmentOffsetBits = 0x1FFF;

    private readonly ReadOnlySpan<byte> _packet;

    private IPv4Packet(ReadOnlySpan<byte> packet) => _packet = packet;

    /// <summary>The header's length in bytes, options included.</summary>
    public int HeaderLength => (Byte(0) & 0x0F) * 4;

    /// <summary>The length in bytes of header and payload; what follows is padding.</summary>
    public int TotalLength => (Byte(2) << 8) | Byte(3);

    /// <summary>The TTL.</summary>
    public byte TimeToLive => Byte(8);

    /// <summary>The protocol of the payload.</summary>
    public byte Protocol => Byte(9);

    /// <summary>The source address in host order.</summary>
    public uint Source => UInt32(12);

    /// <summary>The destination address in host order.</summary>
    public uint Destination => UInt32(16);

    /// <summary>The place of the payload in the packet before fragmentation, in bytes.</summary>
    public int FragmentOffset => (((Byte(6) << 8) | Byte(7)) & FragmentOffsetBits) * 8;

    /// <summary>True where more fragments follow, or this is a later one.</summary>
    public bool IsFragment => (((Byte(6) << 8) | Byte(7)) & (MoreFragments | FragmentOffsetBits)) != 0;

    /// <summary>True where the header's checksum is right. The kernel drops others before a raw socket sees them.</summary>
    public bool HasValidHeaderChecksum => _packet.Length >= HeaderLength && InternetChecksum.Sum(_packet[..HeaderLength]) == InternetChecksum.Valid;

    /// <summary>Header and payload without what follows, so far as they are there.</summary>
    public ReadOnlySpan<byte> Bytes => _packet[..Math.Min(TotalLength, _packet.Length)];

    /// <summary>What the header frames, so far as it is there.</summary>
    public ReadOnlySpan<byte> Payload
    {
        get
        {
            var end = Math.Min(TotalLength, _packet.Length);
            return end > HeaderLength ? _packet[HeaderLength..end] : default;
        }
    }

    /// <summary>Source, destination and TTL, as the VRRP reader takes them.</summary>
    public VrrpPacketContext Context => VrrpPacketContext.ForIPv4(Source, Destination, TimeToLive);

    /// <summary>Reads a packet as a raw socket delivers it. Refuses what is no whole IPv4 packet, fragments among them. Never throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IPv4Packet packet, out IPPacketFault fault)
    {
        packet = new(bytes);
        fault = bytes.Length < IPv4Header.Length ? IPPacketFault.TooShort
            : bytes[0] >> 4 != 4 ? IPPacketFault.OtherVersion
            : packet.HeaderLength < IPv4Header.Length || packet.HeaderLength > bytes.Length || packet.TotalLength < packet.HeaderLength ? IPPacketFault.BadHeaderLength
            : packet.IsFragment ? IPPacketFault.Fragment
            : packet.TotalLength > bytes.Length ? IPPacketFault.Truncated
            : IPPacketFault.None;
        return fault == IPPacketFault.None;
    }

    private byte Byte(int index) => index < _packet.Length ? _packet[index] : (byte)0;

    private uint UInt32(int index) => _packet.Length >= index + 4 ? BinaryPrimitives.ReadUInt32BigEndian(_packet[index..]) : 0;
}

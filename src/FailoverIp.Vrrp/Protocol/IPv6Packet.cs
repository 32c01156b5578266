using System.Buffers.Binary;

namespace FailoverIp.Vrrp;

/// <summary>An IPv6 packet, read in place (RFC 8200 section 3). Extension headers are not followed: the payload is what comes next.</summary>
internal readonly ref struct IPv6Packet
{
    /// <summary>The length in bytes of the fixed header.</summary>
    public const int HeaderLength = 40;

    private readonly ReadOnlySpan<byte> _packet;

    private IPv6Packet(ReadOnlySpan<byte> packet) => _packet = packet;

    /// <summary>The length in bytes of what follows the header; the rest is padding.</summary>
    public int PayloadLength => (Byte(4) << 8) | Byte(5);

    /// <summary>The protocol of the payload.</summary>
    public byte NextHeader => Byte(6);

    /// <summary>The hop limit.</summary>
    public byte HopLimit => Byte(7);

    /// <summary>The source address in host order.</summary>
    public UInt128 Source => UInt128At(8);

    /// <summary>The destination address in host order.</summary>
    public UInt128 Destination => UInt128At(24);

    /// <summary>What the header frames, so far as it is there.</summary>
    public ReadOnlySpan<byte> Payload
    {
        get
        {
            var end = Math.Min(HeaderLength + PayloadLength, _packet.Length);
            return end > HeaderLength ? _packet[HeaderLength..end] : default;
        }
    }

    /// <summary>Source, destination and hop limit, as the VRRP reader takes them.</summary>
    public VrrpPacketContext Context => VrrpPacketContext.ForIPv6(Source, Destination, HopLimit);

    /// <summary>Reads a packet. Refuses what is no whole IPv6 packet. Never throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IPv6Packet packet, out IPPacketFault fault)
    {
        packet = new(bytes);
        fault = bytes.Length < HeaderLength ? IPPacketFault.TooShort
            : bytes[0] >> 4 != 6 ? IPPacketFault.OtherVersion
            : HeaderLength + packet.PayloadLength > bytes.Length ? IPPacketFault.Truncated
            : IPPacketFault.None;
        return fault == IPPacketFault.None;
    }

    private byte Byte(int index) => index < _packet.Length ? _packet[index] : (byte)0;

    private UInt128 UInt128At(int index) => _packet.Length >= index + 16 ? BinaryPrimitives.ReadUInt128BigEndian(_packet[index..]) : UInt128.Zero;
}

using System.Buffers.Binary;

namespace FailoverIp.Vrrp;

/// <summary>Writes the IPv4 header of an advert (RFC 791 section 3.1) for a socket with IP_HDRINCL: 20 bytes, no options, DF not set.</summary>
internal static class IPv4Header
{
    /// <summary>The length in bytes of a header without options.</summary>
    public const int Length = 20;

    /// <summary>Internetwork control (class selector 6), which keepalived and routers set on adverts.</summary>
    public const byte TypeOfService = 0xC0;

    /// <summary>Writes the header, checksum included.</summary>
    /// <returns>Its length in bytes.</returns>
    /// <exception cref="ArgumentException">The buffer is too short, or the payload too long for a packet.</exception>
    public static int Write(
        Span<byte> buffer, uint source, uint destination, ushort identification, int payloadLength,
        byte timeToLive = VrrpAdvertisement.LinkLocalTimeToLive, byte protocol = VrrpAdvertisement.IPProtocol)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadLength, ushort.MaxValue - Length);
        if (buffer.Length < Length)
            throw new ArgumentException($"the buffer holds {buffer.Length} bytes, the header has {Length}", nameof(buffer));
        var header = buffer[..Length];
        header[0] = 0x45;
        header[1] = TypeOfService;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(Length + payloadLength));
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], identification);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], 0);
        header[8] = timeToLive;
        header[9] = protocol;
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], source);
        BinaryPrimitives.WriteUInt32BigEndian(header[16..], destination);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], (ushort)~InternetChecksum.Sum(header));
        return Length;
    }

    /// <summary>Gives a header that was written before another identification.</summary>
    public static void SetIdentification(Span<byte> header, ushort identification)
    {
        var before = BinaryPrimitives.ReadUInt16BigEndian(header[4..]);
        var checksum = BinaryPrimitives.ReadUInt16BigEndian(header[10..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], identification);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Update(checksum, before, identification));
    }
}

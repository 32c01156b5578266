using System.Buffers.Binary;

namespace FailoverIp.Vrrp;

/// <summary>Writes the IPv6 header of an advert (RFC 8200 section 3): traffic class 0xC0, no flow label, no extension header.</summary>
internal static class IPv6Header
{
    /// <summary>Its length in bytes.</summary>
    public const int Length = IPv6Packet.HeaderLength;

    private const uint VersionAndTrafficClass = (6u << 28) | ((uint)IPv4Header.TypeOfService << 20);

    /// <summary>Writes the header for <paramref name="payloadLength"/> bytes that follow it, 0 to 65,535.</summary>
    public static void Write(Span<byte> buffer, UInt128 source, UInt128 destination, int payloadLength, byte hopLimit, byte nextHeader = VrrpAdvertisement.IPProtocol)
    {
        BinaryPrimitives.WriteUInt32BigEndian(buffer, VersionAndTrafficClass);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[4..], checked((ushort)payloadLength));
        (buffer[6], buffer[7]) = (nextHeader, hopLimit);
        BinaryPrimitives.WriteUInt128BigEndian(buffer[8..], source);
        BinaryPrimitives.WriteUInt128BigEndian(buffer[24..], destination);
    }
}

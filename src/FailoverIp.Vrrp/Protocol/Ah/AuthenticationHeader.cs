using System.Buffers.Binary;

namespace FailoverIp.Vrrp;

/// <summary>
/// The IP authentication header before a VRRPv2 message (RFC 4302 section 2, RFC 2402 section 2), read in place: 24 bytes as keepalived sends them, with
/// HMAC-MD5-96 (RFC 2403).
/// </summary>
internal readonly ref struct AuthenticationHeader
{
    /// <summary>The IP protocol number, 51.</summary>
    public const int IPProtocol = 51;

    /// <summary>The length in bytes with an ICV of 96 bits.</summary>
    public const int Length = 24;

    /// <summary>Where the ICV begins.</summary>
    public const int IcvOffset = 12;

    /// <summary>The length in bytes of the ICV.</summary>
    public const int IcvLength = 12;

    private const byte LengthInWords = (Length / 4) - 2;

    private readonly ReadOnlySpan<byte> _bytes;

    private AuthenticationHeader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The security parameters index; keepalived's is the source address.</summary>
    public uint SecurityParametersIndex => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>The sequence number.</summary>
    public uint SequenceNumber => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>The integrity check value, 12 bytes.</summary>
    public ReadOnlySpan<byte> Icv => _bytes[IcvOffset..Length];

    /// <summary>What follows: the VRRP message.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[Length..];

    /// <summary>Reads the header at the beginning of an IP payload; false where it is no whole one of this length that carries VRRP. Never throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out AuthenticationHeader header)
    {
        var isThere = payload.Length >= Length && payload[0] == VrrpAdvertisement.IPProtocol && payload[1] == LengthInWords;
        header = isThere ? new(payload) : default;
        return isThere;
    }

    /// <summary>Writes a header with an ICV of 0.</summary>
    public static void Write(Span<byte> buffer, uint securityParametersIndex, uint sequenceNumber)
    {
        var header = buffer[..Length];
        header.Clear();
        (header[0], header[1]) = (VrrpAdvertisement.IPProtocol, LengthInWords);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], securityParametersIndex);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], sequenceNumber);
    }
}

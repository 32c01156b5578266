using System.Buffers.Binary;

namespace FailoverIp.Vrrp;

/// <summary>
/// The trailer after a signed VRRP message, read in place: 28 bytes as keepalived sends them from version 2.4.2 on (draft-cassen-vrrp-auth-hmac). Type,
/// key number, two reserved bytes, a sequence of eight, and sixteen of HMAC-SHA256. It is part of the IP payload and found by its length: the message has
/// the one that its count asks for.
/// </summary>
public readonly ref struct VrrpHmacTrailer
{
    /// <summary>The length in bytes.</summary>
    public const int Length = 28;

    /// <summary>The only type there is: HMAC-SHA256-128, 1.</summary>
    public const byte HmacSha256 = 1;

    /// <summary>The length in bytes of what stands before the HMAC, and is covered by it.</summary>
    internal const int SignedLength = Length - HmacLength;

    /// <summary>The length in bytes of the HMAC: the first half of an HMAC-SHA256.</summary>
    internal const int HmacLength = 16;

    private readonly ReadOnlySpan<byte> _trailer;

    private VrrpHmacTrailer(ReadOnlySpan<byte> trailer) => _trailer = trailer;

    /// <summary>True where there is one.</summary>
    public bool IsPresent => !_trailer.IsEmpty;

    /// <summary>The type; a valid trailer has 1.</summary>
    public byte Type => IsPresent ? _trailer[0] : (byte)0;

    /// <summary>The number of the key that signed.</summary>
    public byte KeyId => IsPresent ? _trailer[1] : (byte)0;

    /// <summary>The reserved bits; a valid trailer has 0.</summary>
    public int Reserved => IsPresent ? BinaryPrimitives.ReadUInt16BigEndian(_trailer[2..]) : 0;

    /// <summary>The sequence: 32 bits of seconds since 1970, 16 bits of 1/65536 s, a counter of 16 bits.</summary>
    public ulong Sequence => IsPresent ? BinaryPrimitives.ReadUInt64BigEndian(_trailer[4..]) : 0;

    /// <summary>The HMAC, 16 bytes.</summary>
    public ReadOnlySpan<byte> Hmac => IsPresent ? _trailer[SignedLength..] : default;

    /// <summary>Finds the trailer of a payload, without a look at what is in it. Never throws.</summary>
    /// <param name="payload">The IP payload as the IP header bounds it, without padding.</param>
    /// <param name="isIPv6">True for IPv6, false for IPv4.</param>
    /// <param name="trailer">The trailer; not <see cref="IsPresent"/> where the answer is false.</param>
    public static bool TryFind(ReadOnlySpan<byte> payload, bool isIPv6, out VrrpHmacTrailer trailer)
    {
        var isThere = payload.Length >= VrrpAdvertisement.HeaderLength + Length && payload[0] >> 4 is 2 or 3
            && payload.Length == VrrpAdvertisement.LengthOf(payload[0] >> 4, isIPv6, payload[3]) + Length;
        trailer = isThere ? new(payload[^Length..]) : default;
        return isThere;
    }

    /// <summary>
    /// Signs a message in place: writes the trailer behind it and, over IPv6, the checksum of both anew, as the kernel of a receiver counts it. Over IPv4 the
    /// checksum does not cover the trailer and stays. Allocates nothing.
    /// </summary>
    /// <param name="payload">The message as <see cref="VrrpAdvertisementWriter"/> wrote it and, at its end, <see cref="Length"/> bytes for the trailer.</param>
    /// <param name="context">Family and source, which the HMAC covers.</param>
    /// <param name="key">The key that signs.</param>
    /// <param name="sequence">From <see cref="VrrpHmacSequence.Next"/>; one for all copies of an advert.</param>
    /// <exception cref="ArgumentException">The payload is not a message and a trailer.</exception>
    /// <exception cref="ObjectDisposedException">The key is overwritten.</exception>
    public static void Write(Span<byte> payload, in VrrpPacketContext context, VrrpHmacKey key, ulong sequence)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!TryFind(payload, context.IsIPv6, out _))
            throw new ArgumentException($"{payload.Length} bytes are not a message and a trailer of {Length}", nameof(payload));
        var trailer = payload[^Length..];
        BinaryPrimitives.WriteUInt32BigEndian(trailer, ((uint)HmacSha256 << 24) | ((uint)key.Id << 16));
        BinaryPrimitives.WriteUInt64BigEndian(trailer[4..], sequence);
        VrrpHmacDigest.Compute(payload, in context, key, trailer[SignedLength..]);
        if (context.IsIPv6)
            VrrpAdvertisementWriter.SetChecksum(payload, context.PseudoHeaderSum(payload.Length));
    }
}

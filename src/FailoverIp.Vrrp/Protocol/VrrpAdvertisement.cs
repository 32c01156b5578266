using System.Buffers.Binary;

namespace FailoverIp.Vrrp;

/// <summary>
/// A VRRP ADVERTISEMENT, read in place: a view of the bytes of one IP payload, without allocation. Layouts: RFC 9568 section 5.1 (version 3) and
/// RFC 3768 section 5.1 (version 2, with the eight authentication bytes at the end). Also after a failed <see cref="TryRead"/> its fields say what the bytes say; a
/// field that the message is too short for is 0 or empty.
/// </summary>
public readonly ref struct VrrpAdvertisement
{
    /// <summary>The IP protocol number of VRRP, 112.</summary>
    public const int IPProtocol = 112;

    /// <summary>The only type there is: ADVERTISEMENT, 1.</summary>
    public const int AdvertisementType = 1;

    /// <summary>The length in bytes of the header before the addresses.</summary>
    public const int HeaderLength = 8;

    /// <summary>The most addresses that one advert can hold.</summary>
    public const int MaxAddresses = 255;

    /// <summary>The TTL or hop limit of an advert that has crossed no router.</summary>
    public const byte LinkLocalTimeToLive = 255;

    private readonly ReadOnlySpan<byte> _message;
    private readonly bool _isIPv6;

    private VrrpAdvertisement(ReadOnlySpan<byte> message, bool isIPv6, VrrpChecksumKind? checksum)
    {
        _message = message;
        _isIPv6 = isIPv6;
        Checksum = checksum;
    }

    /// <summary>The version, 0 to 15; a valid advert has 2 or 3.</summary>
    public int Version => Byte(0) >> 4;

    /// <summary>The type, 0 to 15; a valid advert has 1.</summary>
    public int Type => Byte(0) & 0x0F;

    /// <summary>The virtual router identifier (VRID).</summary>
    public byte VirtualRouterId => Byte(1);

    /// <summary>The sender's priority: 255 is the address owner, 0 resigns.</summary>
    public byte Priority => Byte(2);

    /// <summary>The number of addresses that the sender says follow, 0 to 255.</summary>
    public byte Count => Byte(3);

    /// <summary>VRRPv2: the authentication type; 0 none, 1 PASS (simple text password), 2 AH. VRRPv3: 0.</summary>
    public byte AuthenticationType => Version == 2 ? Byte(4) : (byte)0;

    /// <summary>VRRPv2: Adver Int, whole seconds to 255 s. VRRPv3: Max Advertise Interval, steps of 10 ms to 40.95 s. The four reserved bits are not part of it.</summary>
    public TimeSpan AdvertisementInterval => Version == 2
        ? new(Byte(5) * TimeSpan.TicksPerSecond)
        : new((((Byte(4) & 0x0F) << 8) | Byte(5)) * (10 * TimeSpan.TicksPerMillisecond));

    /// <summary>What the checksum covers; null where it was not checked or is wrong.</summary>
    public VrrpChecksumKind? Checksum { get; }

    /// <summary>The addresses that are wholly there, <see cref="Count"/> of them in a message of the right length.</summary>
    public VrrpAddressList Addresses
    {
        get
        {
            var size = AddressLength(_isIPv6);
            if (_message.Length < HeaderLength + size)
                return new(default, size);
            var body = _message[HeaderLength..];
            return new(body[..(Math.Min(Count, body.Length / size) * size)], size);
        }
    }

    /// <summary>
    /// True for an advert over IPv6 whose first address is not link-local, as it must be (RFC 9568 section 5.2.9, erratum 8300), or that has none. It is for the log:
    /// such an advert is valid.
    /// </summary>
    public bool LacksLinkLocalAddress
    {
        get
        {
            var addresses = Addresses;
            return _isIPv6 && (addresses.Count == 0 || (BinaryPrimitives.ReadUInt16BigEndian(addresses[0]) & 0xFFC0) != 0xFE80);
        }
    }

    /// <summary>VRRPv2: the eight bytes after the addresses, the password with PASS; never to be shown. Empty for VRRPv3 and where they are not there.</summary>
    public ReadOnlySpan<byte> AuthenticationData
    {
        get
        {
            var start = HeaderLength + (Count * AddressLength(_isIPv6));
            return Version == 2 && _message.Length >= start + VrrpPassword.Length ? _message.Slice(start, VrrpPassword.Length) : default;
        }
    }

    /// <summary>
    /// Reads one message and checks it. The checks, in this order: length of the header, version (2 or 3; over IPv6 only 3; or the one that the context asks for),
    /// type, TTL (multicast: 255), count (version 3: at least 1), exact length, checksum (version 3 over IPv4: either kind), interval (version 3: not 0).
    /// Authentication, source and a VRRPv2 interval are the virtual router's to compare. Never throws.
    /// </summary>
    /// <param name="message">The IP payload as the IP header bounds it, without padding. It is kept, not copied.</param>
    /// <param name="context">What the IP header says.</param>
    /// <param name="advertisement">The advert; its fields may also be read where the answer is false.</param>
    /// <param name="reason">The first check that failed; <see cref="VrrpDiscardReason.None"/> where it is valid.</param>
    /// <returns>True where every check holds.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, scoped in VrrpPacketContext context, out VrrpAdvertisement advertisement, out VrrpDiscardReason reason)
    {
        reason = Check(message, trailerLength: 0, in context, out var checksum);
        advertisement = new(message, context.IsIPv6, checksum);
        return reason == VrrpDiscardReason.None;
    }

    /// <summary>
    /// Reads one message as the other <c>TryRead</c> does, and allows an HMAC trailer behind it. Over IPv4 the checksum does not cover the trailer; over IPv6 it may.
    /// The trailer is found, not verified: that is <see cref="VrrpHmacVerifier"/>'s. Never throws.
    /// </summary>
    /// <param name="payload">The IP payload as the IP header bounds it, without padding. It is kept, not copied.</param>
    /// <param name="context">What the IP header says.</param>
    /// <param name="advertisement">The advert; its fields may also be read where the answer is false.</param>
    /// <param name="trailer">The trailer, where there is one.</param>
    /// <param name="reason">The first check that failed; <see cref="VrrpDiscardReason.None"/> where it is valid.</param>
    /// <returns>True where every check holds.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> payload, scoped in VrrpPacketContext context, out VrrpAdvertisement advertisement, out VrrpHmacTrailer trailer, out VrrpDiscardReason reason) =>
        TryRead(payload, VrrpHmacTrailer.TryFind(payload, context.IsIPv6, out trailer) ? VrrpHmacTrailer.Length : 0, in context, out advertisement, out reason);

    /// <summary>Reads a message that so many bytes of a trailer follow.</summary>
    internal static bool TryRead(
        ReadOnlySpan<byte> payload, int trailerLength, scoped in VrrpPacketContext context, out VrrpAdvertisement advertisement, out VrrpDiscardReason reason)
    {
        reason = Check(payload, trailerLength, in context, out var checksum);
        advertisement = new(payload[..^trailerLength], context.IsIPv6, checksum);
        return reason == VrrpDiscardReason.None;
    }

    /// <summary>The length in bytes of a message: 8 + n addresses, and 8 authentication bytes in VRRPv2.</summary>
    internal static int LengthOf(int version, bool isIPv6, int count) =>
        HeaderLength + (count * AddressLength(isIPv6)) + (version == 2 ? VrrpPassword.Length : 0);

    /// <summary>What a right checksum covers; null where it is wrong. VRRPv2 has no pseudo-header; over IPv6 there always is one.</summary>
    internal static VrrpChecksumKind? ChecksumOf(ReadOnlySpan<byte> payload, int trailerLength, in VrrpPacketContext context) =>
        ChecksumOf(payload[..^trailerLength], in context) ?? (trailerLength > 0 && context.IsIPv6 ? ChecksumOf(payload, in context) : null);

    private static VrrpChecksumKind? ChecksumOf(ReadOnlySpan<byte> message, in VrrpPacketContext context)
    {
        var sum = InternetChecksum.Sum(message);
        if (sum == InternetChecksum.Valid && !context.IsIPv6)
            return VrrpChecksumKind.MessageOnly;
        var hasPseudoHeader = context.IsIPv6 || message[0] >> 4 != 2;
        return hasPseudoHeader && InternetChecksum.Fold(sum + context.PseudoHeaderSum(message.Length)) == InternetChecksum.Valid
            ? VrrpChecksumKind.PseudoHeader
            : null;
    }

    private static int AddressLength(bool isIPv6) => isIPv6 ? 16 : 4;

    private static VrrpDiscardReason Check(ReadOnlySpan<byte> message, int trailerLength, in VrrpPacketContext context, out VrrpChecksumKind? checksum)
    {
        checksum = null;
        if (message.Length < HeaderLength)
            return VrrpDiscardReason.BadLength;
        var version = message[0] >> 4;
        if (version is not (2 or 3) || (version == 2 && context.IsIPv6) || (context.Version is { } only && version != (int)only))
            return VrrpDiscardReason.BadVersion;
        if ((message[0] & 0x0F) != AdvertisementType)
            return VrrpDiscardReason.BadType;
        if (context.TimeToLive != LinkLocalTimeToLive && context.IsMulticast)
            return VrrpDiscardReason.BadTtl;
        if (version == 3 && message[3] == 0)
            return VrrpDiscardReason.BadCount;
        if (message.Length != LengthOf(version, context.IsIPv6, message[3]) + trailerLength)
            return VrrpDiscardReason.BadLength;
        checksum = ChecksumOf(message, trailerLength, in context);
        if (checksum is null)
            return VrrpDiscardReason.BadChecksum;
        if (version == 3 && (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) & 0x0FFF) == 0)
            return VrrpDiscardReason.BadInterval;
        return VrrpDiscardReason.None;
    }

    private byte Byte(int index) => index < _message.Length ? _message[index] : (byte)0;
}

using System.Buffers.Binary;
using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>
/// Writes VRRP ADVERTISEMENTs into a buffer of the caller, checksum included, without allocation. A message that is sent again and again is written
/// once; <see cref="SetPriority"/> changes it in place, <see cref="VrrpHmacTrailer.Write"/> signs it in place.
/// </summary>
public static class VrrpAdvertisementWriter
{
    /// <summary>VRRPv2: the authentication type of an advert without authentication, also of one with an HMAC trailer.</summary>
    internal const byte NoAuthenticationType = 0;

    /// <summary>VRRPv2: the authentication type of a simple text password.</summary>
    internal const byte PasswordType = 1;

    /// <summary>VRRPv2: the authentication type of an advert behind an IP authentication header.</summary>
    internal const byte AuthenticationHeaderType = 2;

    private const int MaxCentiseconds = 0x0FFF;

    /// <summary>Writes a VRRPv2 advert (RFC 3768 section 5.1): 16 bytes and 4 for each address.</summary>
    /// <param name="buffer">Where to; at least as long as the message.</param>
    /// <param name="virtualRouterId">The VRID, 1 to 255.</param>
    /// <param name="priority">The priority, 0 to 255; 0 resigns.</param>
    /// <param name="seconds">The interval, 1 to 255 s.</param>
    /// <param name="addresses">The IPv4 addresses in network order, four bytes each, 0 to 255 of them.</param>
    /// <param name="password">The simple text password; null for no authentication.</param>
    /// <returns>The length of the message in bytes.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the buffer is too short.</exception>
    public static int WriteV2(Span<byte> buffer, byte virtualRouterId, byte priority, int seconds, ReadOnlySpan<byte> addresses, VrrpPassword? password = null) =>
        password is null
            ? WriteV2(buffer, virtualRouterId, priority, seconds, addresses, NoAuthenticationType, default)
            : WriteV2(buffer, virtualRouterId, priority, seconds, addresses, PasswordType, password.Bytes);

    /// <summary>Writes a VRRPv2 advert (RFC 3768 section 5.1) with what its two authentication fields are to hold.</summary>
    /// <param name="buffer">Where to; at least as long as the message.</param>
    /// <param name="virtualRouterId">The VRID, 1 to 255.</param>
    /// <param name="priority">The priority, 0 to 255; 0 resigns.</param>
    /// <param name="seconds">The interval, 1 to 255 s.</param>
    /// <param name="addresses">The IPv4 addresses in network order, four bytes each, 0 to 255 of them.</param>
    /// <param name="authenticationType">0 none, 1 PASS, 2 AH: the message follows an IP authentication header.</param>
    /// <param name="authenticationData">Up to eight bytes, padded with zeros; empty but for PASS.</param>
    /// <returns>The length of the message in bytes.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the buffer is too short.</exception>
    public static int WriteV2(
        Span<byte> buffer, byte virtualRouterId, byte priority, int seconds, ReadOnlySpan<byte> addresses, byte authenticationType,
        ReadOnlySpan<byte> authenticationData)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, byte.MaxValue);
        if (authenticationData.Length > VrrpPassword.Length)
            throw new ArgumentException($"{authenticationData.Length} bytes; there is room for {VrrpPassword.Length}", nameof(authenticationData));
        var message = Begin(buffer, VrrpVersion.V2, isIPv6: false, virtualRouterId, priority, addresses);
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], ((uint)authenticationType << 24) | ((uint)seconds << 16));
        var authentication = message[^VrrpPassword.Length..];
        authentication.Clear();
        authenticationData.CopyTo(authentication);
        SetChecksum(message, pseudoHeader: 0);
        return message.Length;
    }

    /// <summary>Writes a VRRPv3 advert (RFC 9568 section 5.1): 8 bytes and 4 or 16 for each address.</summary>
    /// <param name="buffer">Where to; at least as long as the message.</param>
    /// <param name="virtualRouterId">The VRID, 1 to 255.</param>
    /// <param name="priority">The priority, 0 to 255; 0 resigns.</param>
    /// <param name="centiseconds">The interval, 1 to 4095 steps of 10 ms.</param>
    /// <param name="addresses">The addresses in network order, four bytes each over IPv4, sixteen over IPv6; 1 to 255 of them, as receivers discard an advert without any.</param>
    /// <param name="context">Family, source and the real destination: they are in the pseudo-header.</param>
    /// <param name="checksum">What the checksum covers over IPv4. Over IPv6 it is always the pseudo-header too.</param>
    /// <returns>The length of the message in bytes.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the buffer is too short.</exception>
    public static int WriteV3(
        Span<byte> buffer, byte virtualRouterId, byte priority, int centiseconds, ReadOnlySpan<byte> addresses, in VrrpPacketContext context,
        VrrpChecksumKind checksum = VrrpChecksumKind.PseudoHeader)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(centiseconds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(centiseconds, MaxCentiseconds);
        if (addresses.IsEmpty)
            throw new ArgumentException("a VRRPv3 advert has at least one address (RFC 9568, erratum 8299)", nameof(addresses));
        var message = Begin(buffer, VrrpVersion.V3, context.IsIPv6, virtualRouterId, priority, addresses);
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], (uint)centiseconds << 16);
        SetChecksum(message, context.IsIPv6 || checksum == VrrpChecksumKind.PseudoHeader ? context.PseudoHeaderSum(message.Length) : 0);
        return message.Length;
    }

    /// <summary>Changes the priority of a message that was written before, and its checksum with it (RFC 1624), whatever that covers.</summary>
    /// <param name="message">The message; the checksum in it is right.</param>
    /// <param name="priority">The new priority, 0 to 255.</param>
    /// <exception cref="ArgumentException">The message is shorter than a header.</exception>
    public static void SetPriority(Span<byte> message, byte priority)
    {
        if (message.Length < VrrpAdvertisement.HeaderLength)
            throw new ArgumentException("shorter than the header of an advert", nameof(message));
        var before = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        message[2] = priority;
        var after = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        var checksum = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], InternetChecksum.Update(checksum, before, after));
    }

    /// <summary>Addresses of one family in network order, as the writer takes them.</summary>
    /// <exception cref="ArgumentException">They are of both families.</exception>
    public static byte[] Pack(IReadOnlyCollection<IPAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        if (addresses.DistinctBy(a => a.AddressFamily).Count() > 1)
            throw new ArgumentException("an advert holds addresses of one family", nameof(addresses));
        return [.. addresses.SelectMany(a => a.GetAddressBytes())];
    }

    private static Span<byte> Begin(Span<byte> buffer, VrrpVersion version, bool isIPv6, byte virtualRouterId, byte priority, ReadOnlySpan<byte> addresses)
    {
        ArgumentOutOfRangeException.ThrowIfZero(virtualRouterId);
        var count = addresses.Length / (isIPv6 ? 16 : 4);
        if (addresses.Length % (isIPv6 ? 16 : 4) != 0 || count > VrrpAdvertisement.MaxAddresses)
            throw new ArgumentException($"{addresses.Length} bytes are not 0 to 255 addresses of {(isIPv6 ? "IPv6" : "IPv4")}", nameof(addresses));
        var length = VrrpAdvertisement.LengthOf((int)version, isIPv6, count);
        if (buffer.Length < length)
            throw new ArgumentException($"the buffer holds {buffer.Length} bytes, the message has {length}", nameof(buffer));

        var message = buffer[..length];
        BinaryPrimitives.WriteUInt32BigEndian(
            message, ((uint)version << 28) | ((uint)VrrpAdvertisement.AdvertisementType << 24) | ((uint)virtualRouterId << 16) | ((uint)priority << 8) | (uint)count);
        addresses.CopyTo(message[VrrpAdvertisement.HeaderLength..]);
        return message;
    }

    /// <summary>Writes the checksum over these bytes, whatever stood in its place, and over a pseudo-header of this sum.</summary>
    internal static void SetChecksum(Span<byte> message, ulong pseudoHeader)
    {
        message[6..8].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], (ushort)~InternetChecksum.Fold(InternetChecksum.Sum(message) + pseudoHeader));
    }
}

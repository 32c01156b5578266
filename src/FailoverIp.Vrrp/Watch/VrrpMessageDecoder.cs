using System.Buffers.Binary;
using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>Decodes one VRRP message, the payload of an IP packet or of an authentication header. Pure; never throws.</summary>
internal static class VrrpMessageDecoder
{
    public static VrrpObservation Decode(ReadOnlySpan<byte> payload, in VrrpPacketContext context, VrrpObservation seen)
    {
        if (Carp.Matches(payload))
            return seen with { Verdict = VrrpVerdict.NotVrrp, Detail = "CARP, which has the same protocol number" };

        // A trailer of a type that is not known is surplus.
        var isSigned = VrrpHmacTrailer.TryFind(payload, context.IsIPv6, out var hmac) && hmac.Type == VrrpHmacTrailer.HmacSha256;
        var trailer = isSigned ? VrrpHmacTrailer.Length : 0;
        VrrpAdvertisement.TryRead(payload, trailer, in context, out var advert, out var reason);
        var length = payload.Length;
        var isKnown = advert.Version is 2 or 3;
        var hasLength = isKnown && length >= VrrpAdvertisement.HeaderLength
            && length == VrrpAdvertisement.LengthOf(advert.Version, context.IsIPv6, advert.Count) + trailer;

        seen = seen with
        {
            Version = length > 0 ? advert.Version : null,
            Type = length > 0 ? advert.Type : null,
            VirtualRouterId = length > 1 ? advert.VirtualRouterId : null,
            Priority = length > 2 ? advert.Priority : null,
            Count = length > 3 ? advert.Count : null,
            AdvertisementInterval = length > 5 && isKnown ? advert.AdvertisementInterval : null,
            // In a message of another length the password may stand where an address is looked for.
            Addresses = hasLength ? Addresses(advert) : null,
            Authentication = seen.Authentication ?? Authentication(advert, length, trailer, hasLength),
            KeyId = isSigned ? hmac.KeyId : null,
            Checksum = hasLength ? Checksum(payload, trailer, in context) : null,
            Verdict = Verdict(reason),
        };
        return seen with { Detail = Detail(seen, payload, trailer, in context) ?? (advert.LacksLinkLocalAddress ? "the first address is not link-local" : null) };
    }

    private static IPAddress[] Addresses(VrrpAdvertisement advert)
    {
        var list = new IPAddress[advert.Addresses.Count];
        for (var i = 0; i < list.Length; i++)
            list[i] = new(advert.Addresses[i]);
        return list;
    }

    private static VrrpAuthenticationKind? Authentication(VrrpAdvertisement advert, int length, int trailer, bool hasLength) => advert.Version switch
    {
        2 or 3 when trailer > 0 => VrrpAuthenticationKind.Hmac,
        2 when length > 4 => advert.AuthenticationType switch
        {
            0 => VrrpAuthenticationKind.None,
            1 => VrrpAuthenticationKind.Pass,
            2 => VrrpAuthenticationKind.Ah,
            _ => null,
        },
        3 when hasLength => VrrpAuthenticationKind.None,
        _ => null,
    };

    private static VrrpObservedChecksum Checksum(ReadOnlySpan<byte> payload, int trailer, in VrrpPacketContext context) =>
        VrrpAdvertisement.ChecksumOf(payload, trailer, in context) switch
        {
            VrrpChecksumKind.PseudoHeader => VrrpObservedChecksum.PseudoHeader,
            VrrpChecksumKind.MessageOnly => VrrpObservedChecksum.MessageOnly,
            _ => VrrpObservedChecksum.Bad,
        };

    private static VrrpVerdict Verdict(VrrpDiscardReason reason) => reason switch
    {
        VrrpDiscardReason.None => VrrpVerdict.Ok,
        VrrpDiscardReason.BadLength => VrrpVerdict.BadLength,
        VrrpDiscardReason.BadVersion => VrrpVerdict.BadVersion,
        VrrpDiscardReason.BadType => VrrpVerdict.BadType,
        VrrpDiscardReason.BadTtl => VrrpVerdict.BadTtl,
        VrrpDiscardReason.BadCount => VrrpVerdict.BadCount,
        VrrpDiscardReason.BadChecksum => VrrpVerdict.BadChecksum,
        VrrpDiscardReason.BadInterval => VrrpVerdict.BadInterval,
        _ => VrrpVerdict.NotVrrp,
    };

    private static string? Detail(VrrpObservation seen, ReadOnlySpan<byte> payload, int trailer, in VrrpPacketContext context) => seen.Verdict switch
    {
        VrrpVerdict.Ok => seen.Authentication is null ? $"the authentication type {payload[4]} is unknown" : null,
        VrrpVerdict.BadLength when payload.Length < VrrpAdvertisement.HeaderLength => $"{payload.Length} bytes; the header has {VrrpAdvertisement.HeaderLength}",
        VrrpVerdict.BadLength =>
            $"{payload.Length} bytes; a message of {seen.Count} addresses has {VrrpAdvertisement.LengthOf(seen.Version!.Value, context.IsIPv6, seen.Count!.Value)}",
        VrrpVerdict.BadVersion => seen.Version == 2 ? "version 2 over IPv6" : $"version {seen.Version}; there are 2 and 3",
        VrrpVerdict.BadType => $"type {seen.Type}; an ADVERTISEMENT has {VrrpAdvertisement.AdvertisementType}",
        VrrpVerdict.BadTtl => $"{(context.IsIPv6 ? "hop limit" : "TTL")} {seen.TimeToLive}; a multicast advert has {VrrpAdvertisement.LinkLocalTimeToLive}",
        VrrpVerdict.BadCount => "no address",
        VrrpVerdict.BadChecksum => ChecksumDetail(payload[..^trailer], in context),
        VrrpVerdict.BadInterval => "an interval of 0",
        _ => null,
    };

    private static string ChecksumDetail(ReadOnlySpan<byte> message, in VrrpPacketContext context)
    {
        var found = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        var sum = (ulong)InternetChecksum.Sum(message) + (ushort)~found; // without the checksum itself
        var messageOnly = (ushort)~InternetChecksum.Fold(sum);
        var pseudoHeader = (ushort)~InternetChecksum.Fold(sum + context.PseudoHeaderSum(message.Length));
        var expected = context.IsIPv6 ? $"0x{pseudoHeader:x4}"
            : message[0] >> 4 == 2 ? $"0x{messageOnly:x4}"
            : $"0x{messageOnly:x4} (message only) or 0x{pseudoHeader:x4} (with pseudo-header)";
        return $"0x{found:x4}; expected {expected}";
    }
}

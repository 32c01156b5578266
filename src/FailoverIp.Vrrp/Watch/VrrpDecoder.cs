using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp;

/// <summary>Decodes whatever carries IP protocol 112, whole or broken. Pure; never throws.</summary>
internal static class VrrpDecoder
{
    /// <summary>Decodes one IP packet, padding after it allowed.</summary>
    /// <returns>Null where it is another protocol's.</returns>
    public static VrrpObservation? Decode(ReadOnlySpan<byte> packet, bool isIPv6, PhysicalAddress? sourceMac, string interfaceName, DateTimeOffset at)
    {
        var seen = new VrrpObservation { At = at, Interface = interfaceName, IsIPv6 = isIPv6, SourceMac = sourceMac, Verdict = VrrpVerdict.NotVrrp };
        return isIPv6 ? DecodeIPv6(packet, seen) : DecodeIPv4(packet, seen);
    }

    private static VrrpObservation? DecodeIPv4(ReadOnlySpan<byte> packet, VrrpObservation seen)
    {
        IPv4Packet.TryRead(packet, out var ip, out var fault);
        if (ip.Protocol is not (VrrpAdvertisement.IPProtocol or AuthenticationHeader.IPProtocol))
            return null;
        var isAuthenticated = ip.Protocol == AuthenticationHeader.IPProtocol;
        if (fault is IPPacketFault.TooShort or IPPacketFault.OtherVersion or IPPacketFault.BadHeaderLength)
            return isAuthenticated ? null : seen with { Detail = "the IPv4 header cannot be read" };

        seen = seen with { Source = new(packet.Slice(12, 4)), Destination = new(packet.Slice(16, 4)), TimeToLive = ip.TimeToLive };
        if (ip.FragmentOffset > 0)
            return isAuthenticated ? null : seen with { Detail = $"a fragment, from byte {ip.FragmentOffset} of its packet" };
        var incomplete = fault switch
        {
            IPPacketFault.Fragment => "the first fragment of a longer packet",
            IPPacketFault.Truncated => $"the IPv4 packet is stated to have {ip.TotalLength} bytes, {packet.Length} are there",
            _ => null,
        };
        var result = DecodePayload(ip.Payload, isAuthenticated, ip.Context, seen, incomplete);
        return result is { Verdict: VrrpVerdict.Ok, Detail: null } && !ip.HasValidHeaderChecksum
            ? result with { Detail = "the checksum of the IPv4 header is wrong; a receiver's kernel drops the packet" }
            : result;
    }

    private static VrrpObservation? DecodeIPv6(ReadOnlySpan<byte> packet, VrrpObservation seen)
    {
        IPv6Packet.TryRead(packet, out var ip, out var fault);
        if (ip.NextHeader is not (VrrpAdvertisement.IPProtocol or AuthenticationHeader.IPProtocol))
            return null;
        var isAuthenticated = ip.NextHeader == AuthenticationHeader.IPProtocol;
        if (fault is IPPacketFault.TooShort or IPPacketFault.OtherVersion)
            return isAuthenticated ? null : seen with { Detail = "the IPv6 header cannot be read" };

        seen = seen with { Source = new(packet.Slice(8, 16)), Destination = new(packet.Slice(24, 16)), TimeToLive = ip.HopLimit };
        var incomplete = fault == IPPacketFault.Truncated
            ? $"the IPv6 packet is stated to have {IPv6Packet.HeaderLength + ip.PayloadLength} bytes, {packet.Length} are there"
            : null;
        return DecodePayload(ip.Payload, isAuthenticated, ip.Context, seen, incomplete);
    }

    private static VrrpObservation? DecodePayload(ReadOnlySpan<byte> payload, bool isAuthenticated, in VrrpPacketContext context, VrrpObservation seen, string? incomplete)
    {
        if (isAuthenticated)
        {
            if (payload.IsEmpty || payload[0] != VrrpAdvertisement.IPProtocol)
                return null;
            seen = seen with { Authentication = VrrpAuthenticationKind.Ah };
            var header = payload.Length > 1 ? (payload[1] + 2) * 4 : int.MaxValue;
            if (header > payload.Length)
                return seen with { Verdict = VrrpVerdict.BadLength, Detail = incomplete ?? "the authentication header is cut off" };
            payload = payload[header..];
        }
        var result = VrrpMessageDecoder.Decode(payload, in context, seen);
        return incomplete is not null && result.Verdict is VrrpVerdict.Ok or VrrpVerdict.BadLength
            ? result with { Verdict = VrrpVerdict.BadLength, Detail = incomplete ?? result.Detail }
            : result;
    }
}

using FailoverIp.Vrrp.Tests.Protocol;

namespace FailoverIp.Vrrp.Tests.Watch;

/// <summary>What keepalived puts around a message: the HMAC trailer behind it, the authentication header before it.</summary>
public class TrailerTests
{
    // keepalived's own test vector, over IPv4.
    public const string V3Hmac = "3133c80100644402c0000264" + Trailer;
    private const string Trailer = "0101000068000000800000001b84bc4e8e43892dc6d98448f8ee2265";

    // 24 bytes as keepalived sends them: next header 112, length 4, SPI, sequence number, HMAC-MD5-96.
    private const string AuthenticationHeader = "70040000c0000201000000010102030405060708090a0b0c";
    private const string V2Ah = "210ac8010201528dc00002650000000000000000";

    [Fact]
    public void A_trailer_is_no_surplus()
    {
        var seen = Packets.Observe(Packets.IPv4(V3Hmac, source: "198.51.100.10"));
        (seen.Verdict, seen.Authentication, seen.KeyId).ShouldBe((VrrpVerdict.Ok, VrrpAuthenticationKind.Hmac, 1));
        seen.Addresses!.Single().ToString().ShouldBe("192.0.2.100");
    }

    [Fact]
    public void Version_2_and_IPv6_have_it_too()
    {
        var template = VrrpPacketTemplate.Build(new()
        {
            Version = VrrpVersion.V2,
            VirtualRouterId = 10,
            Priority = 200,
            AdvertisementInterval = TimeSpan.FromSeconds(1),
            Addresses = new byte[] { 192, 0, 2, 101 },
            Context = GoldenFrames.IPv4,
            Authentication = VrrpAuthenticationKind.Hmac,
            Key = new(7, Protocol.Hmac.HmacFrames.KeyBytes),
        });
        var seen = Packets.Observe(template.Prepare(1).ToArray());
        (seen.Verdict, seen.Version, seen.Authentication, seen.KeyId, seen.Detail).ShouldBe((VrrpVerdict.Ok, 2, VrrpAuthenticationKind.Hmac, 7, null));

        seen = Packets.Observe(Packets.IPv6(Protocol.Hmac.HmacFrames.IPv6, "fe80::10", "fe80::20"));
        (seen.Verdict, seen.Version, seen.Authentication, seen.KeyId, seen.Detail).ShouldBe((VrrpVerdict.Ok, 3, VrrpAuthenticationKind.Hmac, 1, null));
    }

    [Fact]
    public void A_trailer_of_another_type_or_length_is()
    {
        foreach (var payload in new[] { V3Hmac.Replace(Trailer, "02" + Trailer[2..]), V3Hmac[..^2], V3Hmac + "00" })
        {
            var seen = Packets.Observe(Packets.IPv4(payload, source: "198.51.100.10"));
            (seen.Verdict, seen.Authentication, seen.KeyId).ShouldBe((VrrpVerdict.BadLength, (VrrpAuthenticationKind?)null, (int?)null));
        }
    }

    [Fact]
    public void The_checksum_over_IPv4_does_not_cover_the_trailer()
    {
        var packet = Packets.IPv4(V3Hmac, source: "198.51.100.10");
        packet[^1] ^= 0xFF;
        Packets.Observe(packet).Verdict.ShouldBe(VrrpVerdict.Ok);
        packet[20 + 2] ^= 1;
        Packets.Observe(packet).Verdict.ShouldBe(VrrpVerdict.BadChecksum);
    }

    [Fact]
    public void The_checksum_over_IPv6_may_cover_the_trailer_or_not()
    {
        var without = Packets.IPv6(GoldenFrames.V3IPv6 + Trailer);
        var with = (byte[])without.Clone();
        (with[46], with[47]) = (0, 0);
        var sum = InternetChecksum.Sum(with.AsSpan(8)) + 112u + (uint)(with.Length - 40);
        var checksum = (ushort)~InternetChecksum.Fold(sum);
        (with[46], with[47]) = ((byte)(checksum >> 8), (byte)checksum);

        foreach (var packet in new[] { without, with })
        {
            var seen = Packets.Observe(packet);
            (seen.Verdict, seen.Checksum, seen.Authentication).ShouldBe((VrrpVerdict.Ok, VrrpObservedChecksum.PseudoHeader, VrrpAuthenticationKind.Hmac));
            packet[40 + 2] ^= 1;
            Packets.Observe(packet).Verdict.ShouldBe(VrrpVerdict.BadChecksum);
        }
        with[^1] ^= 1;
        with[40 + 2] ^= 1;
        Packets.Observe(with).Verdict.ShouldBe(VrrpVerdict.BadChecksum);
    }

    [Fact]
    public void A_message_is_found_behind_an_authentication_header()
    {
        var seen = Packets.Observe(Packets.IPv4(AuthenticationHeader + V2Ah, protocol: 51));
        (seen.Verdict, seen.Authentication, seen.VirtualRouterId, seen.Checksum).ShouldBe((VrrpVerdict.Ok, VrrpAuthenticationKind.Ah, 10, VrrpObservedChecksum.MessageOnly));
        seen.Addresses!.Single().ToString().ShouldBe("192.0.2.101");
    }

    [Theory]
    [InlineData(GoldenPackets.Ah1, 200)]
    [InlineData(GoldenPackets.Ah5, 0)]
    [InlineData(GoldenPackets.AhTtl7, 200)]
    public void What_keepalived_sends_with_an_authentication_header_is_Ok(string hex, int priority)
    {
        var seen = Packets.Observe(GoldenFrames.Bytes(hex));
        (seen.Verdict, seen.Authentication, seen.Priority, seen.Checksum, seen.Detail)
            .ShouldBe((VrrpVerdict.Ok, VrrpAuthenticationKind.Ah, priority, VrrpObservedChecksum.MessageOnly, null));
    }

    [Fact]
    public void An_authentication_header_that_carries_another_protocol_gives_no_observation()
    {
        Packets.Decode(Packets.IPv4("11" + AuthenticationHeader[2..] + V2Ah, protocol: 51)).ShouldBeNull();
        Packets.Decode(Packets.IPv4("", protocol: 51)).ShouldBeNull();
    }

    [Theory]
    [InlineData("70")]
    [InlineData("70040000c0000201")]
    public void A_cut_authentication_header_is_of_bad_length(string payload)
    {
        var seen = Packets.Observe(Packets.IPv4(payload, protocol: 51));
        (seen.Verdict, seen.Authentication, seen.Detail).ShouldBe((VrrpVerdict.BadLength, VrrpAuthenticationKind.Ah, "the authentication header is cut off"));
    }
}

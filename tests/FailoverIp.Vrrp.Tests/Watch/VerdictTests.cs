using FailoverIp.Vrrp.Tests.Protocol;

namespace FailoverIp.Vrrp.Tests.Watch;

public class VerdictTests
{
    // payload, TTL, verdict, checksum, authentication, detail
    public static TheoryData<string, byte, VrrpVerdict, string?, string?, string?> Payloads => new()
    {
        { GoldenFrames.V2, 255, VrrpVerdict.Ok, "MessageOnly", "None", null },
        { GoldenFrames.V2Password, 255, VrrpVerdict.Ok, "MessageOnly", "Pass", null },
        { GoldenFrames.V3MessageOnly, 255, VrrpVerdict.Ok, "MessageOnly", "None", null },
        { "210ac8010201e540c00002650000000000000000", 255, VrrpVerdict.BadChecksum, "Bad", "Ah", "0xe540; expected 0x528d" },
        { "210ac8010201528dc00002650000000000000000", 255, VrrpVerdict.Ok, "MessageOnly", "Ah", null },
        { "210ac80109014b8dc00002650000000000000000", 255, VrrpVerdict.Ok, "MessageOnly", null, "the authentication type 9 is unknown" },
        { "", 255, VrrpVerdict.BadLength, null, null, "0 bytes; the header has 8" },
        { "410ac802", 255, VrrpVerdict.BadLength, null, null, "4 bytes; the header has 8" },
        { "410ac8020064828ac0000201c0000202", 255, VrrpVerdict.BadVersion, null, null, "version 4; there are 2 and 3" },
        { "320ac8020064818ac0000201c0000202", 255, VrrpVerdict.BadType, "MessageOnly", "None", "type 2; an ADVERTISEMENT has 1" },
        { GoldenFrames.V2, 254, VrrpVerdict.BadTtl, "MessageOnly", "None", "TTL 254; a multicast advert has 255" },
        { GoldenFrames.V2, 0, VrrpVerdict.BadTtl, "MessageOnly", "None", "TTL 0; a multicast advert has 255" },
        { "310ac800006406 91", 255, VrrpVerdict.BadCount, "MessageOnly", "None", "no address" },
        { "310ac8020064828ac0000201", 255, VrrpVerdict.BadLength, null, null, "12 bytes; a message of 2 addresses has 16" },
        { "310ac8020064828ac0000201c000020200000000", 255, VrrpVerdict.BadLength, null, null, "20 bytes; a message of 2 addresses has 16" },
        { "310ac802006482 8bc0000201c0000202", 255, VrrpVerdict.BadChecksum, "Bad", "None", "0x828b; expected 0x828a (message only) or 0xdff5 (with pseudo-header)" },
        { "310ac8020000 82eec0000201c0000202", 255, VrrpVerdict.BadInterval, "MessageOnly", "None", "an interval of 0" },
        { "310ac802f000 92edc0000201c0000202", 255, VrrpVerdict.BadInterval, "MessageOnly", "None", "an interval of 0" },
        { "310ac802f064 9289c0000201c0000202", 255, VrrpVerdict.Ok, "MessageOnly", "None", null },
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Each_packet_gets_the_verdict_of_the_first_check_that_fails(
        string payload, byte ttl, VrrpVerdict verdict, string? checksum, string? authentication, string? detail)
    {
        var seen = Packets.Observe(Packets.IPv4(payload, ttl: ttl));

        (seen.Verdict, seen.Checksum?.ToString(), seen.Authentication?.ToString(), seen.Detail).ShouldBe((verdict, checksum, authentication, detail));
        seen.TimeToLive.ShouldBe(ttl);
        seen.Source!.ToString().ShouldBe("192.0.2.1");
    }

    [Fact]
    public void A_password_does_not_show_as_an_address_where_the_count_is_wrong()
    {
        for (var count = 0; count < 8; count++)
        {
            var packet = Packets.IPv4(GoldenFrames.V2Password);
            packet[20 + 3] = (byte)count;
            VrrpObservationJson.ToLine(Packets.Observe(packet)).Contains("115.51.99.114", StringComparison.Ordinal).ShouldBeFalse($"count {count}"); // "s3cr"
        }
    }

    [Fact]
    public void Unicast_may_have_any_TTL() =>
        Packets.Observe(Packets.IPv4(GoldenFrames.V2, destination: "192.0.2.2", ttl: 3)).Verdict.ShouldBe(VrrpVerdict.Ok);

    [Fact]
    public void Version_2_over_IPv6_has_no_standard()
    {
        var seen = Packets.Observe(Packets.IPv6(GoldenFrames.V2NoAuthentication));
        (seen.Verdict, seen.Detail, seen.Version).ShouldBe((VrrpVerdict.BadVersion, "version 2 over IPv6", 2));
    }

    [Fact]
    public void A_hop_limit_is_called_by_its_name()
    {
        var seen = Packets.Observe(Packets.IPv6(GoldenFrames.V3IPv6, hopLimit: 64));
        (seen.Verdict, seen.Checksum, seen.Detail).ShouldBe((VrrpVerdict.BadTtl, VrrpObservedChecksum.PseudoHeader, "hop limit 64; a multicast advert has 255"));
    }

    [Theory]
    [InlineData(GoldenPackets.Carp1)]
    [InlineData(GoldenPackets.Carp42)]
    public void CARP_shares_the_protocol_number_and_is_not_VRRP(string hex)
    {
        var seen = Packets.Observe(GoldenFrames.Bytes(hex));
        (seen.Verdict, seen.Detail).ShouldBe((VrrpVerdict.NotVrrp, "CARP, which has the same protocol number"));
        (seen.VirtualRouterId, seen.Source!.ToString()).ShouldBe((null, "192.0.2.1"));
    }

    [Theory]
    [InlineData(GoldenPackets.IPv6, 150, 255)]
    [InlineData(GoldenPackets.IPv6Resigns, 0, 255)]
    [InlineData(GoldenPackets.IPv6Unicast, 150, 64)]
    public void What_keepalived_sends_over_IPv6_is_Ok(string hex, int priority, int hopLimit)
    {
        var seen = Packets.Observe(GoldenFrames.Bytes(hex));
        (seen.Verdict, seen.Priority, seen.TimeToLive, seen.Checksum, seen.Detail).ShouldBe((VrrpVerdict.Ok, priority, hopLimit, VrrpObservedChecksum.PseudoHeader, null));
        seen.AdvertisementInterval.ShouldBe(TimeSpan.FromMilliseconds(500));
        seen.Addresses!.Select(a => a.ToString()).ShouldBe(["fe80::100", "2001:db8::100"]);
    }

    [Theory]
    [InlineData("2001:db8::1", "the first address is not link-local")]
    [InlineData("fec0::1", "the first address is not link-local")]
    [InlineData("fe80::1", null)]
    [InlineData("febf::1", null)]
    public void A_first_address_over_IPv6_that_is_not_link_local_is_told_and_changes_no_verdict(string first, string? detail)
    {
        var message = new byte[40];
        VrrpAdvertisementWriter.WriteV3(
            message, 10, 100, 100, VrrpAdvertisementWriter.Pack([System.Net.IPAddress.Parse(first), System.Net.IPAddress.Parse("2001:db8::2")]), GoldenFrames.IPv6);

        var seen = Packets.Observe(Packets.IPv6(Convert.ToHexString(message)));

        (seen.Verdict, seen.Detail).ShouldBe((VrrpVerdict.Ok, detail));
        VrrpAdvertisement.TryRead(message, GoldenFrames.IPv6, out var advert, out _).ShouldBeTrue();
        advert.LacksLinkLocalAddress.ShouldBe(detail is not null);
        VrrpAdvertisement.TryRead(GoldenFrames.Bytes(GoldenFrames.V3MessageOnly), GoldenFrames.IPv4, out advert, out _).ShouldBeTrue();
        advert.LacksLinkLocalAddress.ShouldBeFalse();
    }

    [Fact]
    public void Other_protocols_give_no_observation()
    {
        Packets.Decode(Packets.IPv4(GoldenFrames.V2, protocol: 17)).ShouldBeNull();
        Packets.Decode(Packets.IPv6(GoldenFrames.V3IPv6, protocol: 58)).ShouldBeNull();
        Packets.Decode([], isIPv6: false).ShouldBeNull();
        Packets.Decode([], isIPv6: true).ShouldBeNull();
    }
}

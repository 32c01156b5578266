using FailoverIp.Vrrp.Tests.Protocol;

namespace FailoverIp.Vrrp.Tests.Watch;

/// <summary>The lines of <c>vrrp watch --json</c>, to the character.</summary>
public class ObservationJsonTests
{
    private const string Start = """{"at":"2026-01-01T00:00:00.123456Z","interface":"eth1","family":"IPv4","source":"192.0.2.1","destination":"224.0.0.18","sourceMac":"02:00:00:00:00:01",""";

    [Fact]
    public void Version_2_with_a_password_which_is_not_shown() => Line(Packets.IPv4(GoldenFrames.V2Password)).ShouldBe(
        Start + """
        "ttl":255,"version":2,"type":1,"virtualRouterId":10,"priority":200,"count":1,"intervalMs":1000,"addresses":["192.0.2.101"],"authentication":"Pass","checksum":"MessageOnly","verdict":"Ok","detail":null}
        """);

    [Fact]
    public void Version_3_with_padding_after_the_packet() => Line([.. Packets.IPv4(GoldenFrames.V3), .. new byte[10]]).ShouldBe(
        Start + """
        "ttl":255,"version":3,"type":1,"virtualRouterId":10,"priority":200,"count":2,"intervalMs":1000,"addresses":["192.0.2.101","192.0.2.102"],"authentication":"None","checksum":"PseudoHeader","verdict":"Ok","detail":null}
        """);

    [Fact]
    public void Version_3_over_IPv6() => Line(Packets.IPv6(GoldenFrames.V3IPv6)).ShouldBe(
        """
        {"at":"2026-01-01T00:00:00.123456Z","interface":"eth1","family":"IPv6","source":"fe80::c8","destination":"ff02::12","sourceMac":"02:00:00:00:00:01","ttl":255,"version":3,"type":1,"virtualRouterId":10,"priority":100,"count":2,"intervalMs":1000,"addresses":["fe80::1","2001:db8::1"],"authentication":"None","checksum":"PseudoHeader","verdict":"Ok","detail":null}
        """);

    [Fact]
    public void An_HMAC_trailer_names_its_key() => Line(Packets.IPv4(TrailerTests.V3Hmac, source: "198.51.100.10")).ShouldBe(
        """
        {"at":"2026-01-01T00:00:00.123456Z","interface":"eth1","family":"IPv4","source":"198.51.100.10","destination":"224.0.0.18","sourceMac":"02:00:00:00:00:01","ttl":255,"version":3,"type":1,"virtualRouterId":51,"priority":200,"count":1,"intervalMs":1000,"addresses":["192.0.2.100"],"authentication":"Hmac","keyId":1,"checksum":"MessageOnly","verdict":"Ok","detail":null}
        """);

    [Fact]
    public void What_could_not_be_read_is_null() => Line(Packets.IPv4("210ac8")).ShouldBe(
        Start + """
        "ttl":255,"version":2,"type":1,"virtualRouterId":10,"priority":200,"count":null,"intervalMs":null,"addresses":null,"authentication":null,"checksum":null,"verdict":"BadLength","detail":"3 bytes; the header has 8"}
        """);

    [Fact]
    public void A_wrong_checksum_is_told_with_the_right_ones() => Line(Packets.IPv4(GoldenFrames.V3.Replace("df2d", "df2e"))).ShouldBe(
        Start + """
        "ttl":255,"version":3,"type":1,"virtualRouterId":10,"priority":200,"count":2,"intervalMs":1000,"addresses":["192.0.2.101","192.0.2.102"],"authentication":"None","checksum":"Bad","verdict":"BadChecksum","detail":"0xdf2e; expected 0x81c2 (message only) or 0xdf2d (with pseudo-header)"}
        """);

    [Fact]
    public void A_link_without_addresses_has_no_source_there()
    {
        var observation = VrrpDecoder.Decode(Packets.IPv4(GoldenFrames.V3), false, null, "tun0", Packets.At).ShouldNotBeNull();
        VrrpObservationJson.ToLine(observation).ShouldContain("\"interface\":\"tun0\"").ShouldContain("\"sourceMac\":null");
    }

    private static string Line(byte[] packet) => VrrpObservationJson.ToLine(Packets.Observe(packet));
}

file static class Fluent
{
    public static string ShouldContain(this string text, string part)
    {
        text.Contains(part, StringComparison.Ordinal).ShouldBeTrue(text);
        return text;
    }
}

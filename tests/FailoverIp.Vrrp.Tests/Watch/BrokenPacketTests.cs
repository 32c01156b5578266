using FailoverIp.Vrrp.Tests.Protocol;

namespace FailoverIp.Vrrp.Tests.Watch;

/// <summary>Packets whose IP header is the trouble.</summary>
public class BrokenPacketTests
{
    [Fact]
    public void A_packet_that_ends_before_its_stated_length()
    {
        var seen = Packets.Observe(Packets.IPv4(GoldenFrames.V3)[..^4]);
        (seen.Verdict, seen.Detail, seen.VirtualRouterId).ShouldBe((VrrpVerdict.BadLength, "the IPv4 packet is stated to have 36 bytes, 32 are there", 10));
        seen = Packets.Observe(Packets.IPv6(GoldenFrames.V3IPv6)[..^1]);
        (seen.Verdict, seen.Detail).ShouldBe((VrrpVerdict.BadLength, "the IPv6 packet is stated to have 80 bytes, 79 are there"));
    }

    [Fact]
    public void A_whole_message_in_a_cut_packet_is_not_Ok()
    {
        var packet = Packets.IPv4(GoldenFrames.V3);
        packet[3] += 8;
        Packets.Observe(packet).Verdict.ShouldBe(VrrpVerdict.BadLength);
    }

    [Fact]
    public void An_earlier_fault_than_the_length_is_named_first()
    {
        var packet = Packets.IPv4(GoldenFrames.V3, ttl: 1)[..^4];
        Packets.Observe(packet).Verdict.ShouldBe(VrrpVerdict.BadTtl);
    }

    [Fact]
    public void The_first_fragment_shows_its_fields_and_a_later_one_only_where_it_is_from()
    {
        var packet = Packets.IPv4(GoldenFrames.V3);
        packet[6] = 0x20;
        var first = Packets.Observe(packet);
        (first.Verdict, first.Detail, first.VirtualRouterId).ShouldBe((VrrpVerdict.BadLength, "the first fragment of a longer packet", 10));

        (packet[6], packet[7]) = (0, 2);
        var later = Packets.Observe(packet);
        (later.Verdict, later.Detail, later.Version).ShouldBe((VrrpVerdict.NotVrrp, "a fragment, from byte 16 of its packet", (int?)null));
        later.Source!.ToString().ShouldBe("192.0.2.1");
    }

    [Theory]
    [InlineData(0x65)] // IPv6 in an IPv4 frame
    [InlineData(0x44)] // 16 bytes of header
    [InlineData(0x4F)] // 60 bytes of header
    public void A_header_that_makes_no_sense(byte first)
    {
        var packet = Packets.IPv4(GoldenFrames.V3);
        packet[0] = first;
        var seen = VrrpDecoder.Decode(packet, isIPv6: false, null, "eth1", Packets.At).ShouldNotBeNull();
        (seen.Verdict, seen.Detail, seen.Source).ShouldBe((VrrpVerdict.NotVrrp, "the IPv4 header cannot be read", null));
    }

    [Fact]
    public void A_packet_shorter_than_its_header()
    {
        var seen = Packets.Observe(Packets.IPv4(GoldenFrames.V3)[..15]);
        (seen.Verdict, seen.Source).ShouldBe((VrrpVerdict.NotVrrp, null));
        seen = Packets.Observe(Packets.IPv6(GoldenFrames.V3IPv6)[..30]);
        (seen.Verdict, seen.Detail).ShouldBe((VrrpVerdict.NotVrrp, "the IPv6 header cannot be read"));
    }

    [Fact]
    public void A_wrong_IPv4_header_checksum_is_told_and_changes_no_verdict()
    {
        var packet = Packets.IPv4(GoldenFrames.V3);
        packet[10] ^= 1;
        var seen = Packets.Observe(packet);
        (seen.Verdict, seen.Detail).ShouldBe((VrrpVerdict.Ok, "the checksum of the IPv4 header is wrong; a receiver's kernel drops the packet"));
    }
}

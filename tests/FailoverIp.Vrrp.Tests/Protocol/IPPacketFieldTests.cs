using System.Net;

namespace FailoverIp.Vrrp.Tests.Protocol;

/// <summary>What is read of packets that are cut off, and the edges of what is taken.</summary>
public class IPPacketFieldTests
{
    private static byte[] IPv4 => GoldenFrames.Bytes("45c000285678a0b9ff709182c0000201e0000012" + GoldenFrames.V2Password);

    private static byte[] IPv6 => GoldenFrames.Bytes(GoldenPackets.IPv6);

    [Fact]
    public void A_field_that_a_cut_IPv4_packet_is_too_short_for_is_0()
    {
        for (var length = 0; length <= 20; length++)
        {
            IPv4Packet.TryRead(IPv4.AsSpan(0, length), out var packet, out _).ShouldBeFalse();

            packet.HeaderLength.ShouldBe(length >= 1 ? 20 : 0);
            packet.TotalLength.ShouldBe(length >= 4 ? 40 : 0);
            packet.FragmentOffset.ShouldBe(length >= 8 ? 0xB9 * 8 : 0);
            packet.IsFragment.ShouldBe(length >= 7);
            packet.TimeToLive.ShouldBe(length >= 9 ? (byte)255 : (byte)0);
            packet.Protocol.ShouldBe(length >= 10 ? (byte)112 : (byte)0);
            packet.Source.ShouldBe(length >= 16 ? 0xC0000201 : 0);
            packet.Destination.ShouldBe(length >= 20 ? 0xE0000012 : 0);
            packet.Bytes.Length.ShouldBe(length >= 4 ? length : 0);
            packet.Payload.Length.ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("45c00028567800b9", 0xB9 * 8, true)] // the last one
    [InlineData("45c0002856782000", 0, true)] // the first one
    [InlineData("45c0002856783fff", 0x1FFF * 8, true)]
    [InlineData("45c0002856784000", 0, false)] // DF
    public void A_fragment_tells_its_place(string hex, int offset, bool isFragment)
    {
        IPv4Packet.TryRead(GoldenFrames.Bytes(hex), out var packet, out _);
        (packet.FragmentOffset, packet.IsFragment).ShouldBe((offset, isFragment));
    }

    [Fact]
    public void A_header_checksum_covers_the_whole_header_and_no_more()
    {
        var bytes = new byte[60];
        IPv4Header.Write(bytes, 0xC0000201, 0xE0000012, 1, 40);
        Packet(bytes).HasValidHeaderChecksum.ShouldBeTrue();
        bytes[20] ^= 1;
        Packet(bytes).HasValidHeaderChecksum.ShouldBeTrue();
        bytes[19] ^= 1;
        Packet(bytes).HasValidHeaderChecksum.ShouldBeFalse();
        bytes[19] ^= 1;
        IPv4Packet.TryRead(bytes.AsSpan(0, 20), out var headerAlone, out _);
        headerAlone.HasValidHeaderChecksum.ShouldBeTrue();
        IPv4Packet.TryRead(bytes.AsSpan(0, 19), out var cut, out _);
        cut.HasValidHeaderChecksum.ShouldBeFalse();
    }

    [Fact]
    public void A_packet_may_be_a_header_alone_and_fill_what_there_is()
    {
        var bytes = new byte[24];
        IPv4Header.Write(bytes, 0xC0000201, 0xE0000012, 1, 0);
        var packet = Packet(bytes);
        (packet.TotalLength, packet.Bytes.Length, packet.Payload.Length).ShouldBe((20, 20, 0));

        (bytes[0], bytes[3]) = (0x46, 24); // a header of 24 bytes, with options
        packet = Packet(bytes);
        (packet.HeaderLength, packet.Bytes.Length, packet.Payload.Length).ShouldBe((24, 24, 0));
        IPv4Packet.TryRead(bytes.AsSpan(0, 23), out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(IPPacketFault.BadHeaderLength);
    }

    [Fact]
    public void Of_a_packet_that_ends_too_early_is_read_what_is_there()
    {
        IPv4Packet.TryRead(GoldenFrames.Bytes(GoldenPackets.Ah1).AsSpan(0, 30), out var packet, out _).ShouldBeFalse();
        (packet.Bytes.Length, packet.Payload.Length, packet.Payload[0]).ShouldBe((30, 10, (byte)0x70));
        IPv6Packet.TryRead(IPv6.AsSpan(0, 50), out var packet6, out _).ShouldBeFalse();
        (packet6.Payload.Length, packet6.Payload[0]).ShouldBe((10, (byte)0x31));
    }

    [Fact]
    public void A_field_that_a_cut_IPv6_packet_is_too_short_for_is_0()
    {
        var (source, destination) = (Number("fe80::ff:fe01:1"), Number("ff02::12"));
        for (var length = 0; length < 80; length++)
        {
            IPv6Packet.TryRead(IPv6.AsSpan(0, length), out var packet, out var fault).ShouldBeFalse();

            fault.ShouldBe(length < 40 ? IPPacketFault.TooShort : IPPacketFault.Truncated);
            packet.PayloadLength.ShouldBe(length >= 6 ? 40 : 0);
            packet.NextHeader.ShouldBe(length >= 7 ? (byte)112 : (byte)0);
            packet.HopLimit.ShouldBe(length >= 8 ? (byte)255 : (byte)0);
            packet.Source.ShouldBe(length >= 24 ? source : 0);
            packet.Destination.ShouldBe(length >= 40 ? destination : 0);
            packet.Payload.Length.ShouldBe(Math.Max(0, length - 40));
        }
        IPv6Packet.TryRead(IPv6, out var whole, out _).ShouldBeTrue();
        (whole.Context.Source, whole.Context.Destination, whole.Context.TimeToLive, whole.Context.IsIPv6).ShouldBe((source, destination, (byte)255, true));
    }

    [Fact]
    public void A_payload_longer_than_255_bytes_uses_both_bytes_of_its_length()
    {
        var bytes = new byte[700];
        IPv4Header.Write(bytes, 1, 2, 3, 600);
        Packet(bytes).TotalLength.ShouldBe(620);
        IPv6Header.Write(bytes, 1, 2, 600, 255);
        IPv6Packet.TryRead(bytes, out var packet, out _).ShouldBeTrue();
        packet.PayloadLength.ShouldBe(600);
    }

    [Fact]
    public void A_header_is_written_over_whatever_stood_there()
    {
        var (dirty, clean) = (new byte[80], new byte[80]);
        dirty.AsSpan().Fill(0xAA);
        IPv4Header.Write(dirty, 0xC0000201, 0xE0000012, 1, 20);
        IPv4Header.Write(clean, 0xC0000201, 0xE0000012, 1, 20);
        dirty.AsSpan(0, 20).SequenceEqual(clean.AsSpan(0, 20)).ShouldBeTrue();
        dirty.AsSpan(20).IndexOfAnyExcept((byte)0xAA).ShouldBe(-1);

        IPv6Header.Write(dirty, 1, 2, 20, 255);
        IPv6Header.Write(clean, 1, 2, 20, 255);
        dirty.AsSpan(0, 40).SequenceEqual(clean.AsSpan(0, 40)).ShouldBeTrue();

        dirty.AsSpan().Fill(0xAA);
        AuthenticationHeader.Write(dirty, 1, 2);
        Convert.ToHexStringLower(dirty.AsSpan(0, 25)).ShouldBe("700400000000000100000002000000000000000000000000aa");
    }

    [Fact]
    public void The_longest_payload_is_written_and_one_byte_more_is_refused()
    {
        var bytes = new byte[40];
        IPv4Header.Write(bytes, 1, 2, 3, 65_515);
        (bytes[2], bytes[3]).ShouldBe(((byte)0xFF, (byte)0xFF));
        IPv6Header.Write(bytes, 1, 2, 65_535, 255);
        (bytes[4], bytes[5]).ShouldBe(((byte)0xFF, (byte)0xFF));

        Should.Throw<ArgumentOutOfRangeException>(() => IPv4Header.Write(bytes, 1, 2, 3, 65_516)).ParamName.ShouldBe("payloadLength");
        Should.Throw<ArgumentOutOfRangeException>(() => IPv4Header.Write(bytes, 1, 2, 3, -1)).ParamName.ShouldBe("payloadLength");
        Should.Throw<OverflowException>(() => IPv6Header.Write(bytes, 1, 2, 65_536, 255));
        Should.Throw<ArgumentException>(() => IPv4Header.Write(new byte[19], 1, 2, 3, 0)).Message.ShouldStartWith("the buffer holds 19 bytes, the header has 20");
    }

    private static UInt128 Number(string address) => VrrpPacketContext.ToNumber(IPAddress.Parse(address));

    private static IPv4Packet Packet(byte[] bytes) => GoldenPackets.IPv4Of(bytes);
}

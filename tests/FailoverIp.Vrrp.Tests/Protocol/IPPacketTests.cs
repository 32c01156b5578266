using System.Net;

namespace FailoverIp.Vrrp.Tests.Protocol;

public class IPPacketTests
{
    // The header as keepalived writes it: TOS 0xc0, TTL 255, protocol 112, DF not set, 192.0.2.1 to 224.0.0.18.
    private static byte[] Captured => GoldenFrames.Bytes("45c0002800010000ff701891c0000201e0000012" + GoldenFrames.V2Password);

    [Fact]
    public void The_header_is_the_one_that_keepalived_writes()
    {
        var header = new byte[20];
        IPv4Header.Write(header, 0xC0000201, 0xE0000012, 1, 20).ShouldBe(20);

        InternetChecksumTests.Naive(header).ShouldBe((ushort)0xFFFF);
        header.ShouldBe(Captured[..20]);
    }

    [Fact]
    public void Another_identification_keeps_the_checksum_right()
    {
        var header = new byte[20];
        IPv4Header.Write(header, 0xC0000201, 0xE0000012, 1, 20);
        for (var id = 0; id <= ushort.MaxValue; id += 7)
        {
            IPv4Header.SetIdentification(header, (ushort)id);
            InternetChecksumTests.Naive(header).ShouldBe((ushort)0xFFFF);
            (header[4], header[5]).ShouldBe(((byte)(id >> 8), (byte)id));
        }
    }

    [Fact]
    public void A_payload_that_no_packet_can_hold_is_refused()
    {
        Should.Throw<ArgumentException>(() => IPv4Header.Write(new byte[19], 0, 0, 0, 0));
        Should.Throw<ArgumentException>(() => IPv4Header.Write(new byte[20], 0, 0, 0, 65516));
        Should.Throw<ArgumentException>(() => IPv4Header.Write(new byte[20], 0, 0, 0, -1));
    }

    [Fact]
    public void A_packet_is_read_without_the_padding_after_it()
    {
        IPv4Packet.TryRead([.. Captured, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE], out var packet, out var fault).ShouldBeTrue();

        fault.ShouldBe(IPPacketFault.None);
        packet.Source.ShouldBe(0xC0000201);
        packet.Destination.ShouldBe(0xE0000012);
        packet.TimeToLive.ShouldBe((byte)255);
        packet.Protocol.ShouldBe((byte)112);
        Convert.ToHexStringLower(packet.Payload).ShouldBe(GoldenFrames.V2Password);
        packet.HasValidHeaderChecksum.ShouldBeTrue();
        packet.Context.IsMulticast.ShouldBeTrue();
        VrrpAdvertisement.TryRead(packet.Payload, packet.Context, out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void Options_belong_to_the_header()
    {
        var bytes = (byte[])[0x46, .. Captured[1..20], 0x94, 0x04, 0, 0, .. Captured[20..]];
        bytes[3] = (byte)bytes.Length;

        IPv4Packet.TryRead(bytes, out var packet, out _).ShouldBeTrue();

        packet.HeaderLength.ShouldBe(24);
        Convert.ToHexStringLower(packet.Payload).ShouldBe(GoldenFrames.V2Password);
    }

    public static TheoryData<string, int, int, int> Faults => new()
    {
        // what, the byte to change, its value, the length
        { nameof(IPPacketFault.TooShort), 1, 0xC0, 19 },
        { nameof(IPPacketFault.OtherVersion), 0, 0x65, 40 },
        { nameof(IPPacketFault.BadHeaderLength), 0, 0x44, 40 },
        { nameof(IPPacketFault.BadHeaderLength), 0, 0x4F, 40 },
        { nameof(IPPacketFault.BadHeaderLength), 3, 19, 40 },
        { nameof(IPPacketFault.Fragment), 6, 0x20, 40 },
        { nameof(IPPacketFault.Fragment), 7, 1, 40 },
        { nameof(IPPacketFault.Truncated), 3, 41, 40 },
        { nameof(IPPacketFault.Truncated), 3, 40, 39 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_no_whole_packet_is_refused(string expected, int index, int value, int length)
    {
        var bytes = Captured;
        bytes[index] = (byte)value;

        IPv4Packet.TryRead(bytes.AsSpan(0, length), out _, out var fault).ShouldBeFalse();

        fault.ToString().ShouldBe(expected);
    }

    [Fact]
    public void An_evil_bit_and_DF_are_no_fragment()
    {
        var bytes = Captured;
        bytes[6] = 0xC0;
        IPv4Packet.TryRead(bytes, out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void An_IPv6_packet_is_read_without_the_padding_after_it()
    {
        byte[] bytes =
        [
            0x6C, 0, 0, 0, 0, 40, 112, 255, .. IPAddress.Parse("fe80::c8").GetAddressBytes(), .. IPAddress.Parse("ff02::12").GetAddressBytes(),
            .. GoldenFrames.Bytes(GoldenFrames.V3IPv6), 0xEE,
        ];

        IPv6Packet.TryRead(bytes, out var packet, out _).ShouldBeTrue();

        packet.NextHeader.ShouldBe((byte)112);
        packet.HopLimit.ShouldBe((byte)255);
        Convert.ToHexStringLower(packet.Payload).ShouldBe(GoldenFrames.V3IPv6);
        VrrpAdvertisement.TryRead(packet.Payload, packet.Context, out _, out _).ShouldBeTrue();
        IPv6Packet.TryRead(bytes.AsSpan(0, 79), out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(IPPacketFault.Truncated);
        IPv6Packet.TryRead(bytes.AsSpan(0, 39), out _, out fault).ShouldBeFalse();
        fault.ShouldBe(IPPacketFault.TooShort);
        bytes[0] = 0x45;
        IPv6Packet.TryRead(bytes, out _, out fault).ShouldBeFalse();
        fault.ShouldBe(IPPacketFault.OtherVersion);
    }
}

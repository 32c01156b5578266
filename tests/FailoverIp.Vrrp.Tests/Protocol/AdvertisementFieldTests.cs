using System.Buffers.Binary;
using System.Net;

namespace FailoverIp.Vrrp.Tests.Protocol;

/// <summary>What is read of an advert whatever its checks said.</summary>
public class AdvertisementFieldTests
{
    [Theory]
    [InlineData("fe80::1", false)]
    [InlineData("febf:ffff::1", false)]
    [InlineData("fec0::1", true)]
    [InlineData("fe7f::1", true)]
    [InlineData("2001:db8::1", true)]
    public void Over_IPv6_the_first_address_should_be_link_local(string first, bool lacks)
    {
        var buffer = new byte[40];
        VrrpAdvertisementWriter.WriteV3(buffer, 10, 100, 100, VrrpAdvertisementWriter.Pack([IPAddress.Parse(first), IPAddress.Parse("fe80::9")]), GoldenFrames.IPv6);
        VrrpAdvertisement.TryRead(buffer, GoldenFrames.IPv6, out var advert, out _).ShouldBeTrue();
        advert.LacksLinkLocalAddress.ShouldBe(lacks);
    }

    [Fact]
    public void Over_IPv4_no_address_is_link_local_and_over_IPv6_one_that_is_not_there_is_missed()
    {
        VrrpAdvertisement.TryRead(GoldenFrames.Bytes(GoldenFrames.V3), GoldenFrames.IPv4, out var advert, out _).ShouldBeTrue();
        advert.LacksLinkLocalAddress.ShouldBeFalse();
        VrrpAdvertisement.TryRead(GoldenFrames.Bytes(GoldenFrames.V3IPv6).AsSpan(0, 23), GoldenFrames.IPv6, out advert, out _).ShouldBeFalse();
        advert.LacksLinkLocalAddress.ShouldBeTrue();
    }

    [Fact]
    public void Each_field_of_a_cut_message_is_read_where_it_is_there()
    {
        var message = GoldenFrames.Bytes(GoldenFrames.V2Password); // 8 bytes, an address, the password
        for (var length = 0; length < message.Length; length++)
        {
            VrrpAdvertisement.TryRead(message.AsSpan(0, length), GoldenFrames.IPv4, out var advert, out var reason).ShouldBeFalse();

            reason.ShouldBe(VrrpDiscardReason.BadLength);
            (advert.Version, advert.Type).ShouldBe(length > 0 ? (2, 1) : (0, 0));
            advert.VirtualRouterId.ShouldBe(length > 1 ? (byte)10 : (byte)0);
            advert.Priority.ShouldBe(length > 2 ? (byte)200 : (byte)0);
            advert.Count.ShouldBe(length > 3 ? (byte)1 : (byte)0);
            advert.AuthenticationType.ShouldBe(length > 4 ? (byte)1 : (byte)0);
            advert.AdvertisementInterval.ShouldBe(TimeSpan.FromSeconds(length > 5 ? 1 : 0));
            advert.Addresses.Count.ShouldBe(length >= 12 ? 1 : 0);
            advert.AuthenticationData.Length.ShouldBe(0);
        }
    }

    [Fact]
    public void Addresses_of_a_cut_message_are_those_that_are_wholly_there()
    {
        foreach (var (hex, context, size) in new[] { (GoldenFrames.V3, GoldenFrames.IPv4, 4), (GoldenFrames.V3IPv6, GoldenFrames.IPv6, 16) })
        {
            var message = GoldenFrames.Bytes(hex);
            for (var length = 8; length < message.Length; length++)
            {
                VrrpAdvertisement.TryRead(message.AsSpan(0, length), in context, out var advert, out _).ShouldBeFalse();
                advert.Addresses.Count.ShouldBe((length - 8) / size);
                advert.Addresses.Bytes.Length.ShouldBe((length - 8) / size * size);
            }
        }
    }

    [Fact]
    public void Version_2_has_no_pseudo_header()
    {
        var message = GoldenFrames.Bytes(GoldenFrames.V2Password);
        message.AsSpan(6, 2).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)~InternetChecksum.Fold(InternetChecksum.Sum(message) + GoldenFrames.IPv4.PseudoHeaderSum(message.Length)));

        VrrpAdvertisement.TryRead(message, GoldenFrames.IPv4, out _, out var reason).ShouldBeFalse();

        reason.ShouldBe(VrrpDiscardReason.BadChecksum);
    }

    [Fact]
    public void Over_IPv4_the_checksum_does_not_cover_a_trailer()
    {
        byte[] message = [.. GoldenFrames.Bytes(GoldenFrames.V3), 1, 1, 0, 0, .. new byte[24]];
        VrrpAdvertisement.TryRead(message, GoldenFrames.IPv4, out _, out VrrpHmacTrailer _, out _).ShouldBeTrue();
        message.AsSpan(6, 2).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)~InternetChecksum.Sum(message));

        VrrpAdvertisement.TryRead(message, GoldenFrames.IPv4, out _, out VrrpHmacTrailer _, out var reason).ShouldBeFalse();

        reason.ShouldBe(VrrpDiscardReason.BadChecksum);
    }

    [Fact]
    public void The_interval_of_version_3_has_twelve_bits()
    {
        var buffer = new byte[12];
        foreach (var centiseconds in new[] { 1, 255, 256, 0x0ABC, 4095 })
        {
            VrrpAdvertisementWriter.WriteV3(buffer, 10, 100, centiseconds, [192, 0, 2, 1], GoldenFrames.IPv4);
            buffer[4] |= 0xF0;
            VrrpAdvertisement.TryRead(buffer, GoldenFrames.IPv4, out var advert, out _);
            advert.AdvertisementInterval.ShouldBe(TimeSpan.FromMilliseconds(10 * centiseconds));
            (advert.AuthenticationType, advert.AuthenticationData.Length).ShouldBe(((byte)0, 0));
        }
    }

    [Fact]
    public void A_list_of_addresses_ends_where_it_ends()
    {
        VrrpAdvertisement.TryRead(GoldenFrames.Bytes(GoldenFrames.V3), GoldenFrames.IPv4, out var advert, out _).ShouldBeTrue();
        new IPAddress(advert.Addresses[0]).ToString().ShouldBe("192.0.2.101");
        new IPAddress(advert.Addresses[1]).ToString().ShouldBe("192.0.2.102");
        foreach (var index in new[] { -1, 2 })
        {
            Should.Throw<ArgumentOutOfRangeException>(() =>
            {
                VrrpAdvertisement.TryRead(GoldenFrames.Bytes(GoldenFrames.V3), GoldenFrames.IPv4, out var again, out _);
                return again.Addresses[index].Length;
            });
        }
    }
}

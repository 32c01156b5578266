using System.Net;

namespace FailoverIp.Vrrp.Tests.Protocol;

public class GoldenFrameTests
{
    public static TheoryData<string, string, string, VrrpChecksumKind> Messages => new()
    {
        { GoldenFrames.V2, "192.0.2.1", "224.0.0.18", VrrpChecksumKind.MessageOnly },
        { GoldenFrames.V2Password, "192.0.2.1", "224.0.0.18", VrrpChecksumKind.MessageOnly },
        { GoldenFrames.V2NoAuthentication, "192.0.2.1", "224.0.0.18", VrrpChecksumKind.MessageOnly },
        { GoldenFrames.V2Vrid51, "10.0.1.1", "224.0.0.18", VrrpChecksumKind.MessageOnly },
        { GoldenFrames.V3, "192.0.2.1", "224.0.0.18", VrrpChecksumKind.PseudoHeader },
        { GoldenFrames.V3MessageOnly, "192.0.2.251", "224.0.0.18", VrrpChecksumKind.MessageOnly },
        { GoldenFrames.V3PseudoHeader, "192.0.2.251", "224.0.0.18", VrrpChecksumKind.PseudoHeader },
        { GoldenFrames.V3IPv6, "fe80::c8", "ff02::12", VrrpChecksumKind.PseudoHeader },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_real_message_is_read_and_written_again_to_the_byte(string hex, string source, string destination, VrrpChecksumKind kind)
    {
        var message = GoldenFrames.Bytes(hex);
        var context = GoldenFrames.FromTo(source, destination);

        VrrpAdvertisement.TryRead(message, in context, out var advert, out var reason).ShouldBeTrue();

        reason.ShouldBe(VrrpDiscardReason.None);
        advert.Checksum.ShouldBe(kind);
        advert.Addresses.Count.ShouldBe(advert.Count);
        var again = new byte[message.Length];
        var length = advert.Version == 2
            ? VrrpAdvertisementWriter.WriteV2(
                again, advert.VirtualRouterId, advert.Priority, (int)advert.AdvertisementInterval.TotalSeconds, advert.Addresses.Bytes,
                advert.AuthenticationType == 1 ? new VrrpPassword("s3cret12") : null)
            : VrrpAdvertisementWriter.WriteV3(
                again, advert.VirtualRouterId, advert.Priority, (int)(advert.AdvertisementInterval.TotalMilliseconds / 10), advert.Addresses.Bytes, in context, kind);
        length.ShouldBe(message.Length);
        Convert.ToHexString(again).ShouldBe(Convert.ToHexString(message));
    }

    [Fact]
    public void The_fields_of_a_version_2_message()
    {
        var message = GoldenFrames.Bytes(GoldenFrames.V2Password);
        VrrpAdvertisement.TryRead(message, GoldenFrames.IPv4, out var advert, out _).ShouldBeTrue();

        advert.Version.ShouldBe(2);
        advert.Type.ShouldBe(1);
        advert.VirtualRouterId.ShouldBe((byte)10);
        advert.Priority.ShouldBe((byte)200);
        advert.Count.ShouldBe((byte)1);
        advert.AuthenticationType.ShouldBe((byte)1);
        advert.AdvertisementInterval.ShouldBe(TimeSpan.FromSeconds(1));
        new IPAddress(advert.Addresses[0]).ShouldBe(IPAddress.Parse("192.0.2.101"));
        new VrrpPassword("s3cret12").Matches(advert.AuthenticationData).ShouldBeTrue();
        new VrrpPassword("s3cret13").Matches(advert.AuthenticationData).ShouldBeFalse();
    }

    [Fact]
    public void The_fields_of_a_version_3_message_over_IPv6()
    {
        var message = GoldenFrames.Bytes(GoldenFrames.V3IPv6);
        VrrpAdvertisement.TryRead(message, GoldenFrames.IPv6, out var advert, out _).ShouldBeTrue();

        advert.Version.ShouldBe(3);
        advert.Priority.ShouldBe((byte)100);
        advert.AuthenticationType.ShouldBe((byte)0);
        advert.AuthenticationData.Length.ShouldBe(0);
        advert.AdvertisementInterval.ShouldBe(TimeSpan.FromSeconds(1));
        var addresses = new List<string>();
        foreach (var address in advert.Addresses)
            addresses.Add(new IPAddress(address).ToString());
        addresses.ShouldBe(["fe80::1", "2001:db8::1"]);
    }

    [Fact]
    public void The_reserved_bits_of_version_3_are_no_part_of_the_interval()
    {
        var message = GoldenFrames.Bytes(GoldenFrames.V3MessageOnly);
        message[4] |= 0xF0;
        message[6] = message[7] = 0;
        var checksum = (ushort)~InternetChecksum.Sum(message);
        (message[6], message[7]) = ((byte)(checksum >> 8), (byte)checksum);

        VrrpAdvertisement.TryRead(message, GoldenFrames.IPv4, out var advert, out _).ShouldBeTrue();

        advert.AdvertisementInterval.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_pseudo_header_checksum_holds_for_its_source_only()
    {
        var message = GoldenFrames.Bytes(GoldenFrames.V3PseudoHeader);

        VrrpAdvertisement.TryRead(message, GoldenFrames.FromTo("192.0.2.250", "224.0.0.18"), out _, out var reason).ShouldBeFalse();

        reason.ShouldBe(VrrpDiscardReason.BadChecksum);
    }
}

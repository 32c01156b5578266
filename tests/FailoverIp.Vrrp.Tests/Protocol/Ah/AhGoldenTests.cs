namespace FailoverIp.Vrrp.Tests.Protocol.Ah;

/// <summary>What keepalived sends is verified, and sent by us to the byte.</summary>
public class AhGoldenTests
{
    public static TheoryData<string, string> Packets => new()
    {
        { GoldenPackets.Ah1, GoldenPackets.AhPassword },
        { GoldenPackets.Ah2, GoldenPackets.AhPassword },
        { GoldenPackets.Ah3, GoldenPackets.AhPassword },
        { GoldenPackets.Ah4, GoldenPackets.AhPassword },
        { GoldenPackets.Ah5, GoldenPackets.AhPassword },
        { GoldenPackets.AhLastNumber, GoldenPackets.AhPassword },
        { GoldenPackets.AhTtl64, GoldenPackets.AhUnicastPassword },
        { GoldenPackets.AhTtl255, GoldenPackets.AhUnicastPassword },
        { GoldenPackets.AhTtl7, GoldenPackets.AhUnicastPassword },
        { GoldenPackets.AhSecondPeer, GoldenPackets.AhUnicastPassword },
    };

    [Theory]
    [MemberData(nameof(Packets))]
    public void A_real_packet_verifies_with_its_password_only(string hex, string password)
    {
        var bytes = GoldenFrames.Bytes(hex);
        var packet = GoldenPackets.IPv4Of(bytes);

        new AhAssociation(new(password)).Verify(in packet).ShouldBe(VrrpAuthenticationResult.Verified);
        new AhAssociation(new(password + "!")).Verify(in packet).ShouldBe(password.Length == 8 ? VrrpAuthenticationResult.Verified : VrrpAuthenticationResult.BadHmac);
        new AhAssociation(new("another")).Verify(in packet).ShouldBe(VrrpAuthenticationResult.BadHmac);

        AuthenticationHeader.TryRead(packet.Payload, out var header).ShouldBeTrue();
        header.SecurityParametersIndex.ShouldBe(packet.Source);
        VrrpAdvertisement.TryRead(header.Payload, packet.Context, out var advert, out var reason).ShouldBeTrue(reason.ToString());
        (advert.VirtualRouterId, advert.AuthenticationType, advert.Addresses.Count).ShouldBe(((byte)10, (byte)2, 1));
        advert.AuthenticationData.IndexOfAnyExcept((byte)0).ShouldBe(-1);
    }

    [Theory]
    [MemberData(nameof(Packets))]
    public void A_real_packet_is_written_again_to_the_byte(string hex, string password)
    {
        var expected = GoldenFrames.Bytes(hex);
        var packet = GoldenPackets.IPv4Of(expected);
        AuthenticationHeader.TryRead(packet.Payload, out var header).ShouldBeTrue();
        VrrpAdvertisement.TryRead(header.Payload, packet.Context, out var advert, out _).ShouldBeTrue();
        var template = VrrpPacketTemplate.Build(new()
        {
            Version = VrrpVersion.V2,
            VirtualRouterId = advert.VirtualRouterId,
            Priority = advert.Priority,
            AdvertisementInterval = advert.AdvertisementInterval,
            Addresses = advert.Addresses.Bytes.ToArray(),
            Context = packet.Context,
            Authentication = VrrpAuthenticationKind.Ah,
            Password = new(password),
        });

        var written = template.Prepare(header.SequenceNumber).ToArray();

        // keepalived counts the identification by itself; it is the number but where that has come to its end.
        if (header.SequenceNumber < 0xFFFF)
            Convert.ToHexStringLower(written).ShouldBe(hex);
        else
            written.AsSpan(44).SequenceEqual(expected.AsSpan(44)).ShouldBeTrue();
        written[9].ShouldBe((byte)51);
    }
}

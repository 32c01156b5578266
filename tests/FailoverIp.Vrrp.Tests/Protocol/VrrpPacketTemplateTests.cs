using System.Net;
using FailoverIp.Vrrp.Tests.Protocol.Hmac;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Protocol;

public class VrrpPacketTemplateTests
{
    private static readonly VrrpPassword Password = new("s3cret12");

    private static VrrpPacketRecipe V2 => new()
    {
        Version = VrrpVersion.V2,
        VirtualRouterId = 10,
        Priority = 200,
        AdvertisementInterval = TimeSpan.FromSeconds(1),
        Addresses = new byte[] { 192, 0, 2, 101 },
        Context = GoldenFrames.IPv4,
    };

    private static VrrpPacketRecipe V3 => V2 with { Version = VrrpVersion.V3 };

    [Fact]
    public void Without_a_sequence_the_packet_is_ready_at_once()
    {
        var template = VrrpPacketTemplate.Build(V2 with { Authentication = VrrpAuthenticationKind.Pass, Password = Password });

        var packet = template.Prepare(0).ToArray();
        template.NeedsSequence.ShouldBeFalse();
        Convert.ToHexStringLower(packet[20..]).ShouldBe(GoldenFrames.V2Password);
        template.Prepare(99).SequenceEqual(packet).ShouldBeTrue();
        packet[9].ShouldBe((byte)112);
        // The kernel gives the identification.
        (packet[4], packet[5]).ShouldBe(((byte)0, (byte)0));
    }

    [Theory]
    [InlineData("224.0.0.18", "310ac8010064", VrrpChecksumKind.PseudoHeader)]
    [InlineData("192.0.2.2", "310ac8010064bfa9c0000265", VrrpChecksumKind.PseudoHeader)] // captured from keepalived
    [InlineData("192.0.2.2", "310ac8010064", VrrpChecksumKind.MessageOnly)]
    public void Version_3_has_the_asked_for_checksum_with_the_real_destination(string destination, string hex, VrrpChecksumKind kind)
    {
        var context = GoldenFrames.FromTo("192.0.2.1", destination, 17);
        var template = VrrpPacketTemplate.Build(V3 with { Context = context, Checksum = kind });

        Convert.ToHexStringLower(template.Prepare(0)[20..]).ShouldStartWith(hex);
        var packet = GoldenPackets.IPv4Of(template.Prepare(0).ToArray());
        (packet.TimeToLive, packet.HasValidHeaderChecksum, packet.Context.Destination).ShouldBe(((byte)17, true, context.Destination));
        VrrpAdvertisement.TryRead(packet.Payload, packet.Context, out var advert, out var reason);
        if (destination != "224.0.0.18")
            (advert.Checksum, reason).ShouldBe((kind, VrrpDiscardReason.None));
        else
            reason.ShouldBe(VrrpDiscardReason.BadTtl);
    }

    [Fact]
    public void Over_IPv6_it_is_the_packet_that_keepalived_sends()
    {
        foreach (var (hex, priority, destination) in new[]
        {
            (GoldenPackets.IPv6, 150, "ff02::12"), (GoldenPackets.IPv6Resigns, 0, "ff02::12"), (GoldenPackets.IPv6Unicast, 150, "fe80::ff:fe01:2"),
        })
        {
            var template = VrrpPacketTemplate.Build(new()
            {
                Version = VrrpVersion.V3,
                VirtualRouterId = 66,
                Priority = (byte)priority,
                AdvertisementInterval = TimeSpan.FromMilliseconds(500),
                Addresses = VrrpAdvertisementWriter.Pack([IPAddress.Parse("fe80::100"), IPAddress.Parse("2001:db8::100")]),
                Context = GoldenFrames.FromTo("fe80::ff:fe01:1", destination, destination == "ff02::12" ? (byte)255 : (byte)64),
            });
            // The flow label is the kernel's there; there is none here.
            Convert.ToHexStringLower(template.Prepare(0)).ShouldBe("6c000000" + hex[8..]);
        }
    }

    [Theory]
    [InlineData(VrrpVersion.V2)]
    [InlineData(VrrpVersion.V3)]
    public void Each_preparation_signs_anew_and_each_destination_carries_the_same_trailer(VrrpVersion version)
    {
        var recipe = V2 with { Version = version, Authentication = VrrpAuthenticationKind.Hmac, Key = HmacFrames.Keys.Active };
        var (first, second) = (VrrpPacketTemplate.Build(recipe), VrrpPacketTemplate.Build(recipe with { Context = GoldenFrames.FromTo("192.0.2.1", "192.0.2.9") }));
        var sequence = new VrrpHmacSequence(TimeSpan.FromSeconds(5));
        var verifier = HmacFrames.Verifier();
        first.NeedsSequence.ShouldBeTrue();
        for (var i = 0; i < 3; i++)
        {
            var next = sequence.Next(HmacFrames.SignedAt);
            var packet = GoldenPackets.IPv4Of(first.Prepare(next).ToArray());
            verifier.Verify(packet.Payload, packet.Context, HmacFrames.SignedAt).ShouldBe(VrrpAuthenticationResult.Verified);
            packet.Bytes[^28..].SequenceEqual(second.Prepare(next)[^28..]).ShouldBeTrue();
            VrrpAdvertisement.TryRead(packet.Payload, packet.Context, out _, out _, out var reason).ShouldBeTrue(reason.ToString());
        }
    }

    [Fact]
    public void A_number_whose_low_half_is_0_does_not_leave_the_identification_to_the_kernel()
    {
        var template = VrrpPacketTemplate.Build(V2 with { Authentication = VrrpAuthenticationKind.Ah, Password = Password });
        var packet = GoldenPackets.IPv4Of(template.Prepare(0x1_0000).ToArray());
        (packet.Bytes[4], packet.Bytes[5]).ShouldBe(((byte)0, (byte)1));
        new AhAssociation(Password).Verify(in packet).ShouldBe(VrrpAuthenticationResult.Verified);
    }

    [Fact]
    public void Every_variant_is_read_back_with_another_priority_too() => Prop.ForAll(Variants, sample =>
    {
        var (recipe, sequence, priority) = sample;
        var template = VrrpPacketTemplate.Build(recipe);
        Check(template.Prepare(sequence), recipe);
        template.SetPriority(priority);
        Check(template.Prepare(unchecked(sequence + 1)), recipe with { Priority = priority });
    }).Holds(600);

    [Fact]
    public void What_there_is_not_is_refused()
    {
        Should.Throw<ArgumentException>(() => VrrpPacketTemplate.Build(V2 with { Context = GoldenFrames.IPv6 }));
        Should.Throw<ArgumentException>(() => VrrpPacketTemplate.Build(V3 with { Authentication = VrrpAuthenticationKind.Pass, Password = Password }));
        Should.Throw<ArgumentException>(() => VrrpPacketTemplate.Build(V3 with { Authentication = VrrpAuthenticationKind.Ah, Password = Password }));
        Should.Throw<ArgumentException>(() => VrrpPacketTemplate.Build(V2 with { Authentication = VrrpAuthenticationKind.Pass }));
        Should.Throw<ArgumentException>(() => VrrpPacketTemplate.Build(V2 with { Password = Password }));
        Should.Throw<ArgumentException>(() => VrrpPacketTemplate.Build(V2 with { Authentication = VrrpAuthenticationKind.Hmac }));
        Should.Throw<ArgumentException>(() => VrrpPacketTemplate.Build(V3 with { Key = HmacFrames.Keys.Active }));
        Should.Throw<ArgumentException>(() => VrrpPacketTemplate.Build(V2 with { AdvertisementInterval = TimeSpan.FromSeconds(256) }));
        Should.Throw<ArgumentException>(() => VrrpPacketTemplate.Build(V2 with { Addresses = new byte[5] }));
    }

    private static Arbitrary<(VrrpPacketRecipe Recipe, ulong Sequence, byte Priority)> Variants { get; } = Arb.From(
        from signed in HmacSamples.Arbitrary.Generator
        from kind in Gen.Elements(Enum.GetValues<VrrpAuthenticationKind>())
        from checksum in Gen.Elements(Enum.GetValues<VrrpChecksumKind>())
        from isUnicast in Gen.Elements(true, false)
        from ttl in Gen.Choose(1, 255)
        from priority in Gen.Choose(0, 255)
        let version = kind is VrrpAuthenticationKind.Pass or VrrpAuthenticationKind.Ah ? VrrpVersion.V2 : signed.Version
        where version == VrrpVersion.V3 || !signed.IsIPv6
        select (new VrrpPacketRecipe
        {
            Version = version,
            VirtualRouterId = signed.VirtualRouterId,
            Priority = signed.Priority,
            AdvertisementInterval = TimeSpan.FromSeconds(2),
            Addresses = signed.Addresses,
            Context = VrrpPacketContext.For(
                new(signed.Source), IPAddress.Parse((signed.IsIPv6, isUnicast) switch
                {
                    (true, true) => "fe80::99",
                    (true, false) => "ff02::12",
                    (false, true) => "192.0.2.99",
                    (false, false) => "224.0.0.18",
                }), isUnicast ? (byte)ttl : (byte)255),
            Checksum = checksum,
            Authentication = kind,
            Password = kind is VrrpAuthenticationKind.Pass or VrrpAuthenticationKind.Ah ? Password : null,
            Key = kind == VrrpAuthenticationKind.Hmac ? signed.Key : null,
        }, signed.Sequence, (byte)priority));

    private static void Check(ReadOnlySpan<byte> prepared, VrrpPacketRecipe recipe)
    {
        var payload = prepared;
        var context = recipe.Context;
        if (context.IsIPv6)
        {
            IPv6Packet.TryRead(prepared, out var packet, out var fault).ShouldBeTrue(fault.ToString());
            packet.NextHeader.ShouldBe((byte)112);
            context = packet.Context;
            payload = packet.Payload;
        }
        else
        {
            var packet = GoldenPackets.IPv4Of(prepared.ToArray());
            packet.HasValidHeaderChecksum.ShouldBeTrue();
            context = packet.Context;
            payload = packet.Payload;
            if (recipe.Authentication == VrrpAuthenticationKind.Ah)
            {
                new AhAssociation(Password).Verify(in packet).ShouldBe(VrrpAuthenticationResult.Verified);
                AuthenticationHeader.TryRead(payload, out var header).ShouldBeTrue();
                payload = header.Payload;
            }
        }
        VrrpAdvertisement.TryRead(payload, in context, out var advert, out var trailer, out var reason).ShouldBeTrue(reason.ToString());
        (advert.Version, advert.VirtualRouterId, advert.Priority, advert.AdvertisementInterval)
            .ShouldBe(((int)recipe.Version, recipe.VirtualRouterId, recipe.Priority, recipe.AdvertisementInterval));
        advert.Addresses.Bytes.SequenceEqual(recipe.Addresses.Span).ShouldBeTrue();
        advert.Checksum.ShouldBe(context.IsIPv6 ? VrrpChecksumKind.PseudoHeader : recipe.Version == VrrpVersion.V2 ? VrrpChecksumKind.MessageOnly : recipe.Checksum);
        advert.AuthenticationType.ShouldBe(recipe.Authentication switch { VrrpAuthenticationKind.Pass => (byte)1, VrrpAuthenticationKind.Ah => (byte)2, _ => (byte)0 });
        if (recipe.Authentication == VrrpAuthenticationKind.Pass)
            Password.Matches(advert.AuthenticationData).ShouldBeTrue();
        trailer.IsPresent.ShouldBe(recipe.Key is not null);
        if (recipe.Key is { } key)
        {
            var options = new VrrpHmacOptions { Keys = new(key.Id, key), AntiReplay = VrrpAntiReplay.Monotonic };
            new VrrpHmacVerifier(options, TimeSpan.FromSeconds(1)).Verify(payload, in context, default).ShouldBe(VrrpAuthenticationResult.Verified);
        }
    }
}

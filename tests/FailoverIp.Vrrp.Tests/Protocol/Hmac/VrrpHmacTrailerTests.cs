using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Protocol.Hmac;

public class VrrpHmacTrailerTests
{
    [Theory]
    [InlineData(HmacFrames.IPv4, false)]
    [InlineData(HmacFrames.IPv6, true)]
    public void A_vector_is_signed_again_to_the_byte(string hex, bool isIPv6)
    {
        var context = isIPv6 ? HmacFrames.IPv6Context : HmacFrames.IPv4Context;
        var payload = GoldenFrames.Bytes(hex);
        payload.AsSpan(^28..).Fill(0xAA);
        payload[isIPv6 ? 7 : ^1] ^= 0xFF; // over IPv6 the checksum covers the trailer: it is written anew

        VrrpHmacTrailer.Write(payload, in context, HmacFrames.Keys.Active, HmacFrames.Sequence);

        Convert.ToHexStringLower(payload).ShouldBe(hex);
    }

    [Fact]
    public void The_fields_of_a_trailer()
    {
        VrrpHmacTrailer.TryFind(GoldenFrames.Bytes(HmacFrames.IPv4), isIPv6: false, out var trailer).ShouldBeTrue();
        (trailer.IsPresent, trailer.Type, trailer.KeyId, trailer.Reserved, trailer.Sequence).ShouldBe((true, (byte)1, (byte)1, 0, HmacFrames.Sequence));
        Convert.ToHexStringLower(trailer.Hmac).ShouldBe("1b84bc4e8e43892dc6d98448f8ee2265");
    }

    [Fact]
    public void There_is_none_where_the_length_is_another()
    {
        var payload = GoldenFrames.Bytes(HmacFrames.IPv4);
        for (var length = 0; length < payload.Length; length++)
            VrrpHmacTrailer.TryFind(payload.AsSpan(0, length), isIPv6: false, out _).ShouldBeFalse();
        VrrpHmacTrailer.TryFind([.. payload, 0], isIPv6: false, out _).ShouldBeFalse();
        VrrpHmacTrailer.TryFind(payload, isIPv6: true, out var none).ShouldBeFalse();
        (none.IsPresent, none.Type, none.KeyId, none.Reserved, none.Sequence, none.Hmac.Length).ShouldBe((false, (byte)0, (byte)0, 0, 0ul, 0));
        payload[0] = 0x41;
        VrrpHmacTrailer.TryFind(payload, isIPv6: false, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_has_no_room_for_a_trailer_is_not_signed()
    {
        Should.Throw<ArgumentException>(() => VrrpHmacTrailer.Write(GoldenFrames.Bytes(HmacFrames.IPv4).AsSpan(..^1), HmacFrames.IPv4Context, HmacFrames.Keys.Active, 1))
            .Message.ShouldStartWith("39 bytes are not a message and a trailer of 28");
        Should.Throw<ArgumentNullException>(() => VrrpHmacTrailer.Write(GoldenFrames.Bytes(HmacFrames.IPv4), HmacFrames.IPv4Context, null!, 1)).ParamName.ShouldBe("key");
    }

    [Fact]
    public void A_signed_message_is_read_with_its_trailer()
    {
        foreach (var (hex, context) in new[] { (HmacFrames.IPv4, HmacFrames.IPv4Context), (HmacFrames.IPv6, HmacFrames.IPv6Context) })
        {
            var payload = GoldenFrames.Bytes(hex);
            VrrpAdvertisement.TryRead(payload, in context, out var advert, out var trailer, out var reason).ShouldBeTrue(reason.ToString());
            (advert.Priority, advert.Addresses.Count, trailer.KeyId).ShouldBe(((byte)200, 1, (byte)1));
            VrrpAdvertisement.TryRead(payload, in context, out _, out reason).ShouldBeFalse();
            reason.ShouldBe(VrrpDiscardReason.BadLength);
        }
        VrrpAdvertisement.TryRead(GoldenFrames.Bytes(GoldenFrames.V3), GoldenFrames.IPv4, out _, out var none, out _).ShouldBeTrue();
        none.IsPresent.ShouldBeFalse();
    }

    [Fact]
    public void A_checksum_over_IPv6_without_the_trailer_is_read_too()
    {
        var payload = GoldenFrames.Bytes(HmacFrames.IPv6);
        VrrpAdvertisementWriter.SetChecksum(payload.AsSpan(..^28), HmacFrames.IPv6Context.PseudoHeaderSum(payload.Length - 28));
        VrrpAdvertisement.TryRead(payload, HmacFrames.IPv6Context, out _, out _, out var reason).ShouldBeTrue(reason.ToString());
        HmacFrames.Verifier().Verify(payload, HmacFrames.IPv6Context, HmacFrames.SignedAt).ShouldBe(VrrpAuthenticationResult.Verified);
    }

    [Fact]
    public void Every_signed_message_verifies_and_holds_the_HMAC_of_the_draft() => Prop.ForAll(HmacSamples.Arbitrary, sample =>
    {
        var payload = sample.Sign();

        VrrpHmacTrailer.TryFind(payload, sample.IsIPv6, out var trailer).ShouldBeTrue();
        (trailer.Type, trailer.Reserved, trailer.KeyId, trailer.Sequence).ShouldBe(((byte)1, 0, (byte)sample.Key.Id, sample.Sequence));
        trailer.Hmac.SequenceEqual(HmacFrames.ExpectedHmac(payload, sample.Source, sample.KeyBytes)).ShouldBeTrue();
        VrrpAdvertisement.TryRead(payload, sample.Context, out var advert, out _, out var reason).ShouldBeTrue(reason.ToString());
        advert.Addresses.Bytes.SequenceEqual(sample.Addresses).ShouldBeTrue();
        sample.Verify(payload).ShouldBe(VrrpAuthenticationResult.Verified);
    }).Holds(300);

    [Fact]
    public void Every_flipped_bit_but_the_checksum_s_is_noticed() => Prop.ForAll(HmacSamples.Arbitrary, sample =>
    {
        var payload = sample.Sign();
        var bit = (int)(sample.Sequence % (ulong)(payload.Length * 8));
        payload[bit / 8] ^= (byte)(1 << (bit % 8));

        var result = sample.Verify(payload);

        if (bit / 8 is 6 or 7)
            result.ShouldBe(VrrpAuthenticationResult.Verified); // the checksum itself, which the reader checks
        else
            result.IsAccepted().ShouldBeFalse($"bit {bit}: {result}");
    }).Holds(1000);
}

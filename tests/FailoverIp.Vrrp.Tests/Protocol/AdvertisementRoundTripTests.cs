using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Protocol;

public class AdvertisementRoundTripTests
{
    private sealed record Sample(byte VirtualRouterId, byte Priority, int Seconds, int Centiseconds, byte[] Addresses, byte[] Addresses6, bool HasPassword, bool IsMessageOnly, byte[] Ends);

    private static readonly Gen<byte> Byte = Gen.Choose(0, 255).Select(i => (byte)i);

    private static readonly Arbitrary<Sample> Samples = Arb.From(
        from vrid in Gen.Choose(1, 255)
        from priority in Byte
        from seconds in Gen.Choose(1, 255)
        from centiseconds in Gen.Choose(1, 4095)
        from count in Gen.OneOf(Gen.Choose(1, 4), Gen.Choose(1, 255), Gen.Constant(255))
        from addresses in Gen.ArrayOf(Byte, count * 4)
        from addresses6 in Gen.ArrayOf(Byte, count * 16)
        from password in Gen.Elements(true, false)
        from messageOnly in Gen.Elements(true, false)
        from ends in Gen.ArrayOf(Byte, 32)
        select new Sample((byte)vrid, priority, seconds, centiseconds, addresses, addresses6, password, messageOnly, ends));

    [Fact]
    public void Version_2_is_read_as_it_was_written() => Prop.ForAll(Samples, s =>
    {
        var password = s.HasPassword ? new VrrpPassword("pä\u00dfwort12345") : null;
        var buffer = new byte[2000];
        var length = VrrpAdvertisementWriter.WriteV2(buffer, s.VirtualRouterId, s.Priority, s.Seconds, s.Addresses, password);
        var context = Context(s, isIPv6: false);

        VrrpAdvertisement.TryRead(buffer.AsSpan(0, length), in context, out var advert, out _).ShouldBeTrue();

        CheckCommon(advert, s, 2, s.Addresses.Length / 4);
        advert.AdvertisementInterval.ShouldBe(TimeSpan.FromSeconds(s.Seconds));
        advert.Addresses.Bytes.SequenceEqual(s.Addresses).ShouldBeTrue();
        advert.Checksum.ShouldBe(VrrpChecksumKind.MessageOnly);
        advert.AuthenticationType.ShouldBe((byte)(s.HasPassword ? 1 : 0));
        (password?.Matches(advert.AuthenticationData) ?? advert.AuthenticationData.SequenceEqual(new byte[8])).ShouldBeTrue();
        buffer.AsSpan(length).IndexOfAnyExcept((byte)0).ShouldBe(-1);
    }).Holds(500);

    [Fact]
    public void Version_3_over_IPv4_is_read_as_it_was_written_with_either_checksum() => Prop.ForAll(Samples, s =>
    {
        var kind = s.IsMessageOnly ? VrrpChecksumKind.MessageOnly : VrrpChecksumKind.PseudoHeader;
        var context = Context(s, isIPv6: false);
        var buffer = new byte[2000];
        var length = VrrpAdvertisementWriter.WriteV3(buffer, s.VirtualRouterId, s.Priority, s.Centiseconds, s.Addresses, in context, kind);

        VrrpAdvertisement.TryRead(buffer.AsSpan(0, length), in context, out var advert, out _).ShouldBeTrue();

        CheckCommon(advert, s, 3, s.Addresses.Length / 4);
        advert.AdvertisementInterval.ShouldBe(TimeSpan.FromMilliseconds(s.Centiseconds * 10));
        advert.Addresses.Bytes.SequenceEqual(s.Addresses).ShouldBeTrue();
        // Where the pseudo-header sums up to nothing (one pair of addresses in 65,535) both kinds are the same checksum.
        var isSame = InternetChecksum.Fold(context.PseudoHeaderSum(length)) == InternetChecksum.Valid;
        advert.Checksum.ShouldBe(isSame ? VrrpChecksumKind.MessageOnly : kind);
    }).Holds(500);

    [Fact]
    public void Version_3_over_IPv6_is_read_as_it_was_written() => Prop.ForAll(Samples, s =>
    {
        var context = Context(s, isIPv6: true);
        var buffer = new byte[5000];
        var length = VrrpAdvertisementWriter.WriteV3(buffer, s.VirtualRouterId, s.Priority, s.Centiseconds, s.Addresses6, in context, VrrpChecksumKind.MessageOnly);

        VrrpAdvertisement.TryRead(buffer.AsSpan(0, length), in context, out var advert, out _).ShouldBeTrue();

        CheckCommon(advert, s, 3, s.Addresses6.Length / 16);
        advert.Addresses.Bytes.SequenceEqual(s.Addresses6).ShouldBeTrue();
        advert.Checksum.ShouldBe(VrrpChecksumKind.PseudoHeader);
        InternetChecksumTests.Naive([.. s.Ends, 0, 0, (byte)(length >> 8), (byte)length, 0, 0, 0, 112, .. buffer.AsSpan(0, length)]).ShouldBe((ushort)0xFFFF);
    }).Holds(300);

    [Fact]
    public void Another_priority_in_place_gives_the_message_that_would_be_written_anew() => Prop.ForAll(Samples, Arb.From(Byte), (s, priority) =>
    {
        var (changed, anew) = (new byte[2000], new byte[2000]);
        var length = VrrpAdvertisementWriter.WriteV2(changed, s.VirtualRouterId, s.Priority, s.Seconds, s.Addresses);
        VrrpAdvertisementWriter.SetPriority(changed.AsSpan(0, length), priority);
        VrrpAdvertisementWriter.WriteV2(anew, s.VirtualRouterId, priority, s.Seconds, s.Addresses);
        changed.ShouldBe(anew);

        var context = Context(s, isIPv6: false);
        length = VrrpAdvertisementWriter.WriteV3(changed, s.VirtualRouterId, s.Priority, s.Centiseconds, s.Addresses, in context);
        VrrpAdvertisementWriter.SetPriority(changed.AsSpan(0, length), priority);
        VrrpAdvertisementWriter.WriteV3(anew, s.VirtualRouterId, priority, s.Centiseconds, s.Addresses, in context);
        changed.AsSpan(0, length).SequenceEqual(anew.AsSpan(0, length)).ShouldBeTrue();
    }).Holds(500);

    private static VrrpPacketContext Context(Sample s, bool isIPv6) => VrrpPacketContext.For(
        new(s.Ends.AsSpan(0, isIPv6 ? 16 : 4)), new(s.Ends.AsSpan(16, isIPv6 ? 16 : 4)));

    private static void CheckCommon(VrrpAdvertisement advert, Sample s, int version, int count)
    {
        advert.Version.ShouldBe(version);
        advert.Type.ShouldBe(1);
        advert.VirtualRouterId.ShouldBe(s.VirtualRouterId);
        advert.Priority.ShouldBe(s.Priority);
        advert.Count.ShouldBe((byte)count);
        advert.Addresses.Count.ShouldBe(count);
    }
}

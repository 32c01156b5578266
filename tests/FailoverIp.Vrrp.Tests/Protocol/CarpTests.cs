namespace FailoverIp.Vrrp.Tests.Protocol;

public class CarpTests
{
    [Theory]
    [InlineData(GoldenPackets.Carp1)]
    [InlineData(GoldenPackets.Carp42)]
    [InlineData(GoldenPackets.CarpAgain)]
    public void A_message_of_UCarp_is_recognised_and_would_be_no_valid_VRRP(string hex)
    {
        var packet = GoldenPackets.IPv4Of(GoldenFrames.Bytes(hex));
        Carp.Matches(packet.Payload).ShouldBeTrue();
        VrrpAdvertisement.TryRead(packet.Payload, packet.Context, out _, out var reason).ShouldBeFalse();
        reason.ShouldBe(VrrpDiscardReason.BadLength);
        for (var length = 0; length < packet.Payload.Length; length++)
            Carp.Matches(packet.Payload[..length]).ShouldBeFalse();
        Carp.Matches([.. packet.Payload, 0]).ShouldBeFalse();
    }

    [Fact]
    public void No_VRRP_message_is_taken_for_CARP()
    {
        var buffer = new byte[2000];
        for (var count = 0; count <= 255; count++)
        {
            var length = VrrpAdvertisementWriter.WriteV2(buffer, 1, 0, 1, new byte[count * 4]);
            Carp.Matches(buffer.AsSpan(0, length)).ShouldBeFalse();
            Carp.Matches(buffer.AsSpan(0, length + VrrpHmacTrailer.Length)).ShouldBeFalse();
            if (count == 0)
                continue;
            length = VrrpAdvertisementWriter.WriteV3(buffer, 1, 0, 1, new byte[count * 4], GoldenFrames.IPv4);
            Carp.Matches(buffer.AsSpan(0, length)).ShouldBeFalse();
            Carp.Matches(buffer.AsSpan(0, length + VrrpHmacTrailer.Length)).ShouldBeFalse();
        }
    }
}

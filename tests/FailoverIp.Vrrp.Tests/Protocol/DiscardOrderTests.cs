namespace FailoverIp.Vrrp.Tests.Protocol;

/// <summary>The checks run in a stated order, and a message with two faults is counted for the first.</summary>
public class DiscardOrderTests
{
    private delegate void Fault(ref byte[] message, ref VrrpPacketContext context);

    private static readonly (VrrpDiscardReason Reason, Fault Apply)[] Version3 =
    [
        (VrrpDiscardReason.BadVersion, (ref m, ref _) => m[0] = (byte)(0x40 | (m[0] & 0x0F))),
        (VrrpDiscardReason.BadType, (ref m, ref _) => m[0] = (byte)((m[0] & 0xF0) | 2)),
        (VrrpDiscardReason.BadTtl, (ref _, ref c) => c = GoldenFrames.FromTo("192.0.2.251", "224.0.0.18", 254)),
        (VrrpDiscardReason.BadCount, (ref m, ref _) => m[3] = 0),
        (VrrpDiscardReason.BadLength, (ref m, ref _) => m = [.. m, 0, 0, 0, 0]),
        (VrrpDiscardReason.BadChecksum, (ref m, ref _) => m[7] ^= 1),
        (VrrpDiscardReason.BadInterval, (ref m, ref _) => (m[4], m[5]) = (0xF0, 0)), // with the reserved bits, which do not count
    ];

    [Fact]
    public void Of_two_faults_the_earlier_check_names_the_reason()
    {
        for (var first = 0; first < Version3.Length; first++)
        {
            for (var second = first; second < Version3.Length; second++)
            {
                var message = GoldenFrames.Bytes(GoldenFrames.V3MessageOnly);
                var context = GoldenFrames.FromTo("192.0.2.251", "224.0.0.18");
                Version3[second].Apply(ref message, ref context);
                // All but a fault of the checksum itself leave it right, so that each check is met on its own.
                if (Version3[second].Reason != VrrpDiscardReason.BadChecksum)
                    FixChecksum(message);
                if (first != second)
                    Version3[first].Apply(ref message, ref context);

                VrrpAdvertisement.TryRead(message, in context, out _, out var reason).ShouldBeFalse();

                reason.ShouldBe(Version3[first].Reason, $"{Version3[first].Reason} and {Version3[second].Reason}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("31")]
    [InlineData("410ac802006482")]
    public void A_message_shorter_than_its_header_is_of_bad_length_whatever_it_says(string hex) =>
        Reason(GoldenFrames.Bytes(hex), GoldenFrames.IPv4).ShouldBe(VrrpDiscardReason.BadLength);

    [Theory]
    [InlineData(GoldenFrames.V2)]
    [InlineData(GoldenFrames.V2Password)]
    [InlineData(GoldenFrames.V3MessageOnly)]
    public void Every_other_length_is_bad(string hex)
    {
        var message = GoldenFrames.Bytes(hex);
        for (var length = 0; length < message.Length; length++)
            Reason(message.AsSpan(0, length), GoldenFrames.IPv4).ShouldBe(VrrpDiscardReason.BadLength, $"{length} bytes");
        for (var surplus = 1; surplus < 40; surplus++)
            Reason([.. message, .. new byte[surplus]], GoldenFrames.IPv4).ShouldBe(VrrpDiscardReason.BadLength, $"{surplus} bytes more");
    }

    [Fact]
    public void Version_2_is_not_for_IPv6() => Reason(GoldenFrames.Bytes(GoldenFrames.V2), GoldenFrames.IPv6).ShouldBe(VrrpDiscardReason.BadVersion);

    [Theory]
    [InlineData(VrrpVersion.V3, GoldenFrames.V2)]
    [InlineData(VrrpVersion.V2, GoldenFrames.V3MessageOnly)]
    public void The_other_version_than_the_router_speaks_is_bad(VrrpVersion spoken, string hex)
    {
        var context = GoldenFrames.IPv4 with { Version = spoken };
        Reason(GoldenFrames.Bytes(hex), context).ShouldBe(VrrpDiscardReason.BadVersion);
        Reason(GoldenFrames.Bytes(hex), context with { Version = null }).ShouldBe(VrrpDiscardReason.None);
    }

    [Fact]
    public void Version_2_may_hold_no_address_and_any_interval()
    {
        var message = new byte[16];
        (message[0], message[1], message[2]) = (0x21, 7, 100);
        FixChecksum(message);
        Reason(message, GoldenFrames.IPv4).ShouldBe(VrrpDiscardReason.None);
    }

    [Theory]
    [InlineData("224.0.0.18", VrrpDiscardReason.BadTtl)]
    [InlineData("239.255.255.255", VrrpDiscardReason.BadTtl)]
    [InlineData("223.255.255.255", VrrpDiscardReason.None)]
    [InlineData("240.0.0.1", VrrpDiscardReason.None)]
    [InlineData("192.0.2.2", VrrpDiscardReason.None)]
    public void Only_multicast_needs_the_whole_TTL(string destination, VrrpDiscardReason expected) =>
        Reason(GoldenFrames.Bytes(GoldenFrames.V2), GoldenFrames.FromTo("192.0.2.1", destination, 64)).ShouldBe(expected);

    [Theory]
    [InlineData("ff02::12", VrrpDiscardReason.BadTtl)]
    [InlineData("fe80::1", VrrpDiscardReason.BadChecksum)] // the pseudo-header holds the destination
    public void Only_multicast_needs_the_whole_hop_limit(string destination, VrrpDiscardReason expected) =>
        Reason(GoldenFrames.Bytes(GoldenFrames.V3IPv6), GoldenFrames.FromTo("fe80::c8", destination, 64)).ShouldBe(expected);

    [Fact]
    public void The_message_alone_is_not_enough_for_a_checksum_over_IPv6()
    {
        var message = GoldenFrames.Bytes(GoldenFrames.V3IPv6);
        FixChecksum(message);
        Reason(message, GoldenFrames.IPv6).ShouldBe(VrrpDiscardReason.BadChecksum);
    }

    [Fact]
    public void A_pseudo_header_is_not_for_version_2()
    {
        var message = GoldenFrames.Bytes(GoldenFrames.V2);
        var sum = InternetChecksum.Fold(InternetChecksum.Sum(message) + GoldenFrames.IPv4.PseudoHeaderSum(message.Length));
        var checksum = InternetChecksum.Update(0x9225, sum, 0); // right with the pseudo-header
        (message[6], message[7]) = ((byte)(checksum >> 8), (byte)checksum);
        Reason(message, GoldenFrames.IPv4).ShouldBe(VrrpDiscardReason.BadChecksum);
    }

    [Fact]
    public void Each_flipped_bit_of_a_valid_message_is_noticed()
    {
        foreach (var (hex, context) in new[]
        {
            (GoldenFrames.V2, GoldenFrames.IPv4), (GoldenFrames.V2Password, GoldenFrames.IPv4), (GoldenFrames.V3MessageOnly, GoldenFrames.IPv4),
            (GoldenFrames.V3, GoldenFrames.IPv4), (GoldenFrames.V3IPv6, GoldenFrames.IPv6),
        })
        {
            var message = GoldenFrames.Bytes(hex);
            for (var bit = 0; bit < message.Length * 8; bit++)
            {
                message[bit / 8] ^= (byte)(1 << (bit % 8));
                Reason(message, context).ShouldNotBe(VrrpDiscardReason.None, $"bit {bit} of {hex}");
                message[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    private static VrrpDiscardReason Reason(ReadOnlySpan<byte> message, VrrpPacketContext context)
    {
        var read = VrrpAdvertisement.TryRead(message, in context, out _, out var reason);
        read.ShouldBe(reason == VrrpDiscardReason.None);
        return reason;
    }

    private static void FixChecksum(byte[] message)
    {
        message[6] = message[7] = 0;
        var checksum = (ushort)~InternetChecksum.Sum(message);
        (message[6], message[7]) = ((byte)(checksum >> 8), (byte)checksum);
    }
}

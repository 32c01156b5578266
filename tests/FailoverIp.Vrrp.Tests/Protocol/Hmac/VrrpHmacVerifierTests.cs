using System.Net;
using static FailoverIp.Vrrp.VrrpAuthenticationResult;

namespace FailoverIp.Vrrp.Tests.Protocol.Hmac;

public class VrrpHmacVerifierTests
{
    private static readonly VrrpPacketContext Context = HmacFrames.IPv4Context;

    // The byte of the first vector, the bit in it, and what is to be seen.
    public static TheoryData<string, int, int, VrrpAuthenticationResult> Flips => new()
    {
        { "VRID", 1, 0, BadHmac },
        { "priority", 2, 0, BadHmac },
        { "advertisement interval", 5, 0, BadHmac },
        { "checksum", 6, 0, Verified },
        { "checksum", 7, 7, Verified },
        { "virtual address", 11, 0, BadHmac },
        { "type", 12, 0, Malformed },
        { "type", 12, 1, Malformed },
        { "key number", 13, 1, UnknownKey },
        { "key number, to 0", 13, 0, UnknownKey },
        { "reserved", 14, 0, Malformed },
        { "reserved", 15, 7, Malformed },
        { "seconds", 19, 0, BadHmac },
        { "parts of a second", 20, 7, BadHmac },
        { "counter", 23, 0, BadHmac },
        { "HMAC", 24, 0, BadHmac },
        { "HMAC, last byte", 39, 7, BadHmac },
    };

    [Theory]
    [InlineData(HmacFrames.IPv4, false)]
    [InlineData(HmacFrames.IPv6, true)]
    public void A_vector_verifies(string hex, bool isIPv6) =>
        HmacFrames.Verifier().Verify(GoldenFrames.Bytes(hex), isIPv6 ? HmacFrames.IPv6Context : Context, HmacFrames.SignedAt).ShouldBe(Verified);

    [Theory]
    [MemberData(nameof(Flips))]
    public void One_flipped_bit_is_named(string field, int index, int bit, VrrpAuthenticationResult expected)
    {
        var payload = GoldenFrames.Bytes(HmacFrames.IPv4);
        payload[index] ^= (byte)(1 << bit);
        var verifier = HmacFrames.Verifier();

        verifier.Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(expected, field);

        // What did not verify leaves no mark.
        if (expected != Verified)
            verifier.Verify(GoldenFrames.Bytes(HmacFrames.IPv4), in Context, HmacFrames.SignedAt).ShouldBe(Verified);
    }

    [Fact]
    public void Another_source_or_key_or_family_is_a_bad_HMAC()
    {
        var payload = GoldenFrames.Bytes(HmacFrames.IPv4);
        HmacFrames.Verifier().Verify(payload, GoldenFrames.FromTo("198.51.100.11", "224.0.0.18"), HmacFrames.SignedAt).ShouldBe(BadHmac);
        HmacFrames.Verifier().Verify(payload, GoldenFrames.FromTo("198.51.100.10", "192.0.2.1", 3), HmacFrames.SignedAt).ShouldBe(Verified); // not the destination
        var other = new VrrpHmacOptions { Keys = new(1, new VrrpHmacKey(1, [.. HmacFrames.KeyBytes, 0xFF])) };
        HmacFrames.Verifier(other).Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(BadHmac);
    }

    [Theory]
    [InlineData(VrrpHmacMode.Enforce, Missing, true)]
    [InlineData(VrrpHmacMode.Permissive, Unsigned, true)]
    [InlineData(VrrpHmacMode.ReceiveOnly, Unsigned, false)]
    public void The_mode_decides_about_what_is_not_signed_and_not_about_what_is_wrong(VrrpHmacMode mode, VrrpAuthenticationResult unsigned, bool signs)
    {
        var options = HmacFrames.Options with { Mode = mode };
        var verifier = HmacFrames.Verifier(options);
        var payload = GoldenFrames.Bytes(HmacFrames.IPv4);

        verifier.Verify(payload.AsSpan(..^28), in Context, HmacFrames.SignedAt).ShouldBe(unsigned);
        verifier.Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(Verified);
        payload[^1] ^= 1;
        verifier.Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(BadHmac);
        verifier.Verify([], in Context, HmacFrames.SignedAt).ShouldBe(unsigned);
        options.Signs.ShouldBe(signs);
    }

    [Fact]
    public void Each_configured_key_verifies()
    {
        var (old, next) = (new VrrpHmacKey(1, HmacFrames.KeyBytes), new VrrpHmacKey(2, new byte[32]));
        var verifier = HmacFrames.Verifier(new VrrpHmacOptions { Keys = new(1, old, next) });

        verifier.Verify(HmacFrames.Signed(HmacFrames.At(0), old), in Context, HmacFrames.SignedAt).ShouldBe(Verified);
        verifier.Verify(HmacFrames.Signed(HmacFrames.At(1), next), in Context, HmacFrames.SignedAt).ShouldBe(Verified);
        // One sequence, whatever the key: an old advert of the old key stays old.
        verifier.Verify(HmacFrames.Signed(HmacFrames.At(0.5), old), in Context, HmacFrames.SignedAt).ShouldBe(Replay);
    }

    [Fact]
    public void A_second_delivery_is_a_replay_and_the_same_copy_at_another_router_is_not()
    {
        var payload = GoldenFrames.Bytes(HmacFrames.IPv4);
        var (here, there) = (HmacFrames.Verifier(), HmacFrames.Verifier());

        here.Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(Verified);
        here.Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(Replay);
        there.Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(Verified);
    }

    [Theory]
    [InlineData(-100, Stale)]
    [InlineData(-6, Stale)]
    [InlineData(-5, Verified)]
    [InlineData(5, Verified)]
    [InlineData(6, Stale)]
    [InlineData(100, Stale)]
    public void A_sequence_too_far_from_the_clock_is_stale(int seconds, VrrpAuthenticationResult expected)
    {
        var payload = HmacFrames.Signed(HmacFrames.At(seconds));
        var verifier = HmacFrames.Verifier();
        verifier.Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(expected);
        if (expected == Verified)
            verifier.ClockSkew.ShouldBe(TimeSpan.FromSeconds(seconds));

        var monotonic = HmacFrames.Options with { AntiReplay = VrrpAntiReplay.Monotonic };
        HmacFrames.Verifier(monotonic).Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(Verified);
    }

    [Fact]
    public void Sequences_grow_or_are_replays()
    {
        var verifier = HmacFrames.Verifier();
        VrrpAuthenticationResult Receive(ulong sequence) => verifier.Verify(HmacFrames.Signed(sequence), in Context, HmacFrames.SignedAt);

        Receive(HmacFrames.Sequence).ShouldBe(Verified);
        Receive(HmacFrames.Sequence + 1).ShouldBe(Verified); // the counter
        Receive(HmacFrames.Sequence + 0x1_0000).ShouldBe(Verified); // parts of a second
        Receive(HmacFrames.Sequence + 2).ShouldBe(Replay);
        Receive(HmacFrames.At(3)).ShouldBe(Verified);
        Receive(HmacFrames.At(2.9)).ShouldBe(Replay);
        Receive(HmacFrames.At(100)).ShouldBe(Stale);
        Receive(HmacFrames.At(3.1)).ShouldBe(Verified); // a stale one left no mark
    }

    [Fact]
    public void A_mark_stranded_past_the_window_expires_unless_there_is_none()
    {
        var verifier = HmacFrames.Verifier();
        var monotonic = HmacFrames.Verifier(HmacFrames.Options with { AntiReplay = VrrpAntiReplay.Monotonic });
        var later = HmacFrames.SignedAt.AddHours(1);
        var ahead = HmacFrames.Signed(HmacFrames.At(3600));
        verifier.Verify(ahead, in Context, later).ShouldBe(Verified);
        monotonic.Verify(ahead, in Context, later).ShouldBe(Verified);

        // Both clocks are set back by an hour.
        var payload = HmacFrames.Signed(HmacFrames.At(0));
        verifier.Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(Verified);
        verifier.Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(Replay);
        monotonic.Verify(payload, in Context, HmacFrames.SignedAt).ShouldBe(Replay);
    }

    [Fact]
    public void Sequences_and_window_go_over_the_wrap_of_the_seconds()
    {
        var wrap = DateTimeOffset.UnixEpoch.AddSeconds(1L << 32);
        var verifier = HmacFrames.Verifier();
        verifier.Verify(HmacFrames.Signed(VrrpHmacSequence.At(wrap.AddSeconds(-1))), in Context, wrap).ShouldBe(Verified);
        verifier.Verify(HmacFrames.Signed(VrrpHmacSequence.At(wrap.AddSeconds(1))), in Context, wrap).ShouldBe(Verified);
        verifier.Verify(HmacFrames.Signed(VrrpHmacSequence.At(wrap.AddSeconds(-1))), in Context, wrap).ShouldBe(Replay);
        verifier.ClockSkew.ShouldBe(TimeSpan.FromSeconds(1));
        verifier.Verify(HmacFrames.Signed(VrrpHmacSequence.At(wrap.AddSeconds(-7))), in Context, wrap).ShouldBe(Stale);
    }

    [Fact]
    public void Each_sender_has_a_sequence_of_its_own_and_peers_keep_theirs()
    {
        var peer = IPAddress.Parse("10.0.0.1");
        var verifier = HmacFrames.Verifier(null, peer);
        VrrpAuthenticationResult Receive(string source, double at)
        {
            var context = GoldenFrames.FromTo(source, "192.0.2.9");
            return verifier.Verify(HmacFrames.Signed(HmacFrames.At(at), context: context), in context, HmacFrames.SignedAt);
        }

        Receive("10.0.0.1", 1).ShouldBe(Verified);
        Receive("10.0.0.2", 0.5).ShouldBe(Verified);
        for (var i = 3; i < 6; i++)
            Receive($"10.0.0.{i}", 0).ShouldBe(Verified);
        Receive("10.0.0.2", 0.5).ShouldBe(Replay); // four others are remembered
        Receive("10.0.0.6", 0).ShouldBe(Verified); // a fifth takes the place of the one heard longest ago
        Receive("10.0.0.2", 0.5).ShouldBe(Verified);
        Receive("10.0.0.1", 1).ShouldBe(Replay); // the peer's is never given up
    }

    [Fact]
    public void The_window_follows_from_the_interval_and_there_is_none_for_sequences_alone()
    {
        new VrrpHmacVerifier(HmacFrames.Options, TimeSpan.FromSeconds(10)).Window.ShouldBe(TimeSpan.FromSeconds(30));
        new VrrpHmacVerifier(HmacFrames.Options with { AntiReplay = VrrpAntiReplay.Monotonic }, TimeSpan.FromSeconds(10)).Window.ShouldBeNull();
        HmacFrames.Verifier().ClockSkew.ShouldBe(TimeSpan.Zero);
        Should.Throw<ArgumentNullException>(() => new VrrpHmacVerifier(null!, TimeSpan.FromSeconds(1))).ParamName.ShouldBe("options");
    }

    [Fact]
    public void Every_result_but_two_discards_for_authentication()
    {
        foreach (var result in Enum.GetValues<VrrpAuthenticationResult>())
        {
            result.IsAccepted().ShouldBe(result is Verified or Unsigned);
            result.ToDiscardReason().ShouldBe(result.IsAccepted() ? VrrpDiscardReason.None : VrrpDiscardReason.BadAuthentication);
        }
    }
}

using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Protocol.Hmac;

public class VrrpHmacSequenceTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    [Fact]
    public void It_is_the_time_in_seconds_and_parts_of_65536()
    {
        new VrrpHmacSequence(Window).Next(HmacFrames.SignedAt).ShouldBe(HmacFrames.Sequence);
        VrrpHmacSequence.At(DateTimeOffset.UnixEpoch).ShouldBe(0ul);
        VrrpHmacSequence.At(DateTimeOffset.UnixEpoch.AddTicks(TimeSpan.TicksPerSecond - 1)).ShouldBe(0x0000_0000_FFFF_0000ul);
        VrrpHmacSequence.At(DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue)).ShouldBe(0xFFFF_FFFF_0000_0000ul);
        VrrpHmacSequence.At(DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue + 2L)).ShouldBe(0x0000_0001_0000_0000ul); // 2106: it wraps
    }

    [Fact]
    public void Two_in_one_instant_count_on()
    {
        var sequence = new VrrpHmacSequence(Window);
        sequence.Last.ShouldBeNull();
        for (var i = 0ul; i < 3; i++)
            sequence.Next(HmacFrames.SignedAt).ShouldBe(HmacFrames.Sequence + i);
        sequence.Last.ShouldBe(HmacFrames.Sequence + 2);
    }

    [Fact]
    public void It_goes_on_over_the_end_of_the_counter()
    {
        var sequence = new VrrpHmacSequence(Window, HmacFrames.Sequence + 0xFFFF);
        sequence.Next(HmacFrames.SignedAt).ShouldBe(HmacFrames.Sequence + 0x1_0000);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(null, 1000)]
    public void It_grows_while_the_clock_steps_back(int? window, int back)
    {
        var sequence = new VrrpHmacSequence(window is { } w ? TimeSpan.FromSeconds(w) : null);
        sequence.Next(HmacFrames.SignedAt);
        for (var i = 1; i <= back; i++)
            sequence.Next(HmacFrames.SignedAt.AddSeconds(-i)).ShouldBe(HmacFrames.Sequence + (ulong)i);
        sequence.Next(HmacFrames.SignedAt.AddSeconds(1)).ShouldBe(HmacFrames.At(1));
    }

    [Fact]
    public void A_clock_that_is_set_back_by_more_than_the_window_is_followed_so_that_receivers_do_not_call_it_stale()
    {
        var sequence = new VrrpHmacSequence(Window);
        var verifier = HmacFrames.Verifier();
        sequence.Next(HmacFrames.SignedAt.AddHours(1)); // our clock was wrong

        var payload = HmacFrames.Signed(sequence.Next(HmacFrames.SignedAt));

        verifier.Verify(payload, HmacFrames.IPv4Context, HmacFrames.SignedAt).ShouldBe(VrrpAuthenticationResult.Verified);
    }

    [Fact]
    public void An_earlier_run_is_gone_on_from()
    {
        var sequence = new VrrpHmacSequence(null, last: HmacFrames.Sequence);
        sequence.Next(HmacFrames.SignedAt.AddYears(-10)).ShouldBe(HmacFrames.Sequence + 1);
    }

    [Theory]
    [InlineData("2038-01-19T03:14:08Z")] // the seconds have their highest bit from here on
    [InlineData("2105-12-31T00:00:00Z")]
    public void The_first_one_is_the_clock_s_in_every_year(string year)
    {
        var now = DateTimeOffset.Parse(year, null);
        new VrrpHmacSequence(Window).Next(now).ShouldBe(VrrpHmacSequence.At(now));
    }

    [Fact]
    public void It_grows_over_the_wrap_of_the_seconds()
    {
        var wrap = DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue);
        var sequence = new VrrpHmacSequence(null);
        var before = sequence.Next(wrap);
        var after = sequence.Next(wrap.AddSeconds(1));
        after.ShouldBe(0ul);
        unchecked((long)(after - before)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Whatever_the_clock_does_without_a_window_each_is_after_the_last() =>
        Prop.ForAll(Gen.Choose(-100_000, 100_000).ArrayOf(50).ToArbitrary(), steps =>
        {
            var sequence = new VrrpHmacSequence(null);
            var now = HmacFrames.SignedAt;
            var last = sequence.Next(now);
            foreach (var step in steps)
            {
                now = now.AddMilliseconds(step);
                var next = sequence.Next(now);
                unchecked((long)(next - last)).ShouldBeGreaterThan(0);
                last = next;
            }
        }).Holds(200);
}

using System.Net;
using System.Net.NetworkInformation;
using FailoverIp.Vrrp.Tests.Protocol;
using FailoverIp.Vrrp.Tests.Protocol.Hmac;

namespace FailoverIp.Vrrp.Tests.Engine;

/// <summary>What a reload leaves of the sequences and marks of signed adverts, and what is told of those that do not count.</summary>
public class AdvertAuthenticationTests
{
    private static readonly IPAddress Peer = IPAddress.Parse("198.51.100.10");
    private static readonly VrrpHmacKey Key = new(1, HmacFrames.KeyBytes);
    private static readonly VrrpHmacKey OtherKey = new(2, [.. HmacFrames.KeyBytes.Reverse()]);

    private readonly Clock _clock = new() { Now = HmacFrames.SignedAt };

    private static VirtualRouterOptions Signed(VrrpHmacKey[] keys, VrrpAntiReplay antiReplay = VrrpAntiReplay.Monotonic) =>
        LanFixture.Options() with { VirtualRouterId = 51, Hmac = new() { Keys = new(keys[0].Id, keys), AntiReplay = antiReplay } };

    private bool Accepts(AdvertAuthentication authentication, byte[] payload) => authentication.Accepts(default, payload, HmacFrames.IPv4Context, default, _clock);

    [Fact]
    public void Whatever_a_reload_changes_the_next_sequence_is_above_the_last_also_where_the_clock_was_put_back()
    {
        var wire = new RouterWire(Signed([Key]), _clock.Now);
        var last = wire.Authentication.Next(_clock);
        _clock.Now -= TimeSpan.FromHours(3);

        foreach (var options in (VirtualRouterOptions[])[Signed([OtherKey]), Signed([OtherKey]) with { AdvertisementInterval = TimeSpan.FromSeconds(2) }, LanFixture.Options(), Signed([Key])])
        {
            wire.Take(options, _clock.Now);
            if (options.Hmac is null)
                continue;
            var next = wire.Authentication.Next(_clock);
            next.ShouldBeGreaterThan(last);
            last = next;
        }
    }

    [Fact]
    public void A_router_that_a_reload_makes_anew_goes_on_above_it_as_well()
    {
        var sent = new Packets();
        var options = Signed([Key]) with { Priority = 255 };
        var processor = new VrrpProcessor(new() { Routers = [options] }, sent, _clock, _ => { }, _ => { });
        processor.OnInterface(new(7, "eth1", true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), Peer), 0);
        processor.Start(0);
        _clock.Now -= TimeSpan.FromHours(3);

        processor.Reload(new() { Routers = [options with { PromoteSecondaries = true }] }, 1);

        sent.Sequences.Count.ShouldBe(3); // the first, the farewell, and the first again
        sent.Sequences.ShouldBe(sent.Sequences.Distinct().Order());
    }

    [Fact]
    public void What_was_heard_before_a_reload_is_not_taken_again_while_its_key_counts()
    {
        var wire = new RouterWire(Signed([Key]), _clock.Now);
        var payload = HmacFrames.Signed(HmacFrames.At(0), Key);
        Accepts(wire.Authentication, payload).ShouldBeTrue();

        wire.Take(Signed([OtherKey, Key]), _clock.Now);

        Accepts(wire.Authentication, payload).ShouldBeFalse();
        wire.Authentication.Result.ShouldBe(VrrpAuthenticationResult.Replay);
        Accepts(wire.Authentication, HmacFrames.Signed(HmacFrames.At(1), OtherKey)).ShouldBeTrue();
    }

    [Fact]
    public void The_authentication_headers_of_one_password_go_on_through_a_reload()
    {
        var options = LanFixture.Options(version: VrrpVersion.V2) with { Password = new("s3cret12"), UseAuthenticationHeader = true };
        var wire = new RouterWire(options, _clock.Now);
        wire.Authentication.Resume(uint.MaxValue - 9);

        foreach (var password in (string[])["s3cret12", "another1"])
        {
            wire.Take(options with { Password = new(password), AdvertisementInterval = TimeSpan.FromSeconds(2) }, _clock.Now);
            wire.Authentication.Next(_clock).ShouldBeGreaterThan(uint.MaxValue - 9);
        }
    }

    [Theory]
    [InlineData("no signature", "they are not signed, and have to be")]
    [InlineData("an unknown key", "they are signed with a key that is not configured here")]
    [InlineData("another key", "they are signed with another key than ours by its number, or were changed on the way")]
    [InlineData("a clock that is slow", "they were signed 3600 s behind our clock, and no more than 5 s are allowed: a clock is wrong, or old ones are sent again")]
    [InlineData("a clock that is fast", "they were signed 3600 s ahead of our clock, and no more than 5 s are allowed: a clock is wrong, or old ones are sent again")]
    [InlineData("the same again", "their sequence does not grow: the sender's clock has been put back, or old ones are sent again")]
    public void Why_an_advert_does_not_count_is_told_once(string fault, string told)
    {
        var authentication = new AdvertAuthentication(Signed([Key], VrrpAntiReplay.Time), _clock.Now);
        var payload = fault switch
        {
            "no signature" => GoldenFrames.Bytes(HmacFrames.IPv4)[..^28],
            "an unknown key" => HmacFrames.Signed(HmacFrames.At(0), OtherKey),
            "another key" => HmacFrames.Signed(HmacFrames.At(0), new VrrpHmacKey(1, [.. HmacFrames.KeyBytes.Reverse()])),
            "a clock that is slow" => HmacFrames.Signed(HmacFrames.At(-3600), Key),
            "a clock that is fast" => HmacFrames.Signed(HmacFrames.At(3600), Key),
            _ => HmacFrames.Signed(HmacFrames.At(0), Key),
        };
        if (fault == "the same again")
            Accepts(authentication, payload).ShouldBeTrue();

        Accepts(authentication, payload).ShouldBeFalse();
        authentication.Explain().ShouldBe(told);
        Accepts(authentication, payload).ShouldBeFalse();
        authentication.Explain().ShouldBeNull();
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, "3 s ahead of our clock")]
    [InlineData(-4, "4 s behind our clock")]
    public void A_clock_that_goes_wrong_is_told_before_its_adverts_are_refused_and_seldom(int seconds, string? told)
    {
        var notices = new List<string>();
        var options = Signed([Key], VrrpAntiReplay.Time);
        var processor = new VrrpProcessor(new() { Routers = [options] }, new Packets(), _clock, _ => { }, n => notices.Add(n.Message));
        processor.OnInterface(new(7, "eth1", true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse("198.51.100.20")), 0);
        processor.Start(0);

        for (var i = 0; i < 60; i++)
        {
            var adverts = AdvertBuffers.Build(options with { Priority = 200 }, Peer);
            processor.OnPacket(7, adverts.Prepare(0, 200, HmacFrames.At(seconds + i)), i * 1_000_000_000L);
            _clock.Now += TimeSpan.FromSeconds(1);
        }

        processor.GetStatus()[0].Received.ShouldBe(60);
        notices.ShouldBe(told is null ? [] : [$"adverts from 198.51.100.10 are signed {told}: where that grows they are not accepted any more; one of the clocks is wrong"]);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>Notes the sequences of what is sent.</summary>
    private sealed class Packets : SilentOutput
    {
        public List<ulong> Sequences { get; } = [];

        public override bool Send(int interfaceIndex, ReadOnlySpan<byte> packet)
        {
            VrrpHmacTrailer.TryFind(packet[20..], isIPv6: false, out var trailer).ShouldBeTrue();
            Sequences.Add(trailer.Sequence);
            return true;
        }
    }
}

using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp;

/// <summary>The Active one is stopped.</summary>
public sealed class CleanStopTests
{
    [SkippableTheory]
    [MemberData(nameof(Pairs.All), MemberType = typeof(Pairs))]
    public async Task A_clean_stop_says_priority_0_and_the_other_waits_its_skew_only(int version, PeerKind high, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(high, low, Pairs.PlanOf(version));
        await pair.StartAsync();
        var before = pair.Lab.Capture.Frames[^1].At;

        var stopping = pair.High.StopAsync();
        var resigned = await pair.Lab.Capture.WaitForAsync<AdvertFrame>("priority 0", pair.Plan.Patience, a => a.Priority == 0, before);
        var first = await pair.FirstAdvertAsync(pair.Low, resigned.At);
        await stopping;

        Pair.IsFrom(resigned, pair.High).ShouldBeTrue();
        resigned.Checksum.ShouldBe(pair.LastAdvert(pair.High).Checksum);
        pair.Lab.Capture.Adverts.ShouldNotContain(a => Pair.IsFrom(a, pair.High) && a.Priority > 0 && a.At > resigned.At, "nothing follows priority 0");
        pair.ShouldTakeOverAfter(pair.Plan.Skew(pair.Low.Priority), resigned, first);
        await pair.ExpectOnlyActiveAsync(pair.Low);
    }
}

using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>A higher priority joins that is not to take over, or not at once.</summary>
public sealed class JoiningTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    [SkippableTheory]
    [InlineData(PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(PeerKind.Keepalived, PeerKind.Ours)]
    public async Task Without_preemption_it_waits_until_the_Active_one_is_gone(PeerKind high, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(VrrpPlan.V3, (lab, host) => Create(high, lab, host, "nopreempt", i => i["Preempt"] = false), (lab, host) => VrrpPeer.Create(low, lab, host, VrrpPlan.V3, 100));
        await pair.Low.StartAsync();
        await pair.ExpectOnlyActiveAsync(pair.Low);

        await pair.High.StartAsync();
        await pair.ExpectOnlyActiveAsync(pair.Low);
        await pair.Low.KillAsync();

        var first = await pair.FirstAdvertAsync(pair.High, pair.Lab.LastChange);
        pair.ShouldTakeOverAfter(pair.Plan.ActiveDown(pair.High.Priority), pair.LastAdvert(pair.Low), first);
        pair.Lab.Capture.Adverts.First(a => Pair.IsFrom(a, pair.High)).ShouldBe(first, "it has said nothing before");

        // The lower one comes back and stays what it is.
        await pair.Low.StartAsync();
        await pair.ExpectOnlyActiveAsync(pair.High);
    }

    [SkippableTheory]
    [InlineData(PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(PeerKind.Keepalived, PeerKind.Ours)]
    public async Task With_a_delay_it_takes_over_when_that_has_passed(PeerKind high, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(
            VrrpPlan.V3, (lab, host) => Create(high, lab, host, "preempt_delay 2", i => i["PreemptDelay"] = Delay.ToString()), (lab, host) => VrrpPeer.Create(low, lab, host, VrrpPlan.V3, 100));
        await pair.Low.StartAsync();
        await pair.ExpectOnlyActiveAsync(pair.Low);

        var before = DateTime.UtcNow;
        await pair.High.StartAsync();
        var started = pair.Lab.LastChange;
        var first = await pair.FirstAdvertAsync(pair.High, before);

        (first.At - before).ShouldBeGreaterThan(Delay, pair.Lab.Describe());
        (first.At - started).ShouldBeLessThan(Delay + pair.Plan.ActiveDown(pair.High.Priority) + TimeSpan.FromMilliseconds(500), pair.Lab.Describe());
        await pair.AnnouncementAsync(pair.High, first.At);
        pair.Lab.Touch();
        await pair.ExpectOnlyActiveAsync(pair.High);
    }

    private static VrrpPeer Create(PeerKind kind, NetworkLab lab, LabHost host, string keepalived, Action<System.Text.Json.Nodes.JsonObject> ours) =>
        kind == PeerKind.Keepalived ? new Keepalived(lab, host, VrrpPlan.V3, 200) { More = keepalived } : new Node(lab, host, VrrpPlan.V3, 200) { Instance = ours };
}

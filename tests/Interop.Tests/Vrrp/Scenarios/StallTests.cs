using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>The Active one stands still, as a virtual machine does that is migrated, and goes on.</summary>
public sealed class StallTests
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(3.7);

    [SkippableTheory]
    [InlineData(PeerKind.Keepalived)]
    [InlineData(PeerKind.Ours)]
    public async Task It_listens_before_it_acts_again(PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, low, VrrpPlan.V3);
        var node = (Node)pair.High;
        await pair.StartAsync();

        await node.Process.SignalAsync("STOP");
        var stopped = DateTime.UtcNow;
        var first = await pair.FirstAdvertAsync(pair.Low, stopped);
        await pair.Lab.Capture.WaitForAsync<AdvertFrame>("the end of the stall", pair.Plan.Patience, a => Pair.IsFrom(a, pair.Low), stopped + Stall);
        var woken = DateTime.UtcNow;
        await node.Process.SignalAsync("CONT");
        pair.Lab.Touch();

        var returned = await pair.FirstAdvertAsync(node, woken);
        (returned.At - woken).ShouldBeGreaterThan(2 * pair.Plan.Interval, pair.Lab.Describe());
        pair.Lab.Capture.Adverts.ShouldNotContain(a => Pair.IsFrom(a, node) && a.At > first.At && a.At < returned.At, pair.Lab.Describe());
        await pair.ExpectOnlyActiveAsync(node);
        pair.Lab.Capture.Adverts.Count(a => Pair.IsFrom(a, pair.Low) && a.At > returned.At).ShouldBeLessThanOrEqualTo(1, pair.Lab.Describe());
        node.Process.Lines.ShouldContain(l => l.Contains("stood still", StringComparison.Ordinal), pair.Lab.Describe());
        node.ShouldHaveCleanLog();
    }
}

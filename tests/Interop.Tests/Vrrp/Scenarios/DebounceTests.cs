using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>A link that flaps for less than InterfaceDownDelay, and for more.</summary>
public sealed class DebounceTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    [SkippableFact]
    public async Task A_short_loss_of_the_link_changes_nothing_and_a_long_one_is_a_Fault()
    {
        // Intervals longer than the short loss: the other does not notice it either.
        var plan = VrrpPlan.V3 with { Interval = TimeSpan.FromMilliseconds(800) };
        await using var pair = await Pair.CreateAsync(
            plan,
            (lab, host) => new Node(lab, host, plan, 200) { Instance = i => i["InterfaceDownDelay"] = Delay.ToString() },
            (lab, host) => new Keepalived(lab, host, plan, 100));
        var node = (Node)pair.High;
        await pair.StartAsync();
        var epoch = (await node.ReadInstanceAsync()).GetProperty("epoch").GetInt64();

        var begun = pair.LastAdvert(node).At;
        await node.Host.PullCableAsync();
        await node.Host.PlugCableAsync();
        var bounced = pair.Lab.LastChange;
        await pair.Lab.Capture.WaitForAsync<AdvertFrame>("adverts go on", plan.Patience, a => Pair.IsFrom(a, node), bounced + Delay + plan.Interval);
        await node.Host.WaitForAddressAsync(plan.KernelAddress, present: true);
        pair.Lab.Capture.Adverts.Where(a => a.At > begun).ShouldAllBe(a => Pair.IsFrom(a, node) && a.Priority == 200, pair.Lab.Describe());
        (await node.ReadInstanceAsync()).GetProperty("epoch").GetInt64().ShouldBe(epoch);

        await node.Host.PullCableAsync();
        await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);
        await node.Host.WaitForAddressAsync(plan.KernelAddress, present: false);
        (DateTime.UtcNow - pair.Lab.LastChange).ShouldBeGreaterThan(Delay);
        (await node.ReadInstanceAsync()).GetProperty("state").GetString().ShouldBe("Fault");
        await node.Host.PlugCableAsync();
        await pair.ExpectOnlyActiveAsync(node);
        node.ShouldHaveCleanLog();
    }
}

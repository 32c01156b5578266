using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>Options that make a node wait longer, or say one word more.</summary>
public sealed class TimingTests
{
    [SkippableFact]
    public async Task With_DownTimerAdverts_5_it_takes_over_after_five_intervals()
    {
        var plan = VrrpPlan.V3 with { Interval = TimeSpan.FromMilliseconds(300) };
        await using var pair = await Pair.CreateAsync(
            plan,
            (lab, host) => new Keepalived(lab, host, plan, 200),
            (lab, host) => new Node(lab, host, plan, 100) { Instance = i => i["DownTimerAdverts"] = 5 });
        await Task.WhenAll(pair.High.StartAsync(), pair.Low.StartAsync());
        await pair.ExpectOnlyActiveAsync(pair.High);

        await pair.High.KillAsync();

        var first = await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);
        pair.ShouldTakeOverAfter((5 * plan.Interval) + plan.Skew(100), pair.LastAdvert(pair.High), first);
        ((Node)pair.Low).ShouldHaveCleanLog();
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_HigherPrioritySendAdvert_the_one_that_yields_says_one_word_more(bool isOn)
    {
        await using var pair = await Pair.CreateAsync(
            VrrpPlan.V3,
            (lab, host) => new Keepalived(lab, host, VrrpPlan.V3, 200),
            (lab, host) => new Node(lab, host, VrrpPlan.V3, 100) { Instance = i => i["HigherPrioritySendAdvert"] = isOn });
        await pair.Low.StartAsync();
        await pair.ExpectOnlyActiveAsync(pair.Low);

        await pair.High.StartAsync();
        var higher = await pair.FirstAdvertAsync(pair.High, pair.LastAdvert(pair.Low).At);
        await pair.ExpectOnlyActiveAsync(pair.High);

        // An advert of its own that is due at that very moment would be another word: rare, and it shows as two or as one too many.
        pair.Lab.Capture.Adverts.Count(a => Pair.IsFrom(a, pair.Low) && a.At > higher.At).ShouldBe(isOn ? 1 : 0, pair.Lab.Describe());
        if (isOn)
            pair.Lab.Capture.Adverts.Single(a => Pair.IsFrom(a, pair.Low) && a.At > higher.At).Priority.ShouldBe((byte)100, "it does not resign");
        ((Node)pair.Low).ShouldHaveCleanLog();
    }

    [SkippableFact]
    public async Task With_StartupDelay_it_is_silent_and_deaf_for_so_long_and_then_begins_as_ever()
    {
        var delay = TimeSpan.FromSeconds(4);
        await using var lab = await NetworkLab.CreateAsync("node");
        var node = new Node(lab, lab["node"], VrrpPlan.V3, 100) { Vrrp = v => v["StartupDelay"] = delay.ToString() };
        var before = DateTime.UtcNow;
        var start = node.StartAsync();
        await node.RunsAsync();
        var runs = DateTime.UtcNow;
        var state = (await node.ReadInstanceAsync()).GetProperty("state").GetString();
        if (DateTime.UtcNow - before < delay) // the question takes its time, too
            state.ShouldBe("Initialize");
        await start;

        var first = await lab.Capture.WaitForAsync<AdvertFrame>("it becomes Active", node.Plan.Patience, a => Pair.IsFrom(a, node), before);
        (first.At - before).ShouldBeGreaterThan(delay + node.Plan.ActiveDown(100), lab.Describe());
        (first.At - runs).ShouldBeLessThan(delay + node.Plan.ActiveDown(100) + TimeSpan.FromSeconds(3), lab.Describe());
        await lab["node"].WaitForAddressAsync(node.Plan.KernelAddress, present: true);
        node.ShouldHaveCleanLog();
    }

    [SkippableFact]
    public async Task With_InterfaceUpDelay_a_link_that_is_back_counts_only_when_it_has_stayed()
    {
        var delay = TimeSpan.FromSeconds(2);
        await using var lab = await NetworkLab.CreateAsync("node");
        var node = new Node(lab, lab["node"], VrrpPlan.V3, 100) { Instance = i => i["InterfaceUpDelay"] = delay.ToString() };
        await node.StartAsync();
        await lab["node"].WaitForAddressAsync(node.Plan.KernelAddress, present: true, timeout: node.Plan.Patience);

        await lab["node"].PullCableAsync();
        await lab["node"].WaitForAddressAsync(node.Plan.KernelAddress, present: false);
        // Up for a moment only: the delay begins anew.
        await lab["node"].PlugCableAsync();
        await Task.Delay(delay / 4);
        await lab["node"].PullCableAsync();
        var before = DateTime.UtcNow;
        await lab["node"].PlugCableAsync();

        var first = await lab.Capture.WaitForAsync<AdvertFrame>("it is back", node.Plan.Patience, a => Pair.IsFrom(a, node) && a.Priority > 0, before);
        (first.At - before).ShouldBeInRange(delay + node.Plan.ActiveDown(100) - TimeSpan.FromMilliseconds(5), delay + node.Plan.ActiveDown(100) + TimeSpan.FromSeconds(1), lab.Describe());
        node.ShouldHaveCleanLog();
    }
}

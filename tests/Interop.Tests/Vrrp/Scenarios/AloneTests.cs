using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>A node that hears nobody, because there is nobody or because the other is taken for itself.</summary>
public sealed class AloneTests
{
    [SkippableFact]
    public async Task A_node_that_starts_alone_listens_first_and_then_sends_at_its_interval()
    {
        await using var lab = await NetworkLab.CreateAsync("a");
        var plan = VrrpPlan.V3 with { Interval = TimeSpan.FromMilliseconds(300) };
        var node = new Node(lab, lab["a"], plan, 100);
        await node.StartAsync();

        var first = await lab.Capture.WaitForAsync<AdvertFrame>("its first advert", plan.Patience, _ => true, DateTime.MinValue);
        // From the moment at which its start was seen, which may have been a little after it.
        (first.At - lab.LastChange).ShouldBeInRange(2 * plan.Interval, plan.ActiveDown(100) + TimeSpan.FromMilliseconds(400), lab.Describe());
        await lab.Capture.WaitForAsync<AdvertFrame>("five adverts more", plan.Patience, _ => true, first.At + (5 * plan.Interval));
        var adverts = lab.Capture.Adverts.ToArray();
        adverts.Zip(adverts.Skip(1)).ShouldAllBe(p => p.Second.At - p.First.At > plan.Interval / 2 && p.Second.At - p.First.At < 2 * plan.Interval, lab.Describe());
        await node.WaitForAddressesAsync(present: true);
        node.ShouldHaveCleanLog();
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_with_one_address_and_priority_do_not_hear_one_another_and_send_no_more_than_usual(bool isIPv6)
    {
        var plan = isIPv6 ? VrrpPlan.V3 with { Address = IPAddress.Parse("fe80::100") } : VrrpPlan.V3;
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Ours, plan, 150, 150);
        var (high, low) = (pair.High.Host, pair.Low.Host);
        await Shell.IpBatchAsync(low.Namespace, isIPv6
            ? [$"addr del {low.LinkLocalAddress}/64 dev eth1", $"addr add {high.LinkLocalAddress}/64 dev eth1 nodad"]
            : [$"addr del {low.Address}/24 dev eth1", $"addr add {high.Address}/24 dev eth1"]);
        await Task.WhenAll(pair.High.StartAsync(), pair.Low.StartAsync());
        foreach (var peer in new[] { pair.High, pair.Low })
            await pair.Lab.Capture.WaitForAsync<AdvertFrame>("an advert of each", pair.Plan.Patience, a => a.SourceMac == peer.Host.Mac, pair.Lab.LastChange);

        var begun = DateTime.UtcNow;
        var end = begun + (8 * pair.Plan.Interval);
        await pair.Lab.Capture.WaitForAsync<AdvertFrame>("an advert eight intervals later", pair.Plan.Patience, a => a.At > end, begun);

        // A misconfiguration that VRRP cannot heal; that it shows is all one can ask for.
        foreach (var node in new[] { pair.High, pair.Low }.Cast<Node>())
        {
            pair.Lab.Capture.Adverts.Count(a => a.SourceMac == node.Host.Mac && a.At > begun && a.At <= end).ShouldBeInRange(6, 9, pair.Lab.Describe());
            // Over IPv4 the kernel itself drops what comes from an address of this machine; over IPv6 it is seen, and told once.
            var discarded = (await node.ReadInstanceAsync()).GetProperty("discarded").GetProperty("ownPacket").GetInt64();
            if (isIPv6)
                discarded.ShouldBeGreaterThan(4);
            node.Process.Lines.Count(l => l.Contains("have our own source address", StringComparison.Ordinal)).ShouldBe(isIPv6 ? 1 : 0, pair.Lab.Describe());
            node.ShouldHaveCleanLog();
        }
    }
}

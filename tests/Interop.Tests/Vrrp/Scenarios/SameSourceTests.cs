using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>One address on two hosts, from which both send: neither can tell the other's adverts from its own that come back.</summary>
public sealed class SameSourceTests
{
    /// <summary>IPv6, the two priorities.</summary>
    public static TheoryData<bool, int, int> Cases => new() { { false, 200, 100 }, { true, 150, 150 } };

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Both_are_Active_and_each_says_why_once(bool isIPv6, int highPriority, int lowPriority)
    {
        var plan = isIPv6 ? VrrpPlan.V3 with { Address = IPAddress.Parse("fe80::100") } : VrrpPlan.V3;
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Ours, plan, highPriority, lowPriority);
        var (high, low) = (pair.High.Host, pair.Low.Host);
        await Shell.IpBatchAsync(low.Namespace, isIPv6
            ? [$"addr del {low.LinkLocalAddress}/64 dev eth1", $"addr add {high.LinkLocalAddress}/64 dev eth1 nodad"]
            : [$"addr del {low.Address}/24 dev eth1", $"addr add {high.Address}/24 dev eth1"]);
        // Over IPv4 the kernel drops what comes from an address of its own, unless it is told otherwise.
        foreach (var host in new[] { high, low })
            await host.RunAsync("sysctl", "-qw", "net.ipv4.conf.all.accept_local=1");

        await Task.WhenAll(pair.High.StartAsync(), pair.Low.StartAsync());

        var since = pair.Lab.LastChange + plan.ActiveDown(lowPriority);
        foreach (var node in new[] { pair.High, pair.Low }.Cast<Node>())
        {
            await pair.Lab.Capture.WaitForAsync<AdvertFrame>($"an advert of {node.Host.Name}", plan.Patience, a => a.SourceMac == node.Host.Mac && a.Source.Equals(pair.High.Source), since);
            await node.Process.WaitForLineAsync("adverts from", plan.Patience);
        }
        await pair.Lab.Capture.WaitForAsync<AdvertFrame>("some more", plan.Patience, a => a.SourceMac == low.Mac, DateTime.UtcNow + (3 * plan.Interval));

        foreach (var node in new[] { pair.High, pair.Low }.Cast<Node>())
        {
            var told = $"adverts from {pair.High.Source} are discarded (OwnPacket): they have our own source address: the address is on two machines, or the network returns our packets";
            node.Process.Lines.Count(l => l.Contains(told, StringComparison.Ordinal)).ShouldBe(1, pair.Lab.Describe());
            var instance = await node.ReadInstanceAsync();
            (instance.GetProperty("state").GetString(), instance.GetProperty("received").GetInt64()).ShouldBe(("Active", 0), pair.Lab.Describe());
            instance.GetProperty("discarded").GetProperty("ownPacket").GetInt64().ShouldBeGreaterThan(2);
            node.ShouldHaveCleanLog();
        }
    }
}

using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Failover;

/// <summary>The Active one loses its cable while its reroute is in flight.</summary>
public sealed class PulledCableTests
{
    private static readonly VrrpPlan Plan = NetcupNodes.Tutorial with { Interval = TimeSpan.FromSeconds(1) };

    [SkippableTheory]
    // The write takes effect while nobody is Active.
    [InlineData("Latency", 2)]
    [InlineData("SlowTask", 2)]
    // The write takes effect when the other has looked and found nothing to do: only looking again finds it.
    [InlineData("SlowTask", 7)]
    public async Task The_route_ends_with_the_Active_one_and_the_other_writes_no_more(string fault, int seconds)
    {
        await using var nodes = await NetcupNodes.CreateAsync(Plan);
        await nodes.S2.StartAsync();
        await nodes.WaitForOwnerAsync(NetcupNodes.Server2);
        await nodes.Simulator.AddFaultAsync(new JsonObject { ["kind"] = fault, ["on"] = "Write", ["count"] = 1, ["delay"] = TimeSpan.FromSeconds(seconds).ToString() });

        await nodes.S1.StartAsync();
        await Until.TrueAsync(async () => (await nodes.Simulator.ReadWritesAsync()).Any(w => w.Server == NetcupNodes.Server1Id), Plan.Patience, () => $"s1's write\n{nodes.Lab.Describe()}");
        await nodes.S1.Host.PullCableAsync();
        var pulled = nodes.Lab.LastChange;

        await nodes.WaitForAddressStateAsync(nodes.S1, "Idle");
        (await nodes.S1.ReadInstanceAsync()).GetProperty("state").GetString().ShouldBe("Fault");
        await nodes.Lab.Capture.WaitForAsync<AdvertFrame>("s2 is Active", Plan.Patience, a => a.Source.Equals(nodes.S2.Host.Address), pulled + Plan.Interval);
        // The write that was in flight lands now at the latest.
        await Until.TrueAsync(
            async () => (await nodes.Simulator.ReadWritesAsync())[^1] is { Server: NetcupNodes.Server2Id } last && last.At > pulled,
            TimeSpan.FromSeconds(30),
            () => $"s2 takes the route back\n{nodes.Lab.Describe()}");
        await nodes.WaitForOwnerAsync(NetcupNodes.Server2);
        await nodes.WaitForAddressStateAsync(nodes.S2, "Routed");

        var writes = await nodes.Simulator.ReadWritesAsync();
        writes.Count(w => w.Server == NetcupNodes.Server1Id).ShouldBe(1, string.Join('\n', writes));
        writes.Where(w => w.At > pulled).ShouldAllBe(w => w.Server == NetcupNodes.Server2Id);
        nodes.S1.ShouldHaveCleanLog();
        nodes.S2.ShouldHaveCleanLog();
    }
}

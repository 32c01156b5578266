using System.Text.Json;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp;

/// <summary>A node under a flood of broken packets.</summary>
public sealed class FloodTests
{
    private const int Packets = 20_000;

    [SkippableFact]
    public async Task Broken_packets_change_nothing_and_each_is_counted_by_its_reason()
    {
        await using var lab = await NetworkLab.CreateAsync("high", "low", "attacker");
        var high = new Node(lab, lab["high"], VrrpPlan.V3, 200);
        var low = new Node(lab, lab["low"], VrrpPlan.V3, 100);
        await Task.WhenAll(high.StartAsync(), low.StartAsync());
        await Until.TrueAsync(() => IsActiveAsync(high), high.Plan.Patience, lab.Describe);
        var settled = DateTime.UtcNow;
        var since = (await high.ReadInstanceAsync(), await low.ReadInstanceAsync());

        lab.Capture.MayLose = true;
        await Flood.SendAsync(lab["attacker"], Packets, high.Plan.VirtualRouterId, async () =>
        {
            foreach (var node in new[] { high, low })
                await Until.TrueAsync(async () => await QueuedAsync(node) == 0, TimeSpan.FromSeconds(10), lab.Describe);
        });

        foreach (var node in new[] { high, low })
        {
            var discarded = Discarded(await node.ReadInstanceAsync());
            discarded.Values.Sum().ShouldBe(Packets);
            foreach (var reason in new[] { "badLength", "badTtl", "badChecksum", "badVersion", "badType" })
                discarded[reason].ShouldBeGreaterThan(1000, string.Join(", ", discarded));
            node.ShouldHaveCleanLog();
        }
        // Neither has left its role even for a moment: the epoch would have grown.
        ((await high.ReadInstanceAsync()).GetProperty("epoch").GetInt64(), (await low.ReadInstanceAsync()).GetProperty("epoch").GetInt64())
            .ShouldBe((since.Item1.GetProperty("epoch").GetInt64(), since.Item2.GetProperty("epoch").GetInt64()), lab.Describe());
        lab.Capture.Adverts.ShouldNotContain(a => a.At > settled && a.Source.Equals(low.Host.Address), "the Backup stayed silent");
        await high.StopAsync();
        await low.StopAsync();
    }

    private static async Task<bool> IsActiveAsync(Node node) => (await node.ReadInstanceAsync()).GetProperty("state").GetString() == "Active";

    // The bytes that wait in the sockets of protocol 112 (0x70) of the node's namespace.
    private static async Task<long> QueuedAsync(Node node) => (await File.ReadAllLinesAsync($"/proc/{node.Process.Id}/net/raw"))
        .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(l => l.Length > 4 && l[1].EndsWith(":0070", StringComparison.Ordinal))
        .Sum(l => Convert.ToInt64(l[4].Split(':')[1], 16));

    private static Dictionary<string, long> Discarded(JsonElement instance) =>
        instance.GetProperty("discarded").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64());
}

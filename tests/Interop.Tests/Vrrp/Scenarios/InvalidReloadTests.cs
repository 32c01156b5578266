using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>SIGHUP to the Active one with a configuration that cannot be used.</summary>
public sealed class InvalidReloadTests
{
    [SkippableFact]
    public async Task Nothing_changes_neither_on_the_wire_nor_in_the_kernel_nor_in_the_process()
    {
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Keepalived, VrrpPlan.V3);
        var node = (Node)pair.High;
        await pair.StartAsync();
        var (epoch, model, sockets) = (await EpochAsync(node), pair.LastAdvert(node), await SocketsAsync(node));
        sockets.Length.ShouldBeGreaterThan(2, "adverts, announcements, notifications");

        // No JSON; a value out of range; two that only the engine can judge together; an address that is none.
        string[] broken =
        [
            "{ \"FailoverIp\": {",
            With(node, i => i["VirtualRouterId"] = 300),
            With(node, i => (i["Version"], i["AdvertisementInterval"]) = (2, "00:00:00.25")),
            With(node, i => i["VirtualAddresses"] = new JsonArray("10.132.0.256")),
        ];
        var good = await File.ReadAllTextAsync(node.ConfigurationFile);
        foreach (var text in broken)
        {
            var lines = node.Process.Lines.Count;
            await File.WriteAllTextAsync(node.ConfigurationFile, text);
            await node.Process.SignalAsync("HUP");
            await Until.TrueAsync(() => Task.FromResult(node.Process.Lines.Skip(lines).Any(l => l.Contains(node.ConfigurationFile, StringComparison.Ordinal))), pair.Plan.Patience,
                () => $"a line about {text}\n{pair.Lab.Describe()}");
            await pair.FirstAdvertAsync(node, DateTime.UtcNow + pair.Plan.Interval);
        }

        (await EpochAsync(node)).ShouldBe(epoch);
        (await SocketsAsync(node)).ShouldBe(sockets);
        (await node.Host.ReadAddressesAsync()).ShouldContain(pair.Plan.KernelAddress);
        var adverts = pair.Lab.Capture.Adverts.Where(a => a.At >= model.At).ToArray();
        adverts.ShouldAllBe(a => Pair.IsFrom(a, node) && a.Priority == 200 && a.VirtualRouterId == model.VirtualRouterId && a.Interval == model.Interval && a.Addresses.SequenceEqual(model.Addresses), pair.Lab.Describe());
        adverts.Zip(adverts.Skip(1)).ShouldAllBe(p => p.Second.At - p.First.At < 3 * pair.Plan.Interval, pair.Lab.Describe());

        // The same sockets also after a reload that is done: nothing was missed in between.
        await File.WriteAllTextAsync(node.ConfigurationFile, good);
        await node.ReloadAsync();
        (await SocketsAsync(node)).ShouldBe(sockets);
        (await EpochAsync(node)).ShouldBe(epoch);
        node.ShouldHaveCleanLog();
    }

    private static string With(Node node, Action<JsonObject> change)
    {
        var document = JsonNode.Parse(File.ReadAllText(node.ConfigurationFile))!;
        change(document["FailoverIp"]!["Vrrp"]!["Instances"]!["VI_1"]!.AsObject());
        return document.ToJsonString();
    }

    private static async Task<long> EpochAsync(Node node) => (await node.ReadInstanceAsync()).GetProperty("epoch").GetInt64();

    // The inodes of the process's raw, packet and netlink sockets; those of the control socket come and go.
    private static async Task<string[]> SocketsAsync(Node node)
    {
        var own = (await Shell.RunAsync("ls", "-l", $"/proc/{node.Process.Id}/fd")).Split('\n')
            .Select(l => l.Split("socket:[")).Where(l => l.Length == 2).Select(l => l[1].TrimEnd(']', '\n')).ToHashSet(StringComparer.Ordinal);
        var inodes = new List<string>();
        foreach (var kind in new[] { "raw", "packet", "netlink" })
        {
            var rows = (await File.ReadAllLinesAsync($"/proc/{node.Process.Id}/net/{kind}")).Skip(1);
            inodes.AddRange(rows.Select(r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(r => r[kind == "raw" ? 9 : kind == "packet" ? 8 : 9]).Where(own.Contains).Select(i => $"{kind} {i}"));
        }
        return [.. inodes.Order(StringComparer.Ordinal)];
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>The kernel tells of more changes than its queue for the node holds (ENOBUFS): what was lost is read again.</summary>
public sealed class OverrunTests
{
    private const int Changes = 30_000;

    [SkippableFact]
    public async Task A_link_that_went_down_unheard_is_a_Fault_all_the_same()
    {
        await using var lab = await NetworkLab.CreateAsync("a");
        var host = lab["a"];
        var node = new Node(lab, host, VrrpPlan.V3, 100) { Instance = i => i["TrackInterfaces"] = new JsonObject { ["eth0"] = 0 } };
        await node.StartAsync();
        await lab.Capture.WaitForAsync<AdvertFrame>("it is Active", node.Plan.Patience, a => Pair.IsFrom(a, node), lab.LastChange);

        string[] comeAndGo = ["addr add 127.1.2.3/32 dev lo", "addr del 127.1.2.3/32 dev lo"];
        await node.Process.SignalAsync("STOP");
        await Shell.IpBatchAsync(host.Namespace,
        [
            .. Enumerable.Repeat(comeAndGo, Changes / 2).SelectMany(c => c),
            "link set eth0 down",
        ]);
        (await DropsAsync(node)).ShouldBeGreaterThan(0, "the queue has run over");
        await node.Process.SignalAsync("CONT");

        await Until.TrueAsync(
            async () => (await node.ReadInstanceAsync()).GetProperty("state").GetString() == "Fault", node.Plan.Patience, () => $"Fault without eth0\n{lab.Describe()}");
        await host.WaitForAddressAsync(node.Plan.KernelAddress, present: false);
        var silent = DateTime.UtcNow;
        await Task.Delay(2 * node.Plan.ActiveDown(100));
        lab.Capture.Adverts.ShouldNotContain(a => a.At > silent, lab.Describe());

        await Shell.RunAsync("ip", "-n", host.Namespace, "link", "set", "eth0", "up");
        await lab.Capture.WaitForAsync<AdvertFrame>("it is Active again", node.Plan.Patience, a => a.Priority == 100, silent);
        await host.WaitForAddressAsync(node.Plan.KernelAddress, present: true);
        node.ShouldHaveCleanLog();
    }

    // What the kernel has dropped of its messages to the node: to all netlink sockets of its namespace.
    private static async Task<long> DropsAsync(Node node) => (await File.ReadAllLinesAsync($"/proc/{node.Process.Id}/net/netlink"))
        .Skip(1)
        .Sum(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[8], CultureInfo.InvariantCulture));
}

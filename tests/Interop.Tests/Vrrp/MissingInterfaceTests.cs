using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp;

/// <summary>The interface of an instance comes, goes and comes again.</summary>
public sealed class MissingInterfaceTests
{
    [SkippableFact]
    public async Task A_node_waits_for_an_interface_that_does_not_exist_and_says_so_in_one_line()
    {
        await using var lab = await NetworkLab.CreateAsync("a");
        var node = new Node(lab, lab["a"], VrrpPlan.V3, 100) { Interface = "eth7" };
        await node.StartAsync();

        (await node.ReadInstanceAsync()).GetProperty("state").GetString().ShouldBe("Fault");
        node.Process.Lines.Count(l => l.Contains("eth7", StringComparison.Ordinal)).ShouldBe(1, lab.Describe());

        for (var round = 1; round <= 2; round++)
        {
            var before = DateTime.UtcNow;
            await AddInterfaceAsync(lab);
            await lab.Capture.WaitForAsync<AdvertFrame>("an advert over eth7", node.Plan.Patience, a => a.Source.ToString() == "10.132.0.77", before);
            await lab["a"].WaitForAddressAsync(node.Plan.KernelAddress, present: true, "eth7");

            await Shell.RunAsync("ip", "-n", lab["a"].Namespace, "link", "delete", "eth7");
            await Until.TrueAsync(
                async () => (await node.ReadInstanceAsync()).GetProperty("state").GetString() == "Fault", node.Plan.Patience, () => $"Fault without eth7\n{lab.Describe()}");
        }
        await node.StopAsync();
        node.ShouldHaveCleanLog();
    }

    private static async Task AddInterfaceAsync(NetworkLab lab)
    {
        await lab.ChangeSwitchAsync("link", "add", "eth7.10", "type", "veth", "peer", "name", "eth7", "netns", lab["a"].Namespace);
        await lab.ChangeSwitchAsync("link", "set", "eth7.10", "master", "br0", "up");
        await Shell.IpBatchAsync(lab["a"].Namespace, ["link set eth7 up", "addr add 10.132.0.77/24 dev eth7"]);
    }
}

using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp;

/// <summary>Others handle the interface of an Active node: a network manager, a person, the kernel itself.</summary>
public sealed class LostAddressTests
{
    [SkippableFact]
    public async Task An_address_that_somebody_takes_off_comes_back_and_is_announced()
    {
        await using var lab = await NetworkLab.CreateAsync("a");
        var node = await StartAsync(lab);

        for (var round = 0; round < 2; round++)
        {
            var before = DateTime.UtcNow;
            await Shell.RunAsync("ip", "-n", lab["a"].Namespace, "addr", "del", node.Plan.KernelAddress, "dev", "eth1");
            await lab["a"].WaitForAddressAsync(node.Plan.KernelAddress, present: true);
            await lab.Capture.WaitForAsync<ArpFrame>("an announcement of the address", node.Plan.Patience, a => a.IsGratuitous && a.Sender.Equals(node.Plan.Address), before);
        }

        // What was put back is ours to take off again.
        await node.StopAsync();
        await lab["a"].WaitForAddressAsync(node.Plan.KernelAddress, present: false);
        node.ShouldHaveCleanLog();
    }

    [SkippableFact]
    public async Task An_interface_that_is_renamed_keeps_nothing_of_ours()
    {
        await using var lab = await NetworkLab.CreateAsync("a");
        var node = await StartAsync(lab);
        var before = DateTime.UtcNow;

        await Shell.IpBatchAsync(lab["a"].Namespace, ["link set eth1 down", "link set eth1 name lan0", "link set lan0 up"]);

        await lab["a"].WaitForAddressAsync(node.Plan.KernelAddress, present: false, "lan0");
        await Until.TrueAsync(
            async () => (await node.ReadInstanceAsync()).GetProperty("state").GetString() == "Fault", node.Plan.Patience, () => $"Fault without eth1\n{lab.Describe()}");

        await Shell.IpBatchAsync(lab["a"].Namespace, ["link set lan0 down", "link set lan0 name eth1", "link set eth1 up"]);
        await lab["a"].WaitForAddressAsync(node.Plan.KernelAddress, present: true);
        await lab.Capture.WaitForAsync<AdvertFrame>("an advert after the name is back", node.Plan.Patience, a => a.Priority == 100, before);
        await node.StopAsync();
        node.ShouldHaveCleanLog();
    }

    private static async Task<Node> StartAsync(NetworkLab lab)
    {
        var node = new Node(lab, lab["a"], VrrpPlan.V3, 100);
        await node.StartAsync();
        await lab["a"].WaitForAddressAsync(node.Plan.KernelAddress, present: true);
        return node;
    }
}

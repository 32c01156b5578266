using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Failover;

/// <summary>The netcup tutorial's two keepalived.conf files, unchanged, and ten lines of failoverip.json in place of its scripts: the guide about moving from keepalived.</summary>
public sealed class MovingFromKeepalivedTests
{
    [SkippableFact]
    public async Task One_node_is_still_on_keepalived_and_then_none_is()
    {
        await using var nodes = await NetcupNodes.CreateAsync(NetcupNodes.Tutorial, isFromKeepalived: true);
        var old = new Keepalived(nodes.Lab, nodes.S1.Host, NetcupNodes.Tutorial, 255);
        await old.StartAsync();
        await nodes.S2.StartAsync();
        await nodes.WaitForAddressStateAsync(nodes.S2, "Idle");

        await old.KillAsync();
        await nodes.WaitForOwnerAsync(NetcupNodes.Server2);

        await nodes.S1.StartAsync();
        await nodes.WaitForOwnerAsync(NetcupNodes.Server1);
        await nodes.WaitForAddressStateAsync(nodes.S2, "Idle");

        await nodes.S1.StopAsync();
        await nodes.WaitForOwnerAsync(NetcupNodes.Server2);
        nodes.S2.ShouldHaveCleanLog();
    }
}

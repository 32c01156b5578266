using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Failover;

/// <summary>The netcup tutorial: a failover IP follows the election.</summary>
public sealed class TutorialTests
{
    private const string KernelAddress = NetcupNodes.FailoverIp + "/32";

    [SkippableFact]
    public async Task The_route_follows_the_Active_one_through_a_kill_and_a_return_with_one_write_each()
    {
        await using var nodes = await NetcupNodes.CreateAsync(NetcupNodes.Tutorial, "eth0");
        var management = await nodes.Lab.CaptureAsync("br1");
        await nodes.S1.StartAsync();
        await nodes.S2.StartAsync();
        await nodes.WaitForOwnerAsync(NetcupNodes.Server1);
        await nodes.S1.Host.WaitForAddressAsync(KernelAddress, present: true, "eth0");
        (await nodes.S2.Host.ReadAddressesAsync("eth0")).ShouldNotContain(KernelAddress);
        var advert = await nodes.Lab.Capture.WaitForAsync<AdvertFrame>("s1's advert", nodes.S1.Plan.Patience, a => a.Priority == 255, nodes.Lab.LastChange);
        advert.Trailer.ShouldBe("CUSTOM_P"u8.ToArray(), "as keepalived cuts it");

        await nodes.S1.KillAsync();
        await nodes.WaitForOwnerAsync(NetcupNodes.Server2);
        await nodes.WaitForAddressStateAsync(nodes.S2, "Routed");
        await nodes.S2.Host.WaitForAddressAsync(KernelAddress, present: true, "eth0");
        await Announced(management, nodes.S2.Host.ManagementMac, nodes.Lab.LastChange);

        var returned = DateTime.UtcNow;
        await nodes.S1.StartAsync();
        await nodes.WaitForOwnerAsync(NetcupNodes.Server1);
        await nodes.WaitForAddressStateAsync(nodes.S1, "Routed");
        await nodes.WaitForAddressStateAsync(nodes.S2, "Idle");
        await nodes.S2.Host.WaitForAddressAsync(KernelAddress, present: false, "eth0");
        await Announced(management, nodes.S1.Host.ManagementMac, returned);

        (await nodes.Simulator.ReadWritesAsync()).Select(w => w.Server).ShouldBe([NetcupNodes.Server1Id, NetcupNodes.Server2Id, NetcupNodes.Server1Id]);
        nodes.S1.ShouldHaveCleanLog();
        nodes.S2.ShouldHaveCleanLog();

        await nodes.S1.StopAsync();
        await nodes.S1.Host.WaitForAddressAsync(KernelAddress, present: false, "eth0");
        await nodes.WaitForOwnerAsync(NetcupNodes.Server2);
    }

    private static Task<ArpFrame> Announced(Capture management, string mac, DateTime after) => management.WaitForAsync<ArpFrame>(
        $"the failover address announced by {mac}", TimeSpan.FromSeconds(5), a => a.IsGratuitous && a.Sender.ToString() == NetcupNodes.FailoverIp && a.SourceMac == mac, after);
}

using System.Net;
using FailoverIp.Lvs;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node.Tests;

public class ReloadVirtualServersTests
{
    private static NodeVirtualServer Http { get; } = new(new VirtualServerOptions
    {
        Name = "http", Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80")), RealServers = [new() { Address = IPEndPoint.Parse("10.0.0.1:80") }],
    }) { Follows = "VI_1" };

    private static NodeOptions None { get; } = TestNode.Options with { Sysctls = SysctlHandling.Ignore };

    private static NodeOptions With(NodeVirtualServer server) => None with { VirtualServers = [server] };

    [Fact]
    public async Task The_first_virtual_server_of_a_node_may_come_with_a_reload_and_the_last_one_go()
    {
        await using var node = await TestNode.StartAsync(None);
        node.Engine.Move("VI_1", VrrpState.Active);

        await node.Node.ReloadAsync(With(Http with { Bypass = true }));
        node.Ipvs.Destinations(Http.Options.Key).ShouldBe(["10.0.0.1:80 w1"]);
        node.Node.GetStatus().VirtualServers.ShouldHaveSingleItem().Name.ShouldBe("http");
        await node.UntilAsync(() => node.Redirects.Rules is ["203.0.113.10 tcp 80 (established)"]);
        node.Redirects.Applied.ShouldAllBe(a => a.Length == 0 || a.EndsWith("(established)", StringComparison.Ordinal), "never redirected while this node is Active");

        await node.Node.ReloadAsync(None);
        node.Ipvs.Table.ShouldBeEmpty();
        await node.UntilAsync(() => node.Redirects.Rules.Length == 0);

        await node.Node.ReloadAsync(With(Http));
        await node.StopAsync();
        node.Ipvs.Table.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bypass_comes_and_goes()
    {
        await using var node = await TestNode.StartAsync(With(Http));
        node.Engine.Move("VI_1", VrrpState.Backup);

        await node.Node.ReloadAsync(With(Http with { Bypass = true }));
        await node.UntilAsync(() => node.Redirects.Rules is ["203.0.113.10 tcp 80"]);
        await node.UntilAsync(() => node.Node.GetStatus().VirtualServers[0].Bypass == true); // which is noted after the rules have been made

        await node.Node.ReloadAsync(With(Http));
        await node.UntilAsync(() => node.Redirects.Rules.Length == 0);
        node.Node.GetStatus().VirtualServers[0].Bypass.ShouldBeNull();
    }

    [Fact]
    public async Task How_kernel_settings_are_handled_counts_from_the_reload_on()
    {
        await using var node = await TestNode.StartAsync(With(Http));
        node.SysctlCalls.ShouldBeEmpty();

        await node.Node.ReloadAsync(With(Http) with { Sysctls = SysctlHandling.Check });

        await node.UntilAsync(() => node.SysctlCalls.Contains(false));
    }
}

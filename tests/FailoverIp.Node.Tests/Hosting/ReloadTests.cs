using System.Collections.Immutable;
using System.Net;
using FailoverIp.Lvs;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node.Tests;

public class ReloadTests
{
    private static VirtualRouterOptions Second { get; } = new() { Name = "VI_2", Interface = "eth1", VirtualRouterId = 102, VirtualAddresses = [new(IPAddress.Parse("10.132.0.101"), 32)] };

    [Fact]
    public async Task An_instance_that_stays_keeps_its_role_and_the_work_of_it()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);

        await node.Node.ReloadAsync(TestNode.Options with { Instances = [TestNode.Options.Instances[0] with { Priority = 90 }, Second] });

        node.Engine.Started.Select(r => $"{r.Name} {r.Priority}").ShouldBe(["VI_1 90", "VI_2 100"]);
        node.Web.State.ShouldBe(RouteKeeperState.Routed);
        node.Node.Options.Instances.Length.ShouldBe(2);
        node.Log.Lines.ShouldContain("Information: reloaded: 2 VRRP instances, 0 trackers and 0 virtual servers");
    }

    [Fact]
    public async Task The_role_of_an_instance_that_goes_ends_and_the_application_runs_on()
    {
        await using var node = await TestNode.StartAsync(TestNode.Options with { Instances = [TestNode.Options.Instances[0], Second] });
        node.Engine.Move("VI_2", VrrpState.Active);

        await node.Node.ReloadAsync(TestNode.Options with { Addresses = [] });

        node.Engine.Started.ShouldHaveSingleItem().Name.ShouldBe("VI_1");
        node.Node.GetStatus().Addresses.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_instance_goes_with_the_addresses_that_follow_it_or_not_at_all()
    {
        await using var node = await TestNode.StartAsync(TestNode.Options with { Instances = [TestNode.Options.Instances[0], Second] });
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);

        var failure = await Should.ThrowAsync<FailoverIpException>(() => node.Node.ReloadAsync(TestNode.Options with { Instances = [Second] }));
        failure.Message.ShouldBe("Addresses.web.Follows: there is no VRRP instance \"VI_1\"");
        (node.Engine.Started.Count, node.Web.State).ShouldBe((2, RouteKeeperState.Routed));

        await node.Node.ReloadAsync(TestNode.Options with { Instances = [TestNode.Options.Instances[0] with { Name = "VI_one" }], Addresses = [TestNode.Options.Addresses[0] with { Follows = "VI_one" }] });
        (node.Web.State, node.Web.Epoch).ShouldBe((RouteKeeperState.Idle, 0));
        node.Engine.Move("VI_one", VrrpState.Active);
        await node.UntilAsync(() => node.Web is { State: RouteKeeperState.Routed, Epoch: 1 });
    }

    [Fact]
    public async Task A_node_that_does_not_run_yet_or_any_more_is_not_reloaded_and_nobody_waits_for_it()
    {
        await using var node = TestNode.Create();
        (await Should.ThrowAsync<InvalidOperationException>(() => node.Node.ReloadAsync(TestNode.Options))).Message.ShouldBe("the node does not run");

        await node.StartHostAsync();
        await node.Node.ReloadAsync(TestNode.Options);
        await node.StopAsync();

        (await Should.ThrowAsync<InvalidOperationException>(() => node.Node.ReloadAsync(TestNode.Options).WaitAsync(TimeSpan.FromMinutes(1)))).Message.ShouldBe("the node does not run");
    }

    [Fact]
    public async Task What_cannot_work_is_refused_whole()
    {
        await using var node = await TestNode.StartAsync();

        var failure = await Should.ThrowAsync<FailoverIpException>(() => node.Node.ReloadAsync(TestNode.Options with { Instances = [TestNode.Options.Instances[0], Second with { VirtualRouterId = 101 }] }));

        failure.Kind.ShouldBe(FailoverErrorKind.Configuration);
        failure.Message.ShouldContain("101 on eth1 is already that of VI_1");
        node.Engine.Started.ShouldHaveSingleItem();
        node.Node.Options.ShouldBeSameAs(TestNode.Options);
    }

    [Fact]
    public async Task What_the_engine_refuses_leaves_everything_as_it_was()
    {
        var engine = new FakeEngine();
        var script = new ScriptTrackerOptions("new") { Command = ["true"] };
        await using var node = await TestNode.StartAsync(engine: engine);
        engine.RefusesReload = new VrrpException("no");

        (await Should.ThrowAsync<FailoverIpException>(() => node.Node.ReloadAsync(TestNode.Options with { Instances = [TestNode.Options.Instances[0], Second], Addresses = [], Trackers = [script] }))).Message.ShouldBe("no");

        node.Node.Options.ShouldBeSameAs(TestNode.Options);
        node.Node.GetStatus().Trackers.ShouldBeNull();
        engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
    }

    [Fact]
    public async Task A_tracker_that_is_added_and_well_is_never_told_as_unwell()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Move("VI_1", VrrpState.Active);

        await node.Node.ReloadAsync(TestNode.Options with { Trackers = [new ScriptTrackerOptions("new") { Command = ["true"] }] });

        lock (node.Engine.Events)
            node.Engine.Events.ShouldBe(["script new well"]);
    }

    [Fact]
    public async Task A_tracker_that_is_added_and_does_not_answer_is_unwell_before_the_engine_goes_over()
    {
        await using var node = await TestNode.StartAsync();

        var reload = node.Node.ReloadAsync(TestNode.Options with
        {
            Instances = [TestNode.Options.Instances[0] with { Priority = 90 }],
            Trackers = [new ScriptTrackerOptions("new") { Command = ["sleep", "600"], Timeout = TimeSpan.FromSeconds(2) }],
        });
        node.Engine.Started.ShouldHaveSingleItem().Priority.ShouldBe(255);
        await node.UntilAsync(() => reload.IsCompleted);
        await reload;

        lock (node.Engine.Events)
            node.Engine.Events.ShouldBe(["script new unwell"]);
        node.Engine.Started.ShouldHaveSingleItem().Priority.ShouldBe(90);
    }

    [Fact]
    public async Task Virtual_servers_that_cannot_follow_are_told_by_themselves_and_tried_again_with_the_next_reload()
    {
        var server = new VirtualServerOptions
        {
            Name = "http", Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80")), RealServers = [new() { Address = IPEndPoint.Parse("10.0.0.1:80") }],
        };
        var check = new MiscCheckOptions { Command = ["true"], User = "nobody-of-this-name" };
        var bad = server with { RealServers = [server.RealServers[0] with { Checks = [check] }] };
        await using var node = await TestNode.StartAsync(TestNode.Options with { VirtualServers = [new(server)] });
        var options = TestNode.Options with { Instances = [TestNode.Options.Instances[0] with { Priority = 90 }], VirtualServers = [new(bad)] };

        await node.Node.ReloadAsync(options);
        await node.Node.ReloadAsync(options);

        node.Engine.Started.ShouldHaveSingleItem().Priority.ShouldBe(90);
        node.Node.Options.Instances[0].Priority.ShouldBe(90);
        node.Log.Lines.Count(l => l.StartsWith("Error: the virtual servers stay as they were before the reload: ", StringComparison.Ordinal)
            && l.Contains("nobody-of-this-name", StringComparison.Ordinal)).ShouldBe(2);
        node.Log.Lines.Count(l => l.StartsWith("Information: reloaded: ", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Trackers_run_with_the_node_and_are_in_its_status()
    {
        var options = TestNode.Options with { Trackers = [new ScriptTrackerOptions("check") { Command = ["true"] }] };
        await using var node = await TestNode.StartAsync(options);
        await node.UntilAsync(() => node.Node.GetStatus().Trackers is [{ Well: true }]);

        node.Node.GetStatus().ToJson().ShouldContain("\"trackers\":[{\"name\":\"check\",\"kind\":\"script\",\"well\":true,");
        lock (node.Engine.Events)
            node.Engine.Events.ShouldBe(["script check unwell", "script check well"]);
    }
}

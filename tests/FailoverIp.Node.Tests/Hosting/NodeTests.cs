using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class NodeTests
{
    [Fact]
    public async Task While_Active_the_address_is_kept_with_the_epoch_of_the_transition()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Move("VI_1", VrrpState.Backup, TransitionReason.Started);
        node.Provider.Calls.ShouldNotContain(c => c.What == "write");

        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);

        node.Provider.OwnerOf("203.0.113.10").ShouldBe("v1");
        (node.Web.Epoch, node.Web.Owner, node.Web.LastError).ShouldBe((2, "v1", null));
        node.Provider.Calls.ShouldNotContain(c => c.Address == FailoverAddress.Parse("203.0.113.11"), "what follows no instance is not touched");
    }

    [Fact]
    public async Task The_work_is_cancelled_when_the_observer_returns_and_nothing_is_written_later()
    {
        await using var node = await TestNode.StartAsync();
        node.Provider.HoldWrites = new(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Provider.Writes == 1);

        node.Engine.Move("VI_1", VrrpState.Backup, TransitionReason.HigherPriority);

        node.Web.State.ShouldBe(RouteKeeperState.Idle, "not later: now");
        await node.UntilAsync(() => node.Provider.Calls.Single(c => c.What == "write").Token.IsCancellationRequested);
        node.Provider.HoldWrites.SetResult();
        node.Provider.HoldWrites = null;
        await node.PassAsync(TimeSpan.FromMinutes(30));
        node.Provider.Writes.ShouldBe(1);
        node.Provider.OwnerOf("203.0.113.10").ShouldBe("v2");
        (node.Web.State, node.Web.Owner, node.Web.LastVerified).ShouldBe((RouteKeeperState.Idle, null, null));
    }

    [Fact]
    public async Task A_read_that_was_under_way_leads_to_no_write()
    {
        await using var node = await TestNode.StartAsync();
        var hold = node.Provider.HoldReads = new(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Provider.Calls.Count == 1);

        node.Engine.Move("VI_1", VrrpState.Fault, TransitionReason.InterfaceDown, "eth1 is down");
        node.Provider.HoldReads = null;
        hold.SetResult();
        await node.PassAsync(TimeSpan.FromMinutes(5));

        node.Provider.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task Active_Backup_Active_in_a_moment_ends_in_the_last_stay()
    {
        await using var node = await TestNode.StartAsync();
        node.Provider.HoldWrites = new(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Provider.Writes == 1);

        node.Engine.Move("VI_1", VrrpState.Backup);
        node.Provider.HoldWrites = null;
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);

        node.Web.Epoch.ShouldBe(3);
        node.Provider.Calls.First(c => c.What == "write").Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_transition_that_comes_late_changes_nothing()
    {
        await using var node = await TestNode.StartAsync();
        var active = node.Engine.Change("VI_1", VrrpState.Active);
        var backup = node.Engine.Change("VI_1", VrrpState.Backup);

        node.Engine.Tell(backup);
        node.Engine.Tell(active);
        await node.PassAsync(TimeSpan.FromMinutes(1));

        node.Web.State.ShouldBe(RouteKeeperState.Idle);
        node.Provider.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_status_that_is_ahead_of_the_observer_ends_the_role_before_it_shows_Backup()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);

        var late = node.Engine.Change("VI_1", VrrpState.Backup);
        var status = node.Node.GetStatus();

        (status.Instances[0].State, status.Addresses[0].State).ShouldBe((VrrpState.Backup, RouteKeeperState.Idle));
        var calls = node.Provider.Calls.Count;
        node.Engine.Tell(late);
        await node.PassAsync(TimeSpan.FromMinutes(5));
        node.Provider.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task A_status_that_already_shows_the_next_stay_still_ends_the_one_before()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);

        var backup = node.Engine.Change("VI_1", VrrpState.Backup);
        var active = node.Engine.Change("VI_1", VrrpState.Active);
        node.Web.State.ShouldBe(RouteKeeperState.Idle, "that stay is over, and the next begins with its own transition");

        node.Engine.Tell(backup);
        node.Engine.Tell(active);
        await node.UntilAsync(() => node.Web is { State: RouteKeeperState.Routed, Epoch: 3 });
    }

    [Fact]
    public async Task A_stop_ends_the_work_before_the_peers_are_told()
    {
        var engine = new FakeEngine();
        await using var node = await TestNode.StartAsync(engine: engine);
        node.Provider.HoldWrites = new(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Provider.Writes == 1);
        node.Provider.Calls.Single(c => c.What == "write").Token.Register(() =>
        {
            lock (engine.Events)
                engine.Events.Add("write cancelled");
        });

        await node.StopAsync();

        engine.Events.ShouldBe(["write cancelled", "engine stopped"]);
        node.Provider.Writes.ShouldBe(1);
        node.Log.Lines.ShouldContain("Information: VI_1: Active → Initialize, stopped (epoch 2)");
        node.Log.Lines.ShouldContain("Information: node s1 has stopped");
    }

    [Fact]
    public async Task A_provider_that_does_not_let_go_does_not_keep_the_node_from_resigning()
    {
        await using var node = await TestNode.StartAsync();
        node.Provider.IgnoresCancellation = true;
        var hold = node.Provider.HoldWrites = new(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Provider.Writes == 1);

        var stop = node.StopAsync();
        await node.UntilAsync(() => stop.IsCompleted);

        node.Engine.Events.ShouldBe(["engine stopped"]);
        node.Time.Elapsed.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(3));
        hold.SetResult();
    }

    [Fact]
    public async Task After_a_stop_no_role_begins_again()
    {
        await using var node = await TestNode.StartAsync();
        await node.StopAsync();

        node.Engine.Move("VI_1", VrrpState.Active);
        await node.PassAsync(TimeSpan.FromMinutes(1));

        node.Provider.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_with_an_interface_is_held_by_its_instance_while_Active()
    {
        await using var node = await TestNode.StartAsync();

        node.Engine.Started.ShouldHaveSingleItem().ExcludedAddresses.Select(a => $"{a} dev {a.Interface}").ShouldBe(["203.0.113.10/32 dev eth0"]);
    }

    [Fact]
    public async Task An_address_that_the_instance_has_already_is_not_added_again()
    {
        var options = TestNode.Options;
        var router = options.Instances[0] with { Interface = "eth0", VirtualAddresses = [new(System.Net.IPAddress.Parse("203.0.113.10"), 32)] };
        await using var node = await TestNode.StartAsync(options with { Instances = [router] });

        node.Engine.Started.ShouldHaveSingleItem().ExcludedAddresses.ShouldBeEmpty();
        node.Engine.Started[0].Validate().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_interface_is_one_line_and_the_node_waits()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Move("VI_1", VrrpState.Fault, TransitionReason.InterfaceDown, "there is no interface eth1; waiting for it");

        await node.UntilAsync(() => node.Log.Lines.Any(l => l.Contains("Fault", StringComparison.Ordinal)));

        node.Log.Lines.Count(l => l == "Warning: VI_1: Initialize → Fault, there is no interface eth1; waiting for it (epoch 1)").ShouldBe(1);
        var instance = node.Node.GetStatus().Instances[0];
        (instance.State, instance.Fault).ShouldBe((VrrpState.Fault, "there is no interface eth1; waiting for it"));
    }

    [Fact]
    public async Task An_engine_that_cannot_start_keeps_the_host_from_starting()
    {
        var engine = new FakeEngine { Refuses = new("needs CAP_NET_RAW") };
        var node = TestNode.Create(engine: engine);

        (await Should.ThrowAsync<VrrpException>(node.StartHostAsync)).Message.ShouldBe("needs CAP_NET_RAW");

        await node.DisposeAsync();
        engine.Events.ShouldBeEmpty("what was not started is not stopped");
    }

    [Fact]
    public async Task Two_instances_do_not_share_a_role()
    {
        var options = TestNode.Options;
        var second = options.Instances[0] with { Name = "VI_2", VirtualRouterId = 102 };
        var other = new NodeAddress(new FailoverRoute("other", FailoverAddress.Parse("203.0.113.12"), "fake", RouteTarget.ForServer("v1"))) { Follows = "VI_2" };
        await using var node = await TestNode.StartAsync(options with { Instances = [options.Instances[0], second], Addresses = [options.Addresses[0], other] });
        node.Engine.Move("VI_1", VrrpState.Active);
        node.Engine.Move("VI_2", VrrpState.Active);
        await node.UntilAsync(() => node.Node.GetStatus().Addresses.All(a => a.State == RouteKeeperState.Routed));

        node.Engine.Move("VI_1", VrrpState.Backup);

        node.Node.GetStatus().Addresses.Select(a => a.State).ShouldBe([RouteKeeperState.Idle, RouteKeeperState.Routed]);
    }
}

using FailoverIp.Vrrp;
using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp.Node.Tests;

public class ReloadAddressesTests
{
    private static NodeAddress Web { get; } = TestNode.Options.Addresses[0];

    private static NodeAddress Mail { get; } = new(new FailoverRoute("mail", FailoverAddress.Parse("203.0.113.12"), "fake", RouteTarget.ForServer("v1"))) { Follows = "VI_1" };

    private static NodeOptions With(params NodeAddress[] addresses) => TestNode.Options with { Addresses = [.. addresses] };

    private static async Task<TestNode> ActiveAsync(NodeOptions? options = null)
    {
        var node = await TestNode.StartAsync(options);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
        return node;
    }

    [Fact]
    public async Task An_address_that_stays_is_not_even_looked_at()
    {
        await using var node = await ActiveAsync();
        var (calls, since) = (node.Provider.Calls.Count, node.Web.LastVerified);

        await node.Node.ReloadAsync(With(Web, Mail));

        node.Web.LastVerified.ShouldBe(since);
        await node.UntilAsync(() => node.Node.GetStatus().Addresses[1].State == RouteKeeperState.Routed);
        node.Provider.Calls.Skip(calls).ShouldAllBe(c => c.Address == Mail.Route.Address);
        node.Get<IFailoverIpRouter>().Routes.Select(r => r.Name).ShouldBe(["mail", "web"]);
    }

    [Fact]
    public async Task An_address_that_is_added_while_Backup_waits_for_the_role()
    {
        await using var node = await TestNode.StartAsync(With());

        await node.Node.ReloadAsync(With(Mail));
        node.Web.State.ShouldBe(RouteKeeperState.Idle);
        node.Provider.Calls.ShouldBeEmpty();

        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
    }

    [Fact]
    public async Task An_address_that_is_taken_out_is_let_go_of()
    {
        await using var node = await ActiveAsync(With(Web, Mail));

        await node.Node.ReloadAsync(With(Web));
        node.Provider.SetOwner("203.0.113.12", "v2");
        var calls = node.Provider.Calls.Count(c => c.Address == Mail.Route.Address);
        await node.PassAsync(TimeSpan.FromMinutes(10));

        node.Provider.Calls.Count(c => c.Address == Mail.Route.Address).ShouldBe(calls);
        node.Provider.OwnerOf("203.0.113.12").ShouldBe("v2");
        node.Node.GetStatus().Addresses.ShouldHaveSingleItem().Name.ShouldBe("web");
        (await Should.ThrowAsync<FailoverIpException>(() => node.Get<IFailoverIpRouter>().ReadAsync("mail"))).Message.ShouldBe("'mail' is not a configured address; there are: web");
    }

    [Fact]
    public async Task The_work_of_a_changed_address_has_ended_before_that_of_the_new_one_begins_and_nothing_of_it_is_written_later()
    {
        await using var node = await TestNode.StartAsync();
        var hold = node.Provider.HoldWrites = new(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Provider.Writes == 1);

        node.Provider.HoldWrites = null;
        await node.Node.ReloadAsync(With(Web with { Route = Web.Route with { Target = RouteTarget.ForServer("v9") } }));
        node.Provider.Calls.First(c => c.What == "write").Token.IsCancellationRequested.ShouldBeTrue();
        hold.SetResult();
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
        await node.PassAsync(TimeSpan.FromMinutes(10));

        (node.Provider.Writes, node.Provider.OwnerOf("203.0.113.10"), node.Web.Owner, node.Web.Epoch).ShouldBe((2, "v9", "v9", 1));
    }

    [Fact]
    public async Task A_write_of_the_old_configuration_that_cannot_be_called_back_ends_before_the_new_one_writes()
    {
        await using var node = await TestNode.StartAsync();
        node.Provider.IgnoresCancellation = true;
        var hold = node.Provider.HoldWrites = new(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Provider.Writes == 1);

        var reload = node.Node.ReloadAsync(With(Web with { Route = Web.Route with { Target = RouteTarget.ForServer("v9") } }));
        await node.UntilAsync(() => reload.IsCompleted);
        await reload;
        for (var i = 0; i < 50; i++)
            await Task.Delay(1);
        node.Provider.Writes.ShouldBe(1, "the old write is still in flight: a new one beside it would leave open which of them wins");

        node.Provider.HoldWrites = null;
        hold.SetResult();
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
        (node.Provider.Writes, node.Provider.OwnerOf("203.0.113.10")).ShouldBe((2, "v9"));
    }

    [Fact]
    public async Task An_address_that_follows_another_instance_changes_sides()
    {
        var second = TestNode.Options.Instances[0] with { Name = "VI_2", VirtualRouterId = 102, VirtualAddresses = [new(System.Net.IPAddress.Parse("10.132.0.102"), 32)] };
        var options = TestNode.Options with { Instances = [TestNode.Options.Instances[0], second] };
        await using var node = await ActiveAsync(options);

        await node.Node.ReloadAsync(options with { Addresses = [Web with { Follows = "VI_2" }] });
        node.Web.State.ShouldBe(RouteKeeperState.Idle);
        node.Engine.Move("VI_1", VrrpState.Backup);
        node.Engine.Move("VI_2", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);

        node.Engine.Move("VI_1", VrrpState.Active);
        node.Engine.Move("VI_1", VrrpState.Backup);
        node.Web.State.ShouldBe(RouteKeeperState.Routed, "VI_1 has nothing to say about it any more");
    }

    [Fact]
    public async Task An_address_whose_provider_does_not_exist_is_refused_whole()
    {
        await using var node = await ActiveAsync();
        var options = TestNode.Options with { Instances = [TestNode.Options.Instances[0] with { Priority = 90 }], Addresses = [Web with { Route = Web.Route with { Provider = "other" } }] };

        (await Should.ThrowAsync<FailoverIpException>(() => node.Node.ReloadAsync(options))).Message.ShouldBe("Addresses:web:Provider: 'other' is not a configured provider; there are: fake");

        node.Engine.Started[0].Priority.ShouldBe(255);
        node.Web.State.ShouldBe(RouteKeeperState.Routed);
    }

    [Fact]
    public async Task What_the_engine_refuses_leaves_every_address_as_it_was()
    {
        var engine = new FakeEngine();
        await using var node = await TestNode.StartAsync(engine: engine);
        engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
        engine.RefusesReload = new VrrpException("no");
        var (calls, since) = (node.Provider.Calls.Count, node.Web.LastVerified);

        await Should.ThrowAsync<FailoverIpException>(() => node.Node.ReloadAsync(With(Mail)));

        (node.Web.Name, node.Web.State, node.Web.LastVerified, node.Provider.Calls.Count).ShouldBe(("web", RouteKeeperState.Routed, since, calls));
        node.Get<IFailoverIpRouter>().Routes.Select(r => r.Name).ShouldBe(["free", "web"]);
        engine.Move("VI_1", VrrpState.Backup);
        engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web is { State: RouteKeeperState.Routed, Epoch: 3 });
    }

    [Fact]
    public async Task A_call_of_the_application_s_own_ends_when_its_address_has_another_configuration()
    {
        await using var node = await TestNode.StartAsync();
        node.Provider.HoldWrites = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var ensure = node.Get<IFailoverIpRouter>().EnsureAsync("free");
        await node.UntilAsync(() => node.Provider.Writes == 1);

        await node.Node.ReloadAsync(With(Web));

        var failure = await Should.ThrowAsync<FailoverIpException>(() => ensure);
        (failure.Kind, failure.Message).ShouldBe((FailoverErrorKind.Configuration, "'free' has another configuration by now"));
    }

    [Fact]
    public async Task Addresses_that_code_adds_stay_and_code_goes_on_winning()
    {
        await using var node = await TestNode.StartAsync(more: b => b
            .AddAddress("own", a => (a.Address, a.Provider, a.Target["Server"]) = ("203.0.113.99", "fake", "v1"))
            .AddAddress("mail", a => (a.Address, a.Provider, a.Target["Server"]) = ("203.0.113.12", "fake", "v7")));

        await node.Node.ReloadAsync(With(Mail));

        var routes = node.Get<IFailoverIpRouter>().Routes;
        routes.Select(r => $"{r.Name} {r.Address} {r.Target}").ShouldBe(["mail 203.0.113.12/32 Server=v7", "own 203.0.113.99/32 Server=v1"]);
    }
}

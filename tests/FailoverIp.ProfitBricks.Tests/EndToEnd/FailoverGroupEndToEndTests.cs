using static FailoverIp.ProfitBricks.Tests.World;

namespace FailoverIp.ProfitBricks.Tests.EndToEnd;

/// <summary>Failover groups over real HTTP against the stateful simulator.</summary>
public class FailoverGroupEndToEndTests
{
    private static readonly FailoverAddress Address = FailoverAddress.Parse(CloudService.Ip);

    [Fact]
    public async Task A_group_is_set_up_checked_repointed_and_taken_down()
    {
        await using var world = await StartAsync();
        (world.Options.Mode, world.Options.RepointGroup) = (ProfitBricksMode.FailoverGroup, false);
        using RouterRig s1 = world.Node(S1), s2 = world.Node(S2);
        var e = await Should.ThrowAsync<FailoverIpException>(s1.Router.EnsureAsync("pb"));
        e.Message.ShouldBe($"the failover group of {Address.Address} is not sound: the NIC {S1} does not list {Address.Address}; LAN 1 has no failover group for {Address.Address}");

        using var http = new HttpClient();
        var setup = new FailoverGroupSetup(world.Options, http, world.Time);
        await setup.SetUpAsync(Address, [CloudService.Target(S1), CloudService.Target(S2)]);
        world.Holders.Count.ShouldBe(2);
        var writes = world.Writes;
        foreach (var node in new[] { s1, s2 })
            (await node.Router.EnsureAsync("pb")).Outcome.ShouldBe(RouteOutcome.AlreadyRouted);
        world.Writes.ShouldBe(writes);

        world.Options.RepointGroup = true;
        using (var active = world.Node(S2))
            (await active.Router.EnsureAsync("pb")).ShouldSatisfyAllConditions(r => r.Outcome.ShouldBe(RouteOutcome.Rerouted), r => r.Owner.ShouldBe(S2.ToString()));
        world.Simulator.State.Datacenters[0].FindLan(1)!.IpFailover.Single().NicUuid.ShouldBe(S2.Nic.ToString());

        await setup.TakeDownAsync(Address);
        world.Holders.ShouldBeEmpty();
        world.Simulator.State.Datacenters[0].FindLan(1)!.IpFailover.ShouldBeEmpty();
        (world.IpsOf(S1).Single(), world.IpsOf(S2).Single()).ShouldBe(("203.0.113.21", "203.0.113.22"));
    }

    [Fact]
    public async Task A_private_LAN_is_refused_before_anything_is_changed()
    {
        await using var world = await StartAsync(s => s.WithLan(World.Datacenter.ToString(), new(2)).WithNic(s.Datacenters[0].Servers[0].Nics[0] with { Lan = 2, Ips = ["10.0.0.1"] }));
        (world.Options.Mode, world.Options.LanId) = (ProfitBricksMode.FailoverGroup, 2);
        using var http = new HttpClient();
        var e = await Should.ThrowAsync<FailoverIpException>(new FailoverGroupSetup(world.Options, http, world.Time).SetUpAsync(Address, [CloudService.Target(S1)]));
        e.Message.ShouldContain("LAN 2 is private");
        world.Writes.ShouldBe(0);
    }
}

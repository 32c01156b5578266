using System.Net;

namespace FailoverIp.Vrrp.Tests;

public class SyncGroupTests
{
    private const int VridOffset = 21;

    private static VrrpEngineOptions Group(int priority, params TrackedHealth[] health) => new()
    {
        Routers = [Member("inside", 1, priority) with { TrackedHealth = [.. health] }, Member("outside", 2, priority)],
        SyncGroups = [new("G", ["inside", "outside"])],
    };

    private static VirtualRouterOptions Member(string name, int id, int priority) =>
        LanFixture.Options(priority) with { Name = name, VirtualRouterId = id, VirtualAddresses = [new(IPAddress.Parse($"10.132.0.{200 + id}"), 32)] };

    [Fact]
    public async Task Where_a_reload_takes_out_the_member_that_the_others_waited_for_they_become_Active()
    {
        var f = new LanFixture();
        var other = await f.StartAsync(Member("alone", 3, 250));
        var s1 = await f.StartAsync(Three(true));
        f.Advance(20);
        other.State.ShouldBe(VrrpState.Active);
        s1.States.ShouldBe([VrrpState.Backup, VrrpState.Backup, VrrpState.Backup]);
        await s1.Engine.ReloadAsync(Three(false), default);
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active]);

        static VrrpEngineOptions Three(bool all)
        {
            VirtualRouterOptions[] members = [Member("inside", 1, 200), Member("outside", 2, 200), Member("third", 3, 200)];
            if (!all)
                members = members[..2];
            return new() { Routers = [.. members], SyncGroups = [new("G", [.. members.Select(m => m.Name)])] };
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_member_that_joins_does_not_put_its_group_into_Fault(bool withVirtualMac)
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Group(200));
        f.Advance(10);
        var third = Member("third", 3, 200);
        third = withVirtualMac ? third with { VirtualMac = new() } : third with { SourceAddress = IPAddress.Parse("10.132.0.10") };
        await s1.Engine.ReloadAsync(new() { Routers = [.. Group(200).Routers, third], SyncGroups = [new("G", ["inside", "outside", "third"])] }, default);
        f.Advance(10);
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active, VrrpState.Active]);
        s1.Transitions.ShouldNotContain(t => t.Transition.To == VrrpState.Fault);
    }

    [Fact]
    public async Task A_group_becomes_Active_as_one()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Group(200));
        f.Advance(5);
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active]);
        s1.Transitions.Where(t => t.Transition.To == VrrpState.Active).Select(t => t.At).Distinct().Count().ShouldBe(1);
        s1.Last.ShouldBe("all of the sync group G become Active");
    }

    [Fact]
    public async Task One_in_Fault_takes_the_others_with_it_and_the_other_node_takes_over_both_after_Skew_Time()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Group(200, new TrackedHealth("web")));
        var s2 = await f.StartAsync(Group(100));
        f.Advance(10);
        (s1.States, s2.States).ShouldBe(([VrrpState.Active, VrrpState.Active], [VrrpState.Backup, VrrpState.Backup]), Same);
        s1.Engine.SetTracker("web", TrackerReading.Unwell);
        s1.States.ShouldBe([VrrpState.Fault, VrrpState.Fault]);
        s1.Engine.GetStatus()[1].Fault.ShouldBe("inside of the sync group G is in Fault: the tracker web is not well");
        s1.Host.Addresses.ShouldBeEmpty();
        f.Advance(0.62);
        s2.States.ShouldBe([VrrpState.Active, VrrpState.Active]);
        s1.Engine.SetTracker("web", TrackerReading.Well);
        s1.States.ShouldBe([VrrpState.Backup, VrrpState.Backup]);
        f.Advance(10);
        (s1.States, s2.States).ShouldBe(([VrrpState.Active, VrrpState.Active], [VrrpState.Backup, VrrpState.Backup]), Same);
    }

    [Fact]
    public async Task One_network_that_is_parted_does_not_make_the_nodes_push_each_other_off()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Group(200));
        var s2 = await f.StartAsync(Group(100));
        f.Advance(10);
        f.Lan.Loses = packet => packet.Bytes.Span[VridOffset] == 1;
        f.Advance(60);
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active]);
        s2.States.ShouldBe([VrrpState.Backup, VrrpState.Backup]);
        s2.Transitions.Count.ShouldBe(2);
        await s1.Engine.StopAsync(default);
        f.Advance(5);
        s2.States.ShouldBe([VrrpState.Active, VrrpState.Active]);
    }

    [Fact]
    public async Task One_that_yields_takes_the_others_with_it_and_they_resign()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Group(100));
        f.Advance(10);
        var lone = await f.StartAsync(Member("alone", 2, 200));
        f.Advance(4);
        lone.State.ShouldBe(VrrpState.Active);
        s1.States.ShouldBe([VrrpState.Backup, VrrpState.Backup]);
        s1.Transitions.Select(t => t.Transition).Last(t => t.Router == "inside").Detail.ShouldBe("another of the sync group G is Active no more");
        f.Adverts.ShouldContain(a => a.From == s1.Host && a.Priority == 0);
        s1.Host.Addresses.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_of_owners_is_Active_at_once()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Group(255));
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active]);
    }

    [Fact]
    public async Task An_owner_in_a_mixed_group_listens_with_the_others()
    {
        var f = new LanFixture();
        var options = new VrrpEngineOptions { Routers = [Member("inside", 1, 255), Member("outside", 2, 100)], SyncGroups = [new("G", ["inside", "outside"])] };
        var s1 = await f.StartAsync(options);
        s1.States.ShouldBe([VrrpState.Backup, VrrpState.Backup]);
        f.Advance(4);
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active]);
    }

    [Fact]
    public void Members_that_would_change_their_priority_by_different_things_are_refused() =>
        Group(100, new TrackedHealth("web", -20)).Validate().Single().Message.ShouldBe("G: inside and outside track different things with weights; a group changes its priority as one");

    private static readonly IEqualityComparer<(VrrpState[], VrrpState[])> Same =
        EqualityComparer<(VrrpState[], VrrpState[])>.Create((a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2.SequenceEqual(b.Item2));
}

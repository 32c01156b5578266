using static FailoverIp.ProfitBricks.Tests.CloudService;

namespace FailoverIp.ProfitBricks.Tests.FailoverGroup;

public class FailoverGroupProviderTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_sound_group_is_routed_to_any_of_its_members_without_a_write()
    {
        var cloud = Group(master: B);
        foreach (var nic in new[] { A, B })
        {
            (await cloud.Provider().ReadRouteAsync(Request(nic), None)).ShouldBe(new RouteReading(nic.ToString(), nic.ToString(), true));
            using var rig = new RouterRig(cloud, nic);
            (await cloud.RunAsync(rig.Router.EnsureAsync("pb"))).Outcome.ShouldBe(RouteOutcome.AlreadyRouted);
        }
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pending_change_of_the_LAN_does_not_stand_in_the_way()
    {
        var cloud = Group(master: B);
        cloud.LanState = "BUSY";
        (await cloud.Provider().ReadRouteAsync(Request(A), None)).RoutedToTarget.ShouldBeTrue();
    }

    private static readonly Dictionary<string, (Action<CloudService> Make, string[] Words)> Faults = new()
    {
        ["no group"] = (c => c.Groups.Clear(), [$"LAN 1 has no failover group for {Ip}"]),
        ["ours does not list it"] = (c => c.Nics[A].Ips.Remove(Ip), [$"the NIC {A} does not list {Ip}"]),
        ["ours in another LAN"] = (c => c.Nics[A] = new(2, [Ip]), [$"the NIC {A} is not in LAN 1"]),
        ["master does not list it"] = (c => c.Nics[B].Ips.Remove(Ip), [$"the NIC {B.Nic} that the group is registered to does not list {Ip}"]),
        ["master is gone"] = (c => c.Nics.Remove(B), [$"the NIC {B.Nic} that the group of {Ip} is registered to is not in LAN 1"]),
        ["in nobody's block"] = (c => c.BlockIps.Remove(Ip), [$"{Ip} is in none of this contract's reserved IP blocks"]),
        ["private LAN"] = (c => c.LanIsPublic = false, ["LAN 1 is private"]),
        ["everything"] = (c => { c.Groups.Clear(); c.BlockIps.Clear(); c.LanIsPublic = false; c.Nics[A].Ips.Remove(Ip); }, ["no failover group", "in none of this contract's", "is private", $"the NIC {A} does not list"]),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task What_is_missing_is_told_exactly_and_nothing_is_written(string fault)
    {
        var (make, words) = Faults[fault];
        var cloud = Group(master: B);
        make(cloud);
        (await cloud.Provider().ReadRouteAsync(Request(A), None)).RoutedToTarget.ShouldBeFalse();
        var prepared = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().PrepareAsync(Request(A), None));
        using var rig = new RouterRig(cloud);
        var ensured = await Should.ThrowAsync<FailoverIpException>(cloud.RunAsync(rig.Router.EnsureAsync("pb")));
        foreach (var e in new[] { prepared, ensured })
        {
            e.Kind.ShouldBe(FailoverErrorKind.Rejected);
            e.Message.ShouldStartWith($"the failover group of {Ip} is not sound: ");
            words.ShouldAllBe(w => e.Message.Contains(w));
            e.Message.Count(c => c == ';').ShouldBeGreaterThanOrEqualTo(words.Length - 1);
        }
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_of_one_is_routed_but_reported()
    {
        var cloud = Group(master: A);
        cloud.Nics[B].Ips.Remove(Ip);
        (await cloud.Provider().ReadRouteAsync(Request(A), None)).RoutedToTarget.ShouldBeTrue();
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().PrepareAsync(Request(A), None));
        e.Message.ShouldContain("nobody could take over");
    }

    [Fact]
    public async Task A_sound_group_is_looked_at_again_later() =>
        (await Group(master: B).Provider().PrepareAsync(Request(A), None)).ShouldBeGreaterThan(TimeSpan.FromMinutes(1));

    [Fact]
    public async Task An_account_that_may_not_see_the_data_center_is_told_so()
    {
        var cloud = Group(master: B);
        cloud.On("GET datacenters/", _ => Error(404, "Resource does not exist", "309"));
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().ReadRouteAsync(Request(A), None));
        (e.Kind, e.Message).ShouldBe((FailoverErrorKind.NotFound, $"this account has no data center {DatacenterId}, or may not see it: are DatacenterId and ContractNumber right?"));
    }

    [Fact]
    public async Task A_LAN_that_is_not_there_is_named()
    {
        var cloud = Group(master: B);
        cloud.Options.LanId = 3;
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().ReadRouteAsync(Request(A), None));
        (e.Kind, e.Message).ShouldBe((FailoverErrorKind.NotFound, $"the data center {DatacenterId} has no LAN 3: is LanId right?"));
    }

    [Fact]
    public async Task With_RepointGroup_the_Active_nodes_NIC_becomes_the_registered_one_and_other_groups_stay()
    {
        var cloud = Group(master: B, repoint: true);
        cloud.Groups.Insert(0, ("198.51.100.8", B.Nic));
        cloud.Groups.Add(("198.51.100.9", B.Nic));
        (await cloud.Provider().ReadRouteAsync(Request(A), None)).ShouldBe(new RouteReading(A.ToString(), B.ToString(), false));
        using var rig = new RouterRig(cloud);
        var result = await cloud.RunAsync(rig.Router.EnsureAsync("pb"));
        (result.Outcome, result.Attempts, result.Owner).ShouldBe((RouteOutcome.Rerouted, 1, A.ToString()));
        cloud.Writes.Single().ShouldBe(
            $$"""datacenters/{{DatacenterId}}/lans/1 {"ipFailover":[{"ip":"198.51.100.8","nicUuid":"{{B.Nic}}"},{"ip":"{{Ip}}","nicUuid":"{{A.Nic}}"},{"ip":"198.51.100.9","nicUuid":"{{B.Nic}}"}]}""");
    }

    [Fact]
    public async Task With_RepointGroup_a_registered_NIC_that_is_gone_is_replaced()
    {
        var cloud = Group(master: B, repoint: true);
        cloud.Nics.Remove(B);
        using var rig = new RouterRig(cloud);
        (await cloud.RunAsync(rig.Router.EnsureAsync("pb"))).Outcome.ShouldBe(RouteOutcome.Rerouted);
        cloud.Groups.ShouldBe([(Ip, A.Nic)]);
    }

    [Fact]
    public async Task With_RepointGroup_a_pending_change_is_waited_for_and_its_list_read_after_that()
    {
        var cloud = Group(master: B, repoint: true);
        cloud.LanState = "BUSY";
        var writing = cloud.Provider().StartRerouteAsync(Request(A), None);
        await cloud.Time.AdvanceUntilAsync(() => writing.IsCompleted, TimeSpan.FromSeconds(5));
        writing.IsCompleted.ShouldBeFalse();
        cloud.Groups.Add(("198.51.100.9", B.Nic));
        cloud.LanState = "AVAILABLE";
        await cloud.RunAsync(writing);
        cloud.Groups.ShouldBe([(Ip, A.Nic), ("198.51.100.9", B.Nic)]);
    }

    [Fact]
    public async Task Groups_that_are_not_told_are_never_overwritten()
    {
        var cloud = Group(master: B, repoint: true);
        var looks = 0;
        cloud.On($"GET datacenters/{DatacenterId}/lans/1?", _ => ++looks > 1 ? Answer.Json("""{"id":"1","metadata":{"state":"AVAILABLE"}}""") : null);
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.Provider().StartRerouteAsync(Request(A), None));
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Unavailable, true));
        cloud.Writes.ShouldBeEmpty();
    }

    private static CloudService Group(NicId master, bool repoint = false)
    {
        var cloud = HeldBy(A, B);
        (cloud.Options.Mode, cloud.Options.RepointGroup) = (ProfitBricksMode.FailoverGroup, repoint);
        cloud.Groups.Add((Ip, master.Nic));
        return cloud;
    }
}

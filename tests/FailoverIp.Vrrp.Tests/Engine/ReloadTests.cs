using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using FailoverIp.Simulation;

namespace FailoverIp.Vrrp.Tests;

public class ReloadTests
{
    private static VirtualAddress Address(int last) => new(IPAddress.Parse($"10.132.0.{last}"), 32);

    private static VrrpEngineOptions Engine(params VirtualRouterOptions[] routers) => new() { Routers = [.. routers] };

    // The same options made once more: no array is the same object.
    private static VirtualRouterOptions Options(int priority = 200) => LanFixture.Options(priority) with
    {
        VirtualAddresses = [Address(100)],
        ExcludedAddresses = [Address(101)],
        TrackedHealth = [new("web", -20)],
        TrackedInterfaces = [new("eth2", -10)],
        VirtualRoutes = [new() { Destination = IPNetwork.Parse("10.9.0.0/16"), NextHops = [new(IPAddress.Parse("10.132.0.1"))] }],
    };

    private static async Task<(LanFixture F, LanFixture.Router S1, LanFixture.Router S2)> PairAsync()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Options());
        var s2 = await f.StartAsync(Options(100));
        f.Advance(20);
        (s1.State, s2.State).ShouldBe((VrrpState.Active, VrrpState.Backup));
        return (f, s1, s2);
    }

    [Fact]
    public async Task The_same_options_change_nothing_not_even_a_packet()
    {
        var quiet = await PairAsync();
        quiet.F.Advance(20);
        var (f, s1, s2) = await PairAsync();
        for (var i = 0; i < 20; i++)
        {
            await s1.Engine.ReloadAsync(Engine(Options()), default);
            await s2.Engine.ReloadAsync(Engine(Options(100)), default);
            f.Advance(1);
        }
        f.Adverts.Select(a => (a.At, a.From.Name, a.Priority)).ShouldBe(quiet.F.Adverts.Select(a => (a.At, a.From.Name, a.Priority)));
        s1.Transitions.Count.ShouldBe(quiet.S1.Transitions.Count);
        s2.Transitions.Count.ShouldBe(quiet.S2.Transitions.Count);
        s1.Host.Announcements.ShouldBe(quiet.S1.Host.Announcements);
        (s1.Status.Sent, s2.Status.Received).ShouldBe((quiet.S1.Status.Sent, quiet.S2.Status.Received));
    }

    [Fact]
    public async Task Of_the_addresses_of_an_Active_router_only_the_difference_is_changed_and_announced()
    {
        var (f, s1, _) = await PairAsync();
        var (announced, transitions) = (s1.Host.Announcements, s1.Transitions.Count);
        await s1.Engine.ReloadAsync(Engine(Options() with { VirtualAddresses = [Address(100), Address(110)], ExcludedAddresses = [] }), default);
        s1.Host.Addresses.OrderBy(a => a.ToString(), StringComparer.Ordinal).ShouldBe([Address(100), Address(110)]);
        s1.Host.Announcements.ShouldBe(announced + 5);
        f.Advance(20);
        (s1.State, s1.Transitions.Count).ShouldBe((VrrpState.Active, transitions));
    }

    [Fact]
    public async Task A_priority_that_changes_keeps_the_role_where_it_is_still_the_highest_and_is_advertised()
    {
        var (f, s1, s2) = await PairAsync();
        var transitions = s1.Transitions.Count;
        await s1.Engine.ReloadAsync(Engine(Options(160)), default);
        f.Advance(10);
        (s1.State, s1.Transitions.Count, f.Adverts[^1].Priority).ShouldBe((VrrpState.Active, transitions, (byte)150));
        s1.Status.PriorityArithmetic.ShouldBe("160 − 10 (eth2 down) = 150");
        await s1.Engine.ReloadAsync(Engine(Options(50)), default);
        f.Advance(10);
        (s1.State, s2.State).ShouldBe((VrrpState.Backup, VrrpState.Active));
    }

    [Fact]
    public async Task A_new_interval_is_told_at_once_and_loses_no_role()
    {
        var (f, s1, s2) = await PairAsync();
        await s1.Engine.ReloadAsync(Engine(Options() with { AdvertisementInterval = TimeSpan.FromSeconds(10) }), default);
        f.Adverts[^1].At.ShouldBe(f.Time.Elapsed);
        f.Advance(100);
        (s1.State, s2.State).ShouldBe((VrrpState.Active, VrrpState.Backup));
        s2.Transitions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_identifier_makes_it_another_router_that_resigns_and_starts_anew()
    {
        var (f, s1, s2) = await PairAsync();
        var epoch = s1.Status.Epoch;
        await s1.Engine.ReloadAsync(Engine(Options() with { VirtualRouterId = 7 }), default);
        f.Adverts[^1].ShouldBe((f.Time.Elapsed, s1.Host, (byte)0));
        s1.Host.Addresses.ShouldBeEmpty();
        s1.Transitions[^2].Transition.ShouldSatisfyAllConditions(t => t.To.ShouldBe(VrrpState.Initialize), t => t.Reason.ShouldBe(TransitionReason.Reconfigured), t => t.Epoch.ShouldBe(epoch + 1));
        s1.Transitions[^1].Transition.ShouldSatisfyAllConditions(t => t.To.ShouldBe(VrrpState.Backup), t => t.Epoch.ShouldBe(epoch + 2));
        f.Advance(1);
        s2.State.ShouldBe(VrrpState.Active);
        f.Advance(5);
        s1.State.ShouldBe(VrrpState.Active); // of its own virtual router
    }

    [Fact]
    public async Task Routers_come_and_go_without_touching_the_others()
    {
        var (f, s1, s2) = await PairAsync();
        var second = LanFixture.Options(200) with { Name = "VI_2", VirtualRouterId = 2, VirtualAddresses = [Address(120)] };
        await s1.Engine.ReloadAsync(Engine(Options(), second), default);
        f.Advance(10);
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active]);
        s1.Host.Addresses.Count.ShouldBe(3);
        s1.Transitions.Select(t => t.Transition).Where(t => t.Router == "VI_2").Select(t => t.To).ShouldBe([VrrpState.Backup, VrrpState.Active]);

        await s1.Engine.ReloadAsync(Engine(second), default);
        s1.Host.Addresses.ShouldBe([Address(120)]);
        s1.Engine.GetStatus().Single().Options.Name.ShouldBe("VI_2");
        f.Advance(5);
        (s1.State, s2.State).ShouldBe((VrrpState.Active, VrrpState.Active));
        await s1.Engine.ReloadAsync(Engine(Options(), second), default);
        s1.Transitions.Select(t => t.Transition).Where(t => t.Router == "VI_1").Select(t => t.Epoch).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task An_address_moves_from_one_Active_router_to_another()
    {
        var f = new LanFixture();
        var a = LanFixture.Options(255) with { Name = "A", VirtualRouterId = 1, VirtualAddresses = [Address(1), Address(3)] };
        var b = LanFixture.Options(255) with { Name = "B", VirtualRouterId = 2, VirtualAddresses = [Address(2)] };
        var s1 = await f.StartAsync(Engine(a, b));
        await s1.Engine.ReloadAsync(Engine(a with { VirtualAddresses = [Address(1)] }, b with { VirtualAddresses = [Address(2), Address(3)] }), default);
        s1.Host.Addresses.Count.ShouldBe(3);
        await s1.Engine.ReloadAsync(Engine(b with { VirtualAddresses = [Address(2)] }), default);
        s1.Host.Addresses.ShouldBe([Address(2)]);
    }

    [Fact]
    public async Task Options_that_are_not_valid_are_refused_whole()
    {
        var (f, s1, _) = await PairAsync();
        var sent = f.Adverts.Count;
        var refused = await Should.ThrowAsync<VrrpException>(() => s1.Engine.ReloadAsync(Engine(Options() with { VirtualAddresses = [Address(110)] }, Options() with { Name = "VI_2", VirtualRouterId = 300 }), default));
        refused.Message.ShouldBe("VI_2: VirtualRouterId: 300 is not between 1 and 255");
        (s1.State, f.Adverts.Count, s1.Host.Addresses.Count).ShouldBe((VrrpState.Active, sent, 2));
        f.Advance(10);
        s1.State.ShouldBe(VrrpState.Active);
    }

    [Fact]
    public async Task What_is_tracked_may_change_and_counts_at_once()
    {
        var (f, s1, _) = await PairAsync();
        s1.Engine.SetTracker("disk", TrackerReading.Unwell);
        s1.State.ShouldBe(VrrpState.Active);
        await s1.Engine.ReloadAsync(Engine(Options() with { TrackedHealth = [new("disk")] }), default);
        (s1.State, s1.Status.Fault).ShouldBe((VrrpState.Fault, "the tracker disk is not well"));
        await s1.Engine.ReloadAsync(Engine(Options()), default);
        f.Advance(5);
        s1.State.ShouldBe(VrrpState.Active);
    }

    [Fact]
    public async Task A_group_may_be_formed_and_dissolved_while_its_routers_are_Active()
    {
        var f = new LanFixture();
        var a = LanFixture.Options(200) with { Name = "A", VirtualRouterId = 1, VirtualAddresses = [Address(1)] };
        var b = a with { Name = "B", VirtualRouterId = 2, VirtualAddresses = [Address(2)], TrackedHealth = [new("web")] };
        var s1 = await f.StartAsync(Engine(a, b));
        f.Advance(5);
        await s1.Engine.ReloadAsync(Engine(a, b) with { SyncGroups = [new("G", ["A", "B"])] }, default);
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active]);
        s1.Engine.SetTracker("web", TrackerReading.Unwell);
        s1.States.ShouldBe([VrrpState.Fault, VrrpState.Fault]);
        await s1.Engine.ReloadAsync(Engine(a, b), default);
        f.Advance(5);
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Fault]);
    }

    [Fact]
    public async Task A_router_that_joins_an_Active_group_becomes_Active_with_it_or_holds_it_back()
    {
        var f = new LanFixture();
        var a = LanFixture.Options(200) with { Name = "A", VirtualRouterId = 1, VirtualAddresses = [Address(1)] };
        var b = a with { Name = "B", VirtualRouterId = 2, VirtualAddresses = [Address(2)] };
        var c = a with { Name = "C", VirtualRouterId = 3, VirtualAddresses = [Address(3)] };
        var s1 = await f.StartAsync(Engine(a, b) with { SyncGroups = [new("G", ["A", "B"])] });
        f.Advance(5);
        await s1.Engine.ReloadAsync(Engine(a, b, c) with { SyncGroups = [new("G", ["A", "B", "C"])] }, default);
        f.Advance(5);
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active, VrrpState.Active]);

        await s1.Engine.ReloadAsync(Engine(a, b) with { SyncGroups = [new("G", ["A", "B"])] }, default);
        var other = await f.StartAsync(c with { Priority = 255 });
        await s1.Engine.ReloadAsync(Engine(a, b, c) with { SyncGroups = [new("G", ["A", "B", "C"])] }, default);
        f.Advance(5);
        (other.State, s1.States.Distinct().Single()).ShouldBe((VrrpState.Active, VrrpState.Backup));
    }

    [Fact]
    public async Task An_engine_that_does_not_run_has_nothing_to_reload()
    {
        var engine = new LanFixture().Lan.AddHost("s1", IPAddress.Loopback).CreateEngine();
        await Should.ThrowAsync<InvalidOperationException>(() => engine.ReloadAsync(Engine(Options()), default));
        await using var linux = new VrrpEngine();
        await Should.ThrowAsync<InvalidOperationException>(() => linux.ReloadAsync(Engine(Options()), default));
    }

    // Whoever adds a list to the options must teach the comparison about it.
    [Fact]
    public void Lists_are_compared_by_what_they_hold()
    {
        OptionsComparison.AreSame(Options(), Options()).ShouldBeTrue();
        foreach (var property in typeof(VirtualRouterOptions).GetProperties().Where(p => p.PropertyType.IsGenericType && p.PropertyType.GetGenericTypeDefinition() == typeof(ImmutableArray<>)))
        {
            var element = property.PropertyType.GetGenericArguments()[0];
            var copy = typeof(ReloadTests).GetMethod(nameof(Copy), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(element);
            var (a, b) = (Options(), Options());
            property.SetValue(b, copy.Invoke(null, [property.GetValue(a)]));
            OptionsComparison.AreSame(a, b).ShouldBeTrue(property.Name);
        }
    }

    private static ImmutableArray<T> Copy<T>(ImmutableArray<T> array) => ImmutableArray.Create([.. array]);
}

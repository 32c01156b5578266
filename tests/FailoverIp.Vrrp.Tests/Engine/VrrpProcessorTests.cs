using System.Net;

namespace FailoverIp.Vrrp.Tests;

public class VrrpProcessorTests
{
    private static readonly TimeSpan Latency = TimeSpan.FromMicroseconds(200);

    [Fact]
    public async Task The_highest_priority_becomes_Active_and_holds_the_address_alone()
    {
        var f = new LanFixture();
        var low = await f.StartAsync(LanFixture.Options(50));
        var high = await f.StartAsync(LanFixture.Options(200));
        f.Advance(10);
        (low.State, high.State).ShouldBe((VrrpState.Backup, VrrpState.Active));
        low.Host.Addresses.ShouldBeEmpty();
        high.Host.Addresses.Single().Address.ShouldBe(IPAddress.Parse("10.132.0.100"));
        low.Status.ActiveRouter.ShouldBe(IPAddress.Parse("10.132.0.20"));
        high.Status.ActiveRouter.ShouldBe(IPAddress.Parse("10.132.0.20"));
    }

    [Theory]
    [InlineData(VrrpVersion.V2, 254, 3.0 + 2.0 / 256)]
    [InlineData(VrrpVersion.V3, 100, 3.0 + 156.0 / 256)]
    public async Task After_a_kill_the_Backup_takes_over_exactly_an_Active_Down_Interval_after_the_last_advert(VrrpVersion version, int priority, double expected)
    {
        var f = new LanFixture();
        var active = await f.StartAsync(LanFixture.Options(255, version));
        var backup = await f.StartAsync(LanFixture.Options(priority, version));
        f.Advance(5.5);
        active.Engine.Kill();
        var last = f.Adverts[^1].At;
        f.Advance(5);
        backup.State.ShouldBe(VrrpState.Active);
        var takeover = backup.Transitions[^1];
        takeover.Transition.Reason.ShouldBe(TransitionReason.ActiveDown);
        (takeover.At - last - Latency).TotalSeconds.ShouldBe(expected, 1e-6);
    }

    [Fact]
    public async Task After_a_clean_stop_the_Backup_waits_only_Skew_Time_and_the_stopped_one_holds_nothing()
    {
        var f = new LanFixture();
        var active = await f.StartAsync(LanFixture.Options(255));
        var backup = await f.StartAsync(LanFixture.Options(100));
        f.Advance(5.5);
        await active.Engine.StopAsync(default);
        active.Host.Addresses.ShouldBeEmpty();
        f.Adverts[^1].ShouldBe((f.Time.Elapsed, active.Host, (byte)0));
        var stopped = f.Time.Elapsed;
        f.Advance(5);
        (backup.Transitions[^1].At - stopped - Latency).TotalSeconds.ShouldBe(156.0 / 256, 1e-6);
        backup.Transitions[^1].Transition.Reason.ShouldBe(TransitionReason.ActiveResigned);
    }

    [Fact]
    public async Task Version_3_learns_the_interval_of_the_Active_router()
    {
        var f = new LanFixture();
        var slow = await f.StartAsync(LanFixture.Options(255) with { AdvertisementInterval = TimeSpan.FromSeconds(4) });
        var backup = await f.StartAsync(LanFixture.Options(100) with { AdvertisementInterval = TimeSpan.FromSeconds(1) });
        f.Advance(30);
        backup.State.ShouldBe(VrrpState.Backup);
        slow.Engine.Kill();
        var last = f.Adverts[^1].At;
        f.Advance(20);
        (backup.Transitions[^1].At - last - Latency).TotalSeconds.ShouldBe(12 + 4 * 156.0 / 256, 1e-6);
    }

    [Fact]
    public async Task A_lower_priority_stays_Active_where_the_higher_does_not_preempt()
    {
        var f = new LanFixture();
        var low = await f.StartAsync(LanFixture.Options(50));
        f.Advance(5);
        var high = await f.StartAsync(LanFixture.Options(200) with { Preempt = false });
        f.Advance(30);
        (low.State, high.State).ShouldBe((VrrpState.Active, VrrpState.Backup));
    }

    [Fact]
    public async Task A_pulled_cable_is_a_Fault_and_plugging_it_in_listens_first()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(LanFixture.Options(255));
        var s2 = await f.StartAsync(LanFixture.Options(100));
        f.Advance(5);
        s1.Host.PullCable();
        s1.State.ShouldBe(VrrpState.Fault);
        s1.Status.Fault.ShouldBe("interface eth1 is down");
        s1.Host.Addresses.ShouldBeEmpty();
        f.Advance(10);
        s2.State.ShouldBe(VrrpState.Active);

        s1.Host.PlugCable();
        s1.State.ShouldBe(VrrpState.Backup);
        f.Advance(10);
        (s1.State, s2.State).ShouldBe((VrrpState.Active, VrrpState.Backup));
        s2.Host.Addresses.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_healed_split_leaves_one_Active_that_announces_again()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(LanFixture.Options(200));
        var s2 = await f.StartAsync(LanFixture.Options(100));
        f.Lan.Loses = _ => true;
        f.Advance(10);
        (s1.State, s2.State).ShouldBe((VrrpState.Active, VrrpState.Active));
        var announced = s1.Host.Announcements;
        f.Lan.Loses = packet => packet.From == s1.Host; // what s2 sends arrives first
        f.Advance(2);
        f.Lan.Loses = null;
        f.Advance(2);
        (s1.State, s2.State).ShouldBe((VrrpState.Active, VrrpState.Backup));
        s1.Host.Announcements.ShouldBeGreaterThan(announced);
        s2.Host.Addresses.ShouldBeEmpty();
    }

    [Fact]
    public async Task Addresses_are_announced_five_times_at_once_and_five_times_after_five_seconds()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(LanFixture.Options(255));
        s1.Host.Announcements.ShouldBe(5);
        f.Advance(4.999);
        s1.Host.Announcements.ShouldBe(5);
        f.Advance(0.001);
        s1.Host.Announcements.ShouldBe(10);
        f.Advance(60);
        s1.Host.Announcements.ShouldBe(10);
    }

    [Fact]
    public async Task An_address_that_a_killed_run_left_behind_is_taken_off_at_the_next_start()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(LanFixture.Options(100));
        f.Advance(5);
        s1.Engine.Kill();
        s1.Host.Addresses.ShouldNotBeEmpty();
        await f.StartAsync(LanFixture.Options(100), s1.Host);
        s1.Host.Addresses.ShouldBeEmpty();
    }

    [Fact]
    public async Task Epochs_grow_by_one_with_each_transition()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(LanFixture.Options(100));
        for (var i = 0; i < 5; i++)
        {
            f.Advance(5);
            s1.Host.PullCable();
            f.Advance(1);
            s1.Host.PlugCable();
        }
        s1.Transitions.Select(t => t.Transition.Epoch).ShouldBe(Enumerable.Range(1, s1.Transitions.Count).Select(i => (long)i));
        s1.Transitions.Zip(s1.Transitions.Skip(1)).ShouldAllBe(pair => pair.First.Transition.To == pair.Second.Transition.From);
        s1.Status.Epoch.ShouldBe(s1.Transitions.Count);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Once_the_network_is_whole_there_is_exactly_one_Active_and_it_is_the_highest(int seed)
    {
        var random = new Random(seed);
        var f = new LanFixture();
        var version = random.Next(2) == 0 ? VrrpVersion.V2 : VrrpVersion.V3;
        var routers = new List<LanFixture.Router>();
        for (var i = 0; i < 2 + random.Next(4); i++)
            routers.Add(await f.StartAsync(LanFixture.Options(random.Next(1, 255), version)));

        for (var trouble = 0; trouble < 20; trouble++)
        {
            var loss = random.Next(100);
            f.Lan.Loses = _ => random.Next(100) < loss;
            var host = routers[random.Next(routers.Count)].Host;
            if (random.Next(2) == 0)
                host.PullCable();
            else
                host.PlugCable();
            f.Advance(random.NextDouble() * 6);
        }

        f.Lan.Loses = null;
        foreach (var router in routers)
            router.Host.PlugCable();
        f.Advance(3 * 1 + 1 + 1 + 0.001); // Active_Down_Interval at its longest, and one interval

        // Of equal priorities the one that is Active stays it: an equal advert resets a Backup's timer.
        var active = routers.Where(r => r.State == VrrpState.Active).ToList();
        active.Count.ShouldBe(1, $"seed {seed}");
        active[0].Status.Options.Priority.ShouldBe(routers.Max(r => r.Status.Options.Priority), $"seed {seed}");
        routers.Where(r => r.Host.Addresses.Count > 0).ShouldBe(active, $"seed {seed}");
        routers.Except(active).ShouldAllBe(r => r.State == VrrpState.Backup, $"seed {seed}");
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 200)];
}

namespace FailoverIp.Vrrp.Tests;

public class TrackingTests
{
    private static VirtualRouterOptions Options(params TrackedInterface[] links) => LanFixture.Options() with { TrackedInterfaces = [.. links] };

    [Theory]
    [InlineData(20, false, true, 120, "100 + 20 (eth2 up) = 120")]
    [InlineData(20, false, false, 100, "100")]
    [InlineData(-20, false, true, 100, "100")]
    [InlineData(-20, false, false, 80, "100 − 20 (eth2 down) = 80")]
    [InlineData(20, true, true, 100, "100")]
    [InlineData(20, true, false, 120, "100 + 20 (eth2 down) = 120")]
    [InlineData(-20, true, true, 80, "100 − 20 (eth2 up) = 80")]
    [InlineData(-20, true, false, 100, "100")]
    [InlineData(-120, false, false, 1, "100 − 120 (eth2 down) = −20, held at 1")]
    [InlineData(253, false, true, 254, "100 + 253 (eth2 up) = 353, held at 254")]
    public async Task A_tracked_interface_changes_the_priority_by_its_weight_and_says_how(int weight, bool reverse, bool isUp, int priority, string words)
    {
        var f = new LanFixture();
        var host = f.Lan.AddHost("s1", System.Net.IPAddress.Parse("10.132.0.1"));
        host.SetInterface("eth2", isUp);
        var router = await f.StartAsync(Options(new TrackedInterface("eth2", weight, reverse)), host);
        router.Status.EffectivePriority.ShouldBe(priority);
        router.Status.PriorityArithmetic.ShouldBe(words);
        f.Advance(5);
        f.Adverts[^1].Priority.ShouldBe((byte)priority);
    }

    [Theory]
    [InlineData(false, false, "the tracked interface eth2 is down")]
    [InlineData(true, true, "the tracked interface eth2 is up")]
    public async Task Weight_0_makes_it_a_Fault_that_says_so_and_ends_with_a_whole_Active_Down_Interval(bool reverse, bool faulty, string fault)
    {
        var f = new LanFixture();
        var host = f.Lan.AddHost("s1", System.Net.IPAddress.Parse("10.132.0.1"));
        host.SetInterface("eth2", !faulty);
        var router = await f.StartAsync(Options(new TrackedInterface("eth2", 0, reverse)), host);
        f.Advance(5);
        router.State.ShouldBe(VrrpState.Active);
        host.SetInterface("eth2", faulty);
        (router.State, router.Status.Fault, router.Last).ShouldBe((VrrpState.Fault, fault, fault));
        f.Adverts[^1].Priority.ShouldBe((byte)0);
        host.Addresses.ShouldBeEmpty();
        host.SetInterface("eth2", !faulty);
        (router.State, router.Status.Fault, router.Last).ShouldBe((VrrpState.Backup, null, "everything that it tracks is well again"));
        f.Advance(3.6);
        router.State.ShouldBe(VrrpState.Backup);
        f.Advance(0.02);
        router.State.ShouldBe(VrrpState.Active);
    }

    [Fact]
    public async Task An_interface_that_does_not_exist_is_down_until_it_comes()
    {
        var f = new LanFixture();
        var router = await f.StartAsync(Options(new TrackedInterface("eth2")));
        router.Status.Fault.ShouldBe("the tracked interface eth2 is down");
        router.Host.SetInterface("eth2", true);
        router.State.ShouldBe(VrrpState.Backup);
    }

    [Fact]
    public async Task Health_that_is_told_moves_the_role_to_the_other_node_and_back()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(LanFixture.Options(110) with { TrackedHealth = [new("web", -20)] });
        var s2 = await f.StartAsync(LanFixture.Options(100));
        f.Advance(5);
        (s1.State, s2.State).ShouldBe((VrrpState.Active, VrrpState.Backup));
        s1.Engine.SetTracker("web", TrackerReading.Unwell);
        s1.Status.PriorityArithmetic.ShouldBe("110 − 20 (web not well) = 90");
        f.Advance(5);
        (s1.State, s2.State).ShouldBe((VrrpState.Backup, VrrpState.Active));
        s1.Last.ShouldBe("advert of 10.132.0.20 with priority 100 is higher than 90");
        s2.Last.ShouldBe("10.132.0.10 is Active with priority 90, lower than 100");
        s1.Engine.SetTracker("web", TrackerReading.Well);
        f.Advance(5);
        (s1.State, s2.State).ShouldBe((VrrpState.Active, VrrpState.Backup));
    }

    [Theory]
    [InlineData(5, 3, false, 115, "100 + 15 (load 5) = 115")]
    [InlineData(-5, 3, false, 85, "100 − 15 (load −5) = 85")]
    [InlineData(5, 3, true, 85, "100 − 15 (load 5) = 85")]
    [InlineData(0, 3, false, 100, "100")]
    public async Task A_number_counts_times_its_weight(int number, int weight, bool reverse, int priority, string words)
    {
        var f = new LanFixture();
        var router = await f.StartAsync(new() { Routers = [LanFixture.Options() with { TrackedHealth = [new("load", weight, reverse)] }] },
            before: r => r.Engine.SetTracker("load", TrackerReading.Number(number)));
        (router.Status.EffectivePriority, router.Status.PriorityArithmetic, router.State).ShouldBe((priority, words, VrrpState.Backup));
    }

    [Theory]
    [InlineData(1, 0, "the tracker load says 1")]
    [InlineData(-254, 1, "the tracker load says −254, which counts −254: less than −253")]
    [InlineData(int.MinValue, 253, "the tracker load says −2147483648, which counts −543313362944: less than −253")]
    public async Task A_number_can_be_a_Fault(int number, int weight, string fault)
    {
        var f = new LanFixture();
        var router = await f.StartAsync(LanFixture.Options() with { TrackedHealth = [new("load", weight)] });
        router.Engine.SetTracker("load", TrackerReading.Number(number));
        (router.State, router.Status.Fault).ShouldBe((VrrpState.Fault, fault));
    }

    [Fact]
    public async Task The_address_owner_keeps_its_priority_whatever_the_weights_but_not_a_Fault()
    {
        var f = new LanFixture();
        var router = await f.StartAsync(LanFixture.Options(255) with { TrackedHealth = [new("web", -20), new("disk")] });
        router.Engine.SetTracker("web", TrackerReading.Unwell);
        (router.Status.EffectivePriority, router.State).ShouldBe((255, VrrpState.Active));
        router.Engine.SetTracker("disk", TrackerReading.Unwell);
        (router.State, router.Status.Fault).ShouldBe((VrrpState.Fault, "the tracker disk is not well"));
    }

    [Fact]
    public async Task A_short_bounce_of_the_interface_is_no_Fault_but_is_announced_again()
    {
        var f = new LanFixture();
        var router = await f.StartAsync(LanFixture.Options(255) with { InterfaceDownDelay = TimeSpan.FromSeconds(1.5) });
        f.Advance(20);
        var (transitions, announced) = (router.Transitions.Count, router.Host.Announcements);
        router.Host.PullCable();
        f.Advance(1.4);
        router.Host.PlugCable();
        f.Advance(0.7);
        router.Transitions.Count.ShouldBe(transitions);
        router.Host.Announcements.ShouldBeGreaterThan(announced);

        router.Host.PullCable();
        f.Advance(1.499);
        router.State.ShouldBe(VrrpState.Active);
        f.Advance(0.002);
        (router.State, router.Status.Fault).ShouldBe((VrrpState.Fault, "interface eth1 is down"));
    }

    [Fact]
    public async Task Up_counts_only_after_its_delay_and_another_bounce_begins_it_anew()
    {
        var f = new LanFixture();
        var router = await f.StartAsync(LanFixture.Options() with { InterfaceUpDelay = TimeSpan.FromSeconds(10) });
        router.State.ShouldBe(VrrpState.Backup); // what is up at the start counts at once
        router.Host.PullCable();
        router.Host.PlugCable();
        (router.State, router.Status.Fault).ShouldBe((VrrpState.Fault, "interface eth1 is up, but not for 10 s yet"));
        f.Advance(9);
        router.Host.PullCable();
        router.Host.PlugCable();
        f.Advance(9);
        router.State.ShouldBe(VrrpState.Fault);
        f.Advance(1.001);
        router.State.ShouldBe(VrrpState.Backup);
    }

    [Fact]
    public async Task An_interface_that_is_not_tracked_may_be_down()
    {
        var f = new LanFixture();
        var router = await f.StartAsync(LanFixture.Options(255) with { TrackInterface = false });
        router.Host.PullCable();
        f.Advance(10);
        router.State.ShouldBe(VrrpState.Active);
        var announced = router.Host.Announcements;
        router.Host.PlugCable();
        f.Advance(2);
        router.Host.Announcements.ShouldBeGreaterThan(announced);
    }

    [Fact]
    public async Task The_startup_delay_passes_before_anything_is_heard_or_sent()
    {
        var f = new LanFixture();
        var router = await f.StartAsync(new VrrpEngineOptions { Routers = [LanFixture.Options(255)], StartupDelay = TimeSpan.FromSeconds(30) });
        f.Advance(29.9);
        (router.State, f.Adverts.Count, router.Transitions.Count).ShouldBe((VrrpState.Initialize, 0, 0));
        f.Advance(0.2);
        router.State.ShouldBe(VrrpState.Active);
    }

    [Fact]
    public async Task A_lower_router_is_let_be_Active_for_the_delay_of_preemption_and_no_longer()
    {
        var f = new LanFixture();
        var low = await f.StartAsync(LanFixture.Options(50));
        f.Advance(5);
        var high = await f.StartAsync(LanFixture.Options(200) with { PreemptDelay = TimeSpan.FromSeconds(60) });
        f.Advance(60);
        (low.State, high.State).ShouldBe((VrrpState.Active, VrrpState.Backup));
        f.Advance(4.3);
        (low.State, high.State).ShouldBe((VrrpState.Backup, VrrpState.Active));
    }

    [Fact]
    public async Task A_lower_router_that_falls_silent_ends_the_delay_of_preemption()
    {
        var f = new LanFixture();
        var low = await f.StartAsync(LanFixture.Options(50));
        f.Advance(5);
        var high = await f.StartAsync(LanFixture.Options(200) with { PreemptDelay = TimeSpan.FromSeconds(60) });
        f.Advance(5);
        low.Engine.Kill();
        f.Advance(3.3);
        high.State.ShouldBe(VrrpState.Active);
        high.Last.ShouldStartWith("10.132.0.10 is Active with priority 50");
    }

    [Fact]
    public async Task A_pause_that_was_over_before_a_timer_was_due_is_noticed()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(LanFixture.Options(255));
        var s2 = await f.StartAsync(LanFixture.Options(100));
        f.Advance(5.5);
        s1.Engine.Pause(TimeSpan.FromSeconds(60)); // suspended: its own clock has not moved
        (s1.State, s1.Last).ShouldBe((VrrpState.Backup, "it stood still for 60 s: it listens before it acts again"));
        f.Advance(2.5);
        s2.Engine.Pause(TimeSpan.FromSeconds(2)); // who listens has heard nothing either
        f.Advance(3.5);
        s2.State.ShouldBe(VrrpState.Backup);
    }

    [Fact]
    public void Who_could_not_send_announces_again_when_it_can()
    {
        const long second = 1_000_000_000;
        var output = new Nowhere();
        var processor = new VrrpProcessor(new() { Routers = [LanFixture.Options(255)] }, output, TimeProvider.System, _ => { }, _ => { });
        processor.OnInterface(new(1, "eth1", true, new([2, 0, 0, 0, 0, 1]), System.Net.IPAddress.Parse("10.132.0.10")), 0);
        processor.Start(0);
        Pass(20);
        output.Announcements.ShouldBe(10);
        processor.OnSendingAgain(2, 20 * second);
        Pass(30);
        output.Announcements.ShouldBe(10, "that was another interface");
        processor.OnSendingAgain(1, 30 * second);
        Pass(31);
        output.Announcements.ShouldBe(15);

        void Pass(long until)
        {
            while (processor.NextDeadline <= until * second)
                processor.OnTime(processor.NextDeadline);
        }
    }

    [Fact]
    public async Task Two_owners_are_told_once_and_the_higher_address_stays_Active()
    {
        var notices = new List<VrrpNotice>();
        var processor = new VrrpProcessor(new() { Routers = [LanFixture.Options(255)] }, new Nowhere(), TimeProvider.System, _ => { }, notices.Add);
        processor.OnInterface(new(1, "eth1", true, new([2, 0, 0, 0, 0, 1]), System.Net.IPAddress.Parse("10.132.0.10")), 0);
        processor.Start(0);
        var f = new LanFixture();
        byte[]? advert = null;
        f.Lan.Sent += p => advert ??= p.Bytes.ToArray();
        f.Lan.AddHost("s1", System.Net.IPAddress.Parse("10.132.0.5"));
        await f.StartAsync(LanFixture.Options(255), f.Lan.Hosts[0]);
        for (var i = 0; i < 3; i++)
            processor.OnPacket(1, advert, 1000);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Active);
        notices.Single().Message.ShouldBe("10.132.0.5 has priority 255 too: only one router can own the addresses, and one of the two is configured wrongly");
    }

    private sealed class Nowhere : SilentOutput
    {
        public int Announcements { get; private set; }

        public override void Announce(InterfaceStatus @interface, VirtualAddress address) => Announcements++;
    }
}

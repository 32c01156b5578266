namespace FailoverIp.Vrrp.Tests;

public class ElectionTests
{
    private const long Second = 1_000_000_000;
    private const long Now = 1000 * Second;
    private const ElectionActions BecomeActive = ElectionActions.SendAdvertisement | ElectionActions.AddAddresses | ElectionActions.Announce;

    private static readonly UInt128 Low = 1, Own = 5, High = 9;
    private static readonly ElectionParameters V3 = new(VrrpVersion.V3, 100, Second, Preempt: true, Own);
    private static readonly ElectionParameters V2 = V3 with { Version = VrrpVersion.V2 };
    private static readonly ElectionParameters Owner = V3 with { Priority = 255 };
    private static readonly ElectionParameters NoPreempt = V3 with { Preempt = false };

    private static readonly ElectionState Backup = new(VrrpState.Backup, Now, Second, false);
    private static readonly ElectionState Active = new(VrrpState.Active, Now, Second, false);
    private static readonly ElectionState Fault = new(VrrpState.Fault, ElectionState.NoDeadline, 0, false);

    private static ElectionStep Step(ElectionParameters p, ElectionState state, ElectionEvent e, long now = Now) => Election.Step(p, state, e, now);

    private static ElectionEvent Advert(byte priority, UInt128 source = default, long interval = Second) => ElectionEvent.Advertisement(priority, interval, source == 0 ? Low : source);

    private static ElectionEvent Event(ElectionEventKind kind) => new(kind);

    [Fact]
    public void Startup_waits_a_whole_Active_Down_Interval_in_Backup_and_takes_left_over_addresses_off()
    {
        var step = Step(V3, ElectionState.Initial, Event(ElectionEventKind.Startup));
        step.State.ShouldBe(new(VrrpState.Backup, Now + V3.ActiveDownInterval(Second), Second, false));
        step.Actions.ShouldBe(ElectionActions.RemoveAddresses);
        step.Reason.ShouldBe(TransitionReason.Started);
    }

    [Fact]
    public void Startup_of_the_address_owner_makes_it_Active_at_once()
    {
        var step = Step(Owner, ElectionState.Initial, Event(ElectionEventKind.Startup));
        step.State.ShouldBe(new(VrrpState.Active, Now + Second, Second, false));
        step.Actions.ShouldBe(BecomeActive);
        step.Reason.ShouldBe(TransitionReason.AddressOwner);
    }

    [Theory]
    [InlineData(false, TransitionReason.ActiveDown)]
    [InlineData(true, TransitionReason.ActiveResigned)]
    public void Backup_becomes_Active_when_its_timer_fires(bool resigned, TransitionReason reason)
    {
        var step = Step(V3, Backup with { ActiveResigned = resigned }, Event(ElectionEventKind.TimerExpired));
        step.State.ShouldBe(new(VrrpState.Active, Now + Second, Second, false));
        step.Actions.ShouldBe(BecomeActive);
        step.Reason.ShouldBe(reason);
    }

    [Fact]
    public void Backup_waits_only_Skew_Time_after_priority_0_and_scales_it_by_the_learned_interval()
    {
        var step = Step(V3, Backup with { ActiveAdverInterval = 2 * Second }, Advert(0));
        step.State.State.ShouldBe(VrrpState.Backup);
        step.State.Deadline.ShouldBe(Now + V3.SkewTime(2 * Second));
        step.State.ActiveResigned.ShouldBeTrue();
        step.Actions.ShouldBe(ElectionActions.None);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(255)]
    public void Backup_learns_the_interval_of_an_equal_or_higher_priority_and_waits_anew(byte priority)
    {
        var step = Step(V3, Backup with { ActiveResigned = true }, Advert(priority, interval: 3 * Second));
        step.State.ShouldBe(new(VrrpState.Backup, Now + V3.ActiveDownInterval(3 * Second), 3 * Second, false));
    }

    [Fact]
    public void Backup_of_version_2_learns_nothing() =>
        Step(V2, Backup, Advert(200, interval: 3 * Second)).State.ShouldBe(new(VrrpState.Backup, Now + V2.ActiveDownInterval(Second), Second, false));

    [Fact]
    public void Backup_lets_its_timer_run_out_against_a_lower_priority() => Step(V3, Backup, Advert(99)).ShouldBe(new(Backup, ElectionActions.None, TransitionReason.None));

    [Fact]
    public void Backup_without_preemption_respects_a_lower_priority() =>
        Step(NoPreempt, Backup, Advert(1)).State.Deadline.ShouldBe(Now + NoPreempt.ActiveDownInterval(Second));

    [Fact]
    public void The_address_owner_preempts_also_without_preemption() => Step(Owner with { Preempt = false }, Backup, Advert(254)).State.ShouldBe(Backup);

    [Fact]
    public void Active_sends_when_its_timer_fires_and_counts_from_the_deadline_so_that_lateness_does_not_add_up()
    {
        var step = Step(V3, Active with { Deadline = Now - 1000 }, Event(ElectionEventKind.TimerExpired));
        step.Actions.ShouldBe(ElectionActions.SendAdvertisement);
        step.State.Deadline.ShouldBe(Now - 1000 + Second);
    }

    [Fact]
    public void Active_sends_one_advert_after_a_delay_and_not_all_that_it_missed() =>
        Step(V3, Active with { Deadline = Now - (5 * Second / 2) }, Event(ElectionEventKind.TimerExpired)).State.Deadline.ShouldBe(Now + Second);

    [Fact]
    public void Active_that_stood_still_longer_than_its_Active_Down_Interval_listens_before_it_acts_again()
    {
        foreach (var p in new[] { V3, Owner })
        {
            var late = p.ActiveDownInterval(Second) + 1;
            var step = Step(p, Active with { Deadline = Now - late }, Event(ElectionEventKind.TimerExpired));
            step.ShouldBe(new(new(VrrpState.Backup, Now + p.ActiveDownInterval(Second), Second, false), ElectionActions.RemoveAddresses, TransitionReason.Stalled));
        }
    }

    [Fact]
    public void Backup_whose_timer_fires_more_than_an_interval_late_has_not_listened_and_waits_anew()
    {
        var p = V3;
        Step(p, Backup with { Deadline = Now - Second - 1 }, Event(ElectionEventKind.TimerExpired)).ShouldBe(
            new(new(VrrpState.Backup, Now + p.ActiveDownInterval(Second), Second, false), ElectionActions.None, TransitionReason.None));
        Step(p, Backup with { Deadline = Now - Second }, Event(ElectionEventKind.TimerExpired)).State.State.ShouldBe(VrrpState.Active);
    }

    [Fact]
    public void With_short_intervals_a_busy_machine_is_no_stall()
    {
        var p = V3 with { AdvertisementInterval = Second / 100 };
        var backup = new ElectionState(VrrpState.Backup, Now - (Second / 20), Second / 100, false);
        Step(p, backup, Event(ElectionEventKind.TimerExpired)).State.State.ShouldBe(VrrpState.Active);
    }

    [Fact]
    public void Active_answers_priority_0_resets_its_timer_and_announces_again_for_who_resigns_was_Active()
    {
        var step = Step(V3, Active, Advert(0));
        step.Actions.ShouldBe(ElectionActions.SendAdvertisement | ElectionActions.Announce);
        step.State.ShouldBe(Active with { Deadline = Now + Second });
    }

    [Fact]
    public void Active_yields_to_a_higher_priority_and_learns_its_interval()
    {
        var step = Step(V3, Active, Advert(101, interval: 2 * Second));
        step.State.ShouldBe(new(VrrpState.Backup, Now + V3.ActiveDownInterval(2 * Second), 2 * Second, false));
        step.Actions.ShouldBe(ElectionActions.RemoveAddresses);
        step.Reason.ShouldBe(TransitionReason.HigherPriority);
    }

    [Fact]
    public void Of_equal_priorities_the_higher_address_stays_Active()
    {
        Step(V3, Active, Advert(100, High)).State.State.ShouldBe(VrrpState.Backup);
        Step(V3, Active, Advert(100, High)).Reason.ShouldBe(TransitionReason.HigherAddress);
        Step(V3, Active, Advert(100, Low)).State.State.ShouldBe(VrrpState.Active);
        Step(V3, Active, Advert(100, Own)).State.State.ShouldBe(VrrpState.Active);
        Step(Owner, Active, Advert(255, High)).State.State.ShouldBe(VrrpState.Backup);
    }

    [Fact]
    public void Addresses_are_compared_as_unsigned_numbers() =>
        Step(V3 with { LocalAddress = 0x7FFF_FFFF }, Active, Advert(100, 0xC000_0201)).State.State.ShouldBe(VrrpState.Backup);

    [Fact]
    public void Active_asserts_itself_at_once_against_a_lower_priority()
    {
        foreach (var p in new[] { V2, V3 })
            Step(p, Active, Advert(99, High)).ShouldBe(new(Active, ElectionActions.SendAdvertisement | ElectionActions.Announce, TransitionReason.None));
    }

    [Fact]
    public void Shutdown_resigns_only_where_it_was_Active()
    {
        Step(V3, Active, Event(ElectionEventKind.Shutdown)).ShouldBe(
            new(ElectionState.Initial, ElectionActions.SendPriorityZero | ElectionActions.RemoveAddresses, TransitionReason.Stopped));
        Step(V3, Backup, Event(ElectionEventKind.Shutdown)).ShouldBe(new(ElectionState.Initial, ElectionActions.None, TransitionReason.Stopped));
        Step(V3, Fault, Event(ElectionEventKind.Shutdown)).ShouldBe(new(ElectionState.Initial, ElectionActions.None, TransitionReason.Stopped));
    }

    [Fact]
    public void An_unusable_interface_is_a_Fault_from_every_state()
    {
        foreach (var state in new[] { ElectionState.Initial, Backup, Active })
            Step(V3, state, ElectionEvent.Fault(TransitionReason.InterfaceDown)).State.ShouldBe(Fault);
        Step(V3, Active, ElectionEvent.Fault(TransitionReason.InterfaceDown)).Actions.ShouldBe(ElectionActions.SendPriorityZero | ElectionActions.RemoveAddresses);
        Step(V3, Backup, ElectionEvent.Fault(TransitionReason.InterfaceDown)).Actions.ShouldBe(ElectionActions.None);
    }

    [Fact]
    public void A_Fault_that_nobody_gives_a_reason_for_is_the_interface_s() =>
        Step(V3, Active, Event(ElectionEventKind.Fault)).Reason.ShouldBe(TransitionReason.InterfaceDown);

    [Fact]
    public void Before_Startup_nothing_runs_and_nobody_has_resigned() =>
        ElectionState.Initial.ShouldBe(new(VrrpState.Initialize, ElectionState.NoDeadline, ActiveAdverInterval: 0, ActiveResigned: false));

    [Fact]
    public void Out_of_Fault_leads_only_a_whole_Active_Down_Interval_of_listening_for_the_owner_too()
    {
        foreach (var p in new[] { V3, Owner })
            Step(p, Fault, ElectionEvent.Recovery(TransitionReason.InterfaceUp)).State.ShouldBe(new(VrrpState.Backup, Now + p.ActiveDownInterval(Second), Second, false));
    }

    [Fact]
    public void Fault_ignores_adverts_and_late_timers()
    {
        Step(V3, Fault, Advert(0)).ShouldBe(new(Fault, ElectionActions.None, TransitionReason.None));
        Step(V3, Fault, Event(ElectionEventKind.TimerExpired)).ShouldBe(new(Fault, ElectionActions.None, TransitionReason.None));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var state = Active;
        for (var i = 0; i < 1000; i++)
            state = Step(V3, Active, Advert(99)).State;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            state = Step(V3, Backup, Advert(200)).State;
            state = Step(V3, state, Event(ElectionEventKind.TimerExpired)).State;
        }
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        state.State.ShouldBe(VrrpState.Active);
    }
}

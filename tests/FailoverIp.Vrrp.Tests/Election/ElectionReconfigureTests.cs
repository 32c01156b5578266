namespace FailoverIp.Vrrp.Tests;

public class ElectionReconfigureTests
{
    private const long Second = 1_000_000_000;
    private const long Now = 1000 * Second;
    private static readonly ElectionParameters P = new(VrrpVersion.V3, 100, Second, Preempt: true, 5);

    private static ElectionState Backup(ElectionParameters p, long set = Now - Second) => new(VrrpState.Backup, set + p.ActiveDownInterval(Second), Second, false);

    [Fact]
    public void A_Backup_waits_from_when_its_timer_was_set_by_the_new_priority()
    {
        foreach (var p in new[] { P, P with { Version = VrrpVersion.V2 } })
        {
            var after = p with { Priority = 200 };
            Election.Reconfigure(p, after, Backup(p), Now).ShouldBe(new(Backup(after), ElectionActions.None, TransitionReason.None));
        }
    }

    [Fact]
    public void After_a_resignation_it_is_Skew_Time_that_changes()
    {
        var state = new ElectionState(VrrpState.Backup, Now + P.SkewTime(Second), Second, true);
        Election.Reconfigure(P, P with { Priority = 200 }, state, Now).State.Deadline.ShouldBe(Now + (P with { Priority = 200 }).SkewTime(Second));
    }

    [Fact]
    public void A_timer_that_would_have_fired_by_now_fires_now_and_is_not_taken_for_a_stall()
    {
        var state = Backup(P with { DownTimerAdverts = 10 }, Now - (5 * Second));
        var step = Election.Reconfigure(P with { DownTimerAdverts = 10 }, P, state, Now);
        step.State.Deadline.ShouldBe(Now);
        Election.Step(P, step.State, new(ElectionEventKind.TimerExpired), Now).State.State.ShouldBe(VrrpState.Active);
    }

    [Fact]
    public void A_shorter_interval_of_our_own_does_not_shorten_the_wait_for_a_slower_Active_router_of_version_3()
    {
        var step = Election.Reconfigure(P, P with { AdvertisementInterval = Second / 10 }, Backup(P), Now);
        step.State.ShouldBe(Backup(P));
        var v2 = P with { Version = VrrpVersion.V2 };
        var longer = v2 with { AdvertisementInterval = 4 * Second };
        Election.Reconfigure(v2, longer, Backup(v2), Now).State.ShouldBe(new(VrrpState.Backup, Now - Second + longer.ActiveDownInterval(4 * Second), 4 * Second, false));
    }

    [Fact]
    public void A_shorter_interval_of_version_2_shortens_the_wait_as_adverts_of_another_interval_are_not_accepted()
    {
        var v2 = P with { Version = VrrpVersion.V2, AdvertisementInterval = 4 * Second };
        var shorter = v2 with { AdvertisementInterval = 3 * Second };
        var state = new ElectionState(VrrpState.Backup, Now - Second + v2.ActiveDownInterval(4 * Second), 4 * Second, false);
        Election.Reconfigure(v2, shorter, state, Now).State.ShouldBe(new(VrrpState.Backup, Now - Second + shorter.ActiveDownInterval(3 * Second), 3 * Second, false));
    }

    [Fact]
    public void A_longer_interval_of_our_own_lengthens_the_wait_only_where_none_was_learned()
    {
        var longer = P with { AdvertisementInterval = 4 * Second };
        Election.Reconfigure(P, longer, Backup(P), Now).State.ShouldBe(new(VrrpState.Backup, Now - Second + longer.ActiveDownInterval(4 * Second), 4 * Second, false));

        var learned = new ElectionState(VrrpState.Backup, Now - Second + P.ActiveDownInterval(2 * Second), 2 * Second, false);
        Election.Reconfigure(P, longer, learned, Now).State.ShouldBe(learned);
    }

    [Fact]
    public void An_Active_router_tells_its_new_interval_at_once_and_keeps_its_pace_otherwise()
    {
        var active = new ElectionState(VrrpState.Active, Now + (Second / 2), Second, false);
        Election.Reconfigure(P, P with { AdvertisementInterval = 4 * Second }, active, Now).ShouldBe(
            new(new(VrrpState.Active, Now + (4 * Second), 4 * Second, false), ElectionActions.SendAdvertisement, TransitionReason.None));
        Election.Reconfigure(P, P with { Priority = 1 }, active, Now).ShouldBe(new(active, ElectionActions.None, TransitionReason.None));
    }

    [Fact]
    public void A_running_delay_of_preemption_is_moved_and_ends_where_there_is_none_any_more()
    {
        var before = P with { PreemptDelay = 10 * Second };
        var state = Backup(P) with { PreemptAt = Now + (4 * Second) };
        Election.Reconfigure(before, P with { PreemptDelay = 20 * Second }, state, Now).State.PreemptAt.ShouldBe(Now + (14 * Second));
        Election.Reconfigure(before, P with { PreemptDelay = Second }, state, Now).State.PreemptAt.ShouldBe(Now);
        Election.Reconfigure(before, P, state, Now).State.PreemptAt.ShouldBe(0);
    }

    [Fact]
    public void What_does_not_wait_is_not_touched()
    {
        foreach (var state in new[] { ElectionState.Initial, new(VrrpState.Fault, ElectionState.NoDeadline, 0, false) })
            Election.Reconfigure(P, P with { Priority = 7, AdvertisementInterval = 3 * Second }, state, Now).ShouldBe(new(state, ElectionActions.None, TransitionReason.None));
        var wants = new ElectionState(VrrpState.Backup, ElectionState.NoDeadline, Second, false) { WantsActive = true };
        var group = P with { InGroup = true };
        Election.Reconfigure(group, group with { Priority = 7 }, wants, Now).State.ShouldBe(wants);
        Election.Reconfigure(group, P, wants, Now).State.ShouldBe(new(VrrpState.Backup, Now, Second, false));
    }
}

namespace FailoverIp.Vrrp.Tests;

public class ScheduleTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Repairs_wait_twice_as_long_each_time_up_to_half_a_minute()
    {
        var schedule = new RepairSchedule();
        long now = 0;
        var pauses = new List<long>();
        for (var i = 0; i < 8; i++)
        {
            schedule.Ask(now);
            pauses.Add((schedule.Due - now) / Second);
            now = schedule.Due;
            schedule.Done(now);
        }
        pauses.ShouldBe([0, 1, 2, 4, 8, 16, 30, 30]);

        schedule.Ask(now + (60 * Second));
        schedule.Due.ShouldBe(now + (60 * Second));
    }

    [Fact]
    public void A_second_loss_does_not_delay_the_repair_of_the_first()
    {
        var schedule = new RepairSchedule();
        schedule.Ask(5);
        schedule.Ask(7);
        schedule.Due.ShouldBe(5);
    }

    [Fact]
    public void Announcements_come_at_once_after_the_delay_and_then_with_every_refresh()
    {
        var options = new AnnouncementOptions { Repeat = 3, Refresh = TimeSpan.FromSeconds(60), RefreshRepeat = 2 };
        var schedule = new AnnouncementSchedule();
        schedule.Begin(options, 0);
        Run(ref schedule, options, 4).ShouldBe([(0, 3), (5, 3), (65, 2), (125, 2)]);
    }

    [Fact]
    public void A_set_may_go_in_rounds_with_a_pause_between()
    {
        var options = new AnnouncementOptions { Repeat = 3 };
        var schedule = new AnnouncementSchedule();
        schedule.Begin(options, 0);
        var seen = new List<(long, int)>();
        for (var i = 0; i < 6; i++)
        {
            seen.Add((schedule.Due / 1_000_000, schedule.Repeat));
            schedule.Sent(options, schedule.Due, 1);
        }
        seen.ShouldBe([(0, 3), (10, 2), (20, 1), (5020, 3), (5030, 2), (5040, 1)]);
        schedule.Due.ShouldBe(ElectionState.NoDeadline);
    }

    [Fact]
    public void Without_a_delay_and_a_refresh_there_is_one_set()
    {
        var options = new AnnouncementOptions { Delay = TimeSpan.Zero };
        var schedule = new AnnouncementSchedule();
        schedule.Begin(options, 0);
        schedule.Sent(options, 0, schedule.Repeat);
        schedule.Due.ShouldBe(ElectionState.NoDeadline);
    }

    [Fact]
    public void After_an_advert_of_lower_priority_its_own_options_count_and_a_second_lies_between()
    {
        var options = new AnnouncementOptions { LowerPriorityRepeat = 2, LowerPriorityDelay = TimeSpan.FromSeconds(9) };
        var schedule = new AnnouncementSchedule();
        schedule.Begin(options, 0);
        schedule.Sent(options, 0, schedule.Repeat);
        schedule.BeginAfterLowerPriority(options, 1);
        Run(ref schedule, options, 2).ShouldBe([(1, 2), (10, 2)]);
        schedule.Due.ShouldBe(ElectionState.NoDeadline);

        schedule.BeginAfterLowerPriority(options with { LowerPriorityRepeat = 0 }, 99 * Second);
        schedule.Due.ShouldBe(ElectionState.NoDeadline);
        schedule.BeginAfterLowerPriority(new(), 99 * Second);
        (schedule.Due, schedule.Repeat).ShouldBe((99 * Second, 5));
    }

    private static List<(long Second, int Repeat)> Run(ref AnnouncementSchedule schedule, AnnouncementOptions options, int sets)
    {
        var seen = new List<(long, int)>();
        for (var i = 0; i < sets; i++)
        {
            var due = schedule.Due;
            seen.Add((due / Second, schedule.Repeat));
            schedule.Sent(options, due, schedule.Repeat);
        }
        return seen;
    }
}

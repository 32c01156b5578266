using FailoverIp.Simulation;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Netcup.Tests;

public class RerouteBudgetTests
{
    private readonly VirtualTimeProvider _time = new();

    [Fact]
    public void Ten_in_five_minutes_pass_and_the_eleventh_waits_for_the_first_to_be_five_minutes_old()
    {
        var budget = Budget();
        for (var i = 0; i < 10; i++)
        {
            budget.Take();
            _time.Advance(TimeSpan.FromSeconds(10));
        }
        var e = Should.Throw<FailoverIpException>(() => budget.Take());
        e.Kind.ShouldBe(FailoverErrorKind.RateLimited);
        e.RetryAfter.ShouldBe(TimeSpan.FromSeconds(200));
        e.NothingSent.ShouldBeTrue();

        _time.Advance(TimeSpan.FromSeconds(200));
        budget.Take();
        Should.Throw<FailoverIpException>(() => budget.Take()).RetryAfter.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Twenty_in_an_hour_pass_and_the_next_waits_for_the_hour()
    {
        var budget = Budget();
        for (var i = 0; i < 20; i++)
        {
            budget.Take();
            _time.Advance(TimeSpan.FromMinutes(1));
        }
        Should.Throw<FailoverIpException>(() => budget.Take()).RetryAfter.ShouldBe(TimeSpan.FromMinutes(40));
        _time.Advance(TimeSpan.FromMinutes(40));
        budget.Take();
    }

    [Fact]
    public void What_was_never_sent_is_given_back()
    {
        var budget = Budget();
        for (var i = 0; i < 100; i++)
            budget.GiveBack(budget.Take());
        budget.Take();
    }

    [Fact]
    public void A_refusal_of_the_service_closes_it_until_its_time()
    {
        var budget = Budget();
        budget.Close(TimeSpan.FromMinutes(5));
        budget.Close(TimeSpan.FromMinutes(1));
        Should.Throw<FailoverIpException>(() => budget.Take()).RetryAfter.ShouldBe(TimeSpan.FromMinutes(5));
        _time.Advance(TimeSpan.FromMinutes(5));
        budget.Take();
    }

    [Fact]
    public void The_other_nodes_reroutes_count_once_and_our_own_are_not_counted_twice()
    {
        var budget = Budget();
        budget.Name(budget.Take(), "ours");
        budget.Take(); // its answer was lost, so its task is not known
        var tasks = new List<(string, TimeSpan)> { ("ours", TimeSpan.Zero), ("lost", TimeSpan.FromSeconds(2)), ("old", TimeSpan.FromMinutes(61)) };
        tasks.AddRange(Enumerable.Range(0, 7).Select(i => ($"other{i}", TimeSpan.FromMinutes(1))));
        budget.Observe(tasks);
        budget.Observe(tasks);
        budget.Take();
        Should.Throw<FailoverIpException>(() => budget.Take()).RetryAfter.ShouldBe(TimeSpan.FromMinutes(4));
    }

    [Fact]
    public void A_clock_that_runs_ahead_of_ours_cannot_close_the_budget_for_longer_than_the_window()
    {
        var budget = Budget();
        budget.Observe(Enumerable.Range(0, 10).Select(i => ($"t{i}", TimeSpan.FromDays(-400))));
        Should.Throw<FailoverIpException>(() => budget.Take()).RetryAfter.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void No_pattern_of_use_ever_breaks_the_published_limit()
    {
        var pauses = ArbMap.Default.ArbFor<byte[]>();
        Prop.ForAll(pauses, (byte[] seconds) =>
        {
            var time = new VirtualTimeProvider();
            var budget = new RerouteBudget(10, 20, time);
            var taken = new List<TimeSpan>();
            foreach (var pause in seconds)
            {
                try
                {
                    budget.Take();
                    taken.Add(time.Elapsed);
                }
                catch (FailoverIpException e)
                {
                    // As soon as it said, it passes: it is no stricter than it needs to be.
                    time.Advance(e.RetryAfter!.Value);
                    budget.Take();
                    taken.Add(time.Elapsed);
                }
                time.Advance(TimeSpan.FromSeconds(pause));
            }
            return taken.All(t => taken.Count(o => o <= t && t - o < TimeSpan.FromMinutes(5)) <= 10 && taken.Count(o => o <= t && t - o < TimeSpan.FromMinutes(60)) <= 20);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    private RerouteBudget Budget() => new(10, 20, _time);
}

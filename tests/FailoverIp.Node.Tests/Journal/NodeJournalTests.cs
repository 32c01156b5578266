using System.Net;
using FailoverIp.Lvs;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class NodeJournalTests
{
    private static readonly NodeAddress Web = TestNode.Options.Addresses[0];

    private readonly VirtualTimeProvider _clock = new();
    private readonly NodeJournal _journal;

    public NodeJournalTests() => _journal = new(_clock, new(TestMeters.Create(), _clock, PageTests.Sample));

    [Fact]
    public void The_last_transitions_of_each_instance_are_kept_the_newest_first()
    {
        for (var epoch = 1; epoch <= 60; epoch++)
            _journal.Note(Transition("VI_1", epoch));
        _journal.Note(Transition("VI_2", 1));

        _journal.TransitionsOf("VI_1")!.Select(t => t.Epoch).ShouldBe(Enumerable.Range(11, 50).Reverse().Select(e => (long)e));
        _journal.TransitionsOf("VI_2")!.ShouldHaveSingleItem();
        _journal.TransitionsOf("VI_3").ShouldBeNull();
    }

    [Fact]
    public void The_last_events_are_kept()
    {
        _journal.Events().ShouldBeNull();
        for (var epoch = 1; epoch <= 150; epoch++)
            _journal.Note(Transition($"VI_{epoch}", 1));

        _journal.Events()!.Value.Select(e => e.Subject).ShouldBe(Enumerable.Range(51, 100).Reverse().Select(e => $"VI_{e}"));
    }

    [Fact]
    public void An_instance_that_is_no_more_is_forgotten()
    {
        _journal.Note(Transition("VI_1", 1));
        _journal.Note(Transition("VI_2", 1));

        _journal.Keep(TestNode.Options with { Instances = [TestNode.Options.Instances[0] with { Name = "VI_2" }] });

        _journal.TransitionsOf("VI_1").ShouldBeNull();
        _journal.TransitionsOf("VI_2").ShouldNotBeNull();
    }

    [Fact]
    public void What_a_keeper_does_is_noted_when_it_is_something_else()
    {
        _journal.Note(Web, new(RouteKeeperState.Routing, 1) { Owner = "v2", Target = "v1" });
        _journal.Note(Web, new(RouteKeeperState.Routed, 1) { Owner = "v1", Target = "v1" });
        _journal.Note(Web, new(RouteKeeperState.Routed, 1) { Owner = "v1", Target = "v1", LastVerified = _clock.GetUtcNow() });
        _journal.Note(Web, new(RouteKeeperState.Failing, 1) { LastError = new(FailoverErrorKind.Timeout, "too\nslow") });
        _journal.Note(Web, new(RouteKeeperState.Idle, 1));

        _journal.Events()!.Value.Reverse().Select(e => $"{e.Kind} {e.Subject} {e.What}: {e.Reason}{(e.IsProblem ? "!" : "")}").ShouldBe(
            ["Route web Routing: v2 has it", "Route web Routed: to v1", "Route web Failing: Timeout: too slow!", "Route web Idle: the role has ended"]);
    }

    [Fact]
    public void What_happens_to_real_servers_is_noted()
    {
        _journal.Note(new LvsEvent(1, _clock.GetUtcNow(), LvsEventKind.RealServerDown, "http", IPEndPoint.Parse("10.0.0.1:80"), 0, "no\nconnection"));
        _journal.Note(new LvsEvent(2, _clock.GetUtcNow(), LvsEventKind.TableProblemSolved, null, null, 0, ""));

        _journal.Events()!.Value.Select(e => (e.Subject, e.What, e.Reason, e.IsProblem))
            .ShouldBe([("the kernel's table", "TableProblemSolved", "", false), ("http 10.0.0.1:80", "RealServerDown", "no connection", true)]);
    }

    [Fact]
    public void A_takeover_is_measured_once_and_a_route_put_back_is_none()
    {
        using var meters = TestMeters.Create();
        using var collector = new PrometheusCollector(meters);
        var journal = new NodeJournal(_clock, new(meters, _clock, PageTests.Sample));
        var web = Web with { Follows = "VI_" + Guid.NewGuid().ToString("N") };
        journal.Note(Transition(web.Follows!, 7) with { At = _clock.GetUtcNow() });
        _clock.Advance(TimeSpan.FromSeconds(2));

        journal.Note(web, new(RouteKeeperState.Routed, 7) { Owner = "v1" });
        journal.Note(web, new(RouteKeeperState.Routing, 7) { Owner = "v2" });
        _clock.Advance(TimeSpan.FromHours(1));
        journal.Note(web, new(RouteKeeperState.Routed, 7) { Owner = "v1" });

        collector.Collect().ShouldContain($"failoverip_takeover_duration_seconds_sum{{instance=\"{web.Follows}\",name=\"web\",provider=\"fake\"}} 2\n");
    }

    private VrrpTransition Transition(string router, long epoch) => new(router, VrrpState.Backup, VrrpState.Active, epoch, _clock.GetUtcNow(), TransitionReason.ActiveDown);
}

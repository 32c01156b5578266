using FailoverIp.Vrrp.Ipvs;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.Engine;

public sealed class LvsEngineTests : IAsyncLifetime, IDisposable
{
    private static readonly CheckTiming Fast = new() { DelayLoop = TimeSpan.FromSeconds(10), Retry = 1, DelayBeforeRetry = TimeSpan.FromSeconds(1) };
    private static readonly VirtualServerOptions Web = Service(Server(1), Server(2)) with { Timing = Fast };

    private readonly EngineBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync() => await _bench.DisposeAsync();

    public void Dispose()
    {
        // The engine is stopped asynchronously.
    }

    private static CheckResult Refused => CheckResult.Fail("connection refused");

    [Fact]
    public async Task The_table_follows_the_checks()
    {
        await _bench.Engine.StartAsync([Web]);
        _bench.Destinations(Web).ShouldBe(["10.0.0.1 w1", "10.0.0.2 w1"]);
        await _bench.Pass(2);

        _bench.Probe(1).Answer = () => Refused;
        await _bench.Until(() => _bench.Destinations(Web) is ["10.0.0.2 w1"], 11);
        _bench.Status().RealServers[0].ShouldBe(new(Real(1), RealServerCondition.Down, false, 1, _bench.Clock.GetUtcNow(), "connection refused"));

        _bench.Probe(1).Answer = () => CheckResult.Pass;
        await _bench.Until(() => _bench.Destinations(Web)!.Length == 2, 10);
        await _bench.Engine.SettledAsync();
        _bench.Told().ShouldBe(["QuorumUp", "RealServerDown 10.0.0.1", "RealServerUp 10.0.0.1"]);
        _bench.Log.ShouldContain("Warning: web: real server 10.0.0.1:80 is down: connection refused");
    }

    [Fact]
    public async Task One_change_is_one_write()
    {
        await _bench.Engine.StartAsync([.. Enumerable.Range(1, 50).Select(i => Service($"web{i}", i, [.. Enumerable.Range(1, 20).Select(j => Server(j))]) with { Timing = Fast })]);
        await _bench.Pass(2);
        var before = _bench.Table.Writes;
        before.ShouldBe(50 * 21);
        _bench.Engine.GetStatus().VirtualServers.ShouldAllBe(s => s.Quorum);
        await _bench.Engine.ApplyAsync([.. Enumerable.Range(1, 50).Select(i => Service($"web{i}", i, [.. Enumerable.Range(1, 20).Select(j => Server(j, i == 7 && j == 9 ? 5 : 1))]) with { Timing = Fast })]);
        (_bench.Table.Writes - before).ShouldBe(1);
    }

    [Fact]
    public async Task A_burst_is_one_look_at_the_table()
    {
        await _bench.Engine.StartAsync([Service([.. Enumerable.Range(1, 100).Select(i => Server(i))]) with { Timing = Fast }]);
        for (var i = 1; i <= 100; i++)
            _bench.Probe(i).Answer = () => Refused;
        var before = _bench.Table.Reconciliations.Calls;
        await _bench.Until(() => _bench.Table.Table[0].Destinations.IsEmpty, 2);
        (_bench.Table.Reconciliations.Calls - before).ShouldBeLessThan(20);
    }

    [Fact]
    public async Task The_same_target_is_asked_once_for_all_services()
    {
        var other = Service("other", 443, Server(1) with { Address = Real(9), Checks = [new SampleCheck("a") { ConnectAddress = Real(1).Address }] }) with { Timing = Fast };
        await _bench.Engine.StartAsync([Web, Service("more", 8080, Server(1)) with { Timing = Fast }, other]);
        _bench.Made.ShouldBe(2);
        _bench.Probe(1).Answer = () => Refused;
        await _bench.Pass(2);
        _bench.Engine.GetStatus().VirtualServers.Select(s => s.RealServers[0].State).ShouldAllBe(s => s == RealServerCondition.Down);
        _bench.Probe(1).Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_timing_is_another_check()
    {
        await _bench.Engine.StartAsync([Web, Service("more", 8080, Server(1)) with { Timing = Fast with { Retry = 2 } }]);
        _bench.Made.ShouldBe(3);
    }

    [Fact]
    public async Task A_service_that_joins_later_hears_what_is_known()
    {
        await _bench.Engine.StartAsync([Web]);
        _bench.Probe(1).Answer = () => Refused;
        await _bench.Pass(2);
        var more = Service("more", 8080, Server(1), Server(3)) with { Timing = Fast };
        await _bench.Engine.ApplyAsync([Web, more]);
        _bench.Destinations(more).ShouldBe(["10.0.0.3 w1"]);
        _bench.Probe(1).IsDisposed.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_unchanged_keeps_its_checks_and_its_state()
    {
        await _bench.Engine.StartAsync([Web, Service("gone", 8080, Server(3)) with { Timing = Fast }]);
        _bench.Probe(1).Answer = () => Refused;
        await _bench.Pass(2);
        var (probe, gone, since) = (_bench.Probe(1), _bench.Probe(3), _bench.Status().RealServers[0].Since);
        await _bench.Pass(3);

        var again = Service(Server(1), Server(2)) with { Timing = Fast with { } };
        again.ShouldNotBeSameAs(Web);
        await _bench.Engine.ApplyAsync([again]);
        _bench.Made.ShouldBe(3);
        _bench.Probe(1).ShouldBeSameAs(probe);
        gone.IsDisposed.ShouldBeTrue();
        _bench.Status().RealServers[0].Since.ShouldBe(since);
        _bench.Table.Table.ShouldHaveSingleItem();
        await _bench.Engine.SettledAsync();
        _bench.Told("gone").ShouldBe(["QuorumUp", "RealServerDown 10.0.0.3", "QuorumDown"]);
    }

    [Fact]
    public async Task A_changed_service_goes_on_where_it_was()
    {
        await _bench.Engine.StartAsync([Web]);
        _bench.Probe(1).Answer = () => Refused;
        await _bench.Pass(2);
        var (old, since) = (_bench.Probe(1), _bench.Status().RealServers[0].Since);
        await _bench.Engine.ApplyAsync([Web with { Scheduler = "wlc", Timing = Fast with { DelayLoop = TimeSpan.FromSeconds(5) } }]);
        old.IsDisposed.ShouldBeTrue();
        _bench.Destinations(Web).ShouldBe(["10.0.0.2 w1"]);
        _bench.Status().RealServers[0].Since.ShouldBe(since);
        _bench.Table.Table[0].Service.Scheduler.ShouldBe("wlc");
        await _bench.Until(() => _bench.Destinations(Web)!.Length == 2, 2); // the new probe passes
    }

    [Fact]
    public async Task A_check_at_other_times_keeps_its_retries()
    {
        await _bench.Engine.StartAsync([Web]);
        await _bench.Pass(2);
        await _bench.Engine.ApplyAsync([Web with { Timing = Fast with { DelayLoop = TimeSpan.FromSeconds(5) } }]);
        _bench.Probe(1).Answer = () => Refused;
        await _bench.Pass(1.5);
        _bench.Destinations(Web)!.Length.ShouldBe(2);
        await _bench.Pass(1);
        _bench.Destinations(Web).ShouldBe(["10.0.0.2 w1"]);
    }

    [Fact]
    public async Task A_new_check_of_a_real_server_that_serves_has_its_retries_too()
    {
        await _bench.Engine.StartAsync([Web]);
        await _bench.Pass(2);
        var other = Web with { RealServers = [Server(1, 1, new SampleCheck("other")), Server(2)] };
        await _bench.Engine.ApplyAsync([other]);
        _bench.Probe(1, "other").Answer = () => Refused;
        await _bench.Pass(1.5);
        _bench.Probe(1, "other").Asked.Count.ShouldBe(1);
        _bench.Destinations(Web)!.Length.ShouldBe(2);
        await _bench.Pass(1);
        _bench.Destinations(Web).ShouldBe(["10.0.0.2 w1"]);
    }

    [Fact]
    public async Task A_check_that_cannot_be_made_is_in_log_and_status_and_changes_nothing()
    {
        await _bench.Engine.StartAsync([Web]);
        await _bench.Pass(2);
        _bench.Probe(1).Answer = () => CheckResult.Unasked("too many open files");
        await _bench.Pass(60);
        _bench.Destinations(Web)!.Length.ShouldBe(2);
        _bench.Status().RealServers[0].ShouldSatisfyAllConditions(r => r.State.ShouldBe(RealServerCondition.Up), r => r.LastFailure.ShouldBe("too many open files"));
        _bench.Log.Count(l => l == "Error: Sample check of 10.0.0.1:80 cannot be made, what was known stands: too many open files").ShouldBe(1);
        _bench.Probe(1).Answer = () => CheckResult.Pass;
        await _bench.Pass(20);
        _bench.Log.Count(l => l == "Information: Sample check of 10.0.0.1:80 can be made again").ShouldBe(1);
        _bench.Told().ShouldBe(["QuorumUp"]);
    }

    [Fact]
    public async Task Options_that_cannot_work_change_nothing()
    {
        await _bench.Engine.StartAsync([Web]);
        var wrong = await Should.ThrowAsync<LvsException>(() => _bench.Engine.ApplyAsync([Web with { Scheduler = "x", Quorum = 0 }]));
        wrong.Problems.Select(p => p.Option).ShouldBe(["Scheduler", "Quorum"]);

        _bench.Impossible = "c";
        var made = _bench.Made;
        var problem = await Should.ThrowAsync<LvsException>(() => _bench.Engine.ApplyAsync([Service("more", 81, Server(3), Server(4, 1, new SampleCheck("b"), new SampleCheck("c")))]));
        problem.Message.ShouldBe("more: RealServers:1:Checks:1: this cannot be checked");
        (_bench.Made - made).ShouldBe(2);
        _bench.Probe(3).IsDisposed.ShouldBeTrue();
        _bench.Probe(4, "b").IsDisposed.ShouldBeTrue();
        _bench.Engine.GetStatus().VirtualServers.ShouldHaveSingleItem().Name.ShouldBe("web");
        _bench.Destinations(Web)!.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_start_that_cannot_work_leaves_nothing_behind()
    {
        await Should.ThrowAsync<LvsException>(() => _bench.Engine.StartAsync([Web with { Quorum = 0 }]));
        _bench.Impossible = "a";
        await Should.ThrowAsync<LvsException>(() => _bench.Engine.StartAsync([Web]));
        _bench.Table.Table.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_takes_away_our_services_and_no_others()
    {
        var foreign = new IpvsVirtualServer(new() { Key = IpvsServiceKey.OfMark(5) }, []);
        _bench.Table.Put(foreign);
        await _bench.Engine.StartAsync([Web, Service("omega", 8080, Server(3)) with { Omega = true, Timing = Fast }]);
        var probe = _bench.Probe(1);
        await _bench.Engine.StopAsync();
        _bench.Table.Table.ShouldBe([foreign]);
        _bench.Told("web").ShouldBe(["QuorumUp"]);
        _bench.Told("omega").ShouldBe(["QuorumUp", "RealServerDown 10.0.0.3", "QuorumDown"]);
        probe.IsDisposed.ShouldBeTrue();
        _bench.Engine.GetStatus().VirtualServers.ShouldBeEmpty();
        await _bench.Engine.StopAsync();
        await Should.ThrowAsync<InvalidOperationException>(() => _bench.Engine.ApplyAsync([Web]));
        await Should.ThrowAsync<InvalidOperationException>(() => _bench.Engine.StartAsync([Web]));
    }

    [Fact]
    public async Task Events_are_numbered_and_in_order()
    {
        await _bench.Engine.StartAsync([Web]);
        for (var i = 0; i < 5; i++)
        {
            _bench.Probe(1).Answer = () => Refused;
            await _bench.Pass(12);
            _bench.Probe(1).Answer = () => CheckResult.Pass;
            await _bench.Pass(12);
        }
        _bench.Events.Count.ShouldBe(11);
        _bench.Events.Select(e => e.Number).ShouldBe(Enumerable.Range(1, 11).Select(i => (long)i));
        _bench.Events[1].ShouldBe(new(2, _bench.Events[1].At, LvsEventKind.RealServerDown, "web", Real(1), 1, "connection refused"));
    }

    [Fact]
    public async Task An_observer_that_throws_is_logged_and_the_others_hear_on()
    {
        _bench.Engine.Subscribe(_ => throw new InvalidOperationException("boom"));
        await _bench.Engine.StartAsync([Web]);
        await _bench.Engine.SettledAsync();
        _bench.Told().ShouldBe(["QuorumUp"]);
        _bench.Log.ShouldContain(l => l.StartsWith("Error: an observer of virtual servers failed"));
    }

    [Fact]
    public async Task Checks_rest_while_the_address_is_not_here()
    {
        await _bench.Engine.StartAsync([Web with { HaSuspend = true }, Service("more", 8080, Server(2)) with { Timing = Fast }]);
        await _bench.Pass(30);
        _bench.Probe(1).Asked.ShouldBeEmpty();
        _bench.Probe(2).Asked.ShouldNotBeEmpty(); // somebody else wants it
        _bench.Status().Suspended.ShouldBeTrue();

        _bench.Engine.SetPresent("web", true);
        await _bench.Pass(2);
        _bench.Probe(1).Asked.Count.ShouldBe(1);
        _bench.Status().Suspended.ShouldBeFalse();

        _bench.Engine.SetPresent("web", false);
        _bench.Probe(1).Answer = () => Refused;
        await _bench.Pass(60);
        _bench.Probe(1).Asked.Count.ShouldBe(1);
        _bench.Destinations(Web)!.Length.ShouldBe(2);

        _bench.Engine.SetPresent("web", true);
        await _bench.Pass(3);
        _bench.Destinations(Web).ShouldBe(["10.0.0.2 w1"]);
    }

    [Fact]
    public async Task Presence_is_known_before_the_start_and_after_a_reload()
    {
        _bench.Engine.SetPresent("web", true);
        await _bench.Engine.StartAsync([Web with { HaSuspend = true }]);
        _bench.Status().Suspended.ShouldBeFalse();
        await _bench.Engine.ApplyAsync([Web with { HaSuspend = true, Quorum = 2 }]);
        _bench.Status().Suspended.ShouldBeFalse();
    }

    [Fact]
    public async Task All_failures_are_logged_to_who_wants_them()
    {
        await _bench.Engine.StartAsync([Service(Server(1, 1, new SampleCheck("a") { LogAllFailures = true }), Server(2)) with { Timing = Fast }]);
        await _bench.Pass(2);
        _bench.Probe(1).Answer = _bench.Probe(2).Answer = () => Refused;
        await _bench.Pass(30);
        _bench.Log.Count(l => l == "Information: Sample check of 10.0.0.1:80 failed: connection refused").ShouldBeGreaterThan(2);
        _bench.Log.ShouldNotContain(l => l.Contains("check of 10.0.0.2"));
    }

    [Fact]
    public async Task Warnings_about_options_are_logged()
    {
        await _bench.Engine.StartAsync([Web with { Quorum = 9 }]);
        _bench.Log.ShouldContain(l => l.StartsWith("Warning: web: Quorum: it can never be reached"));
    }
}

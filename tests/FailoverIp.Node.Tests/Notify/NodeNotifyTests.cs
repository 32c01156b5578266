using System.Collections.Immutable;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

/// <summary>Scripts as the node runs them: around its start, its transitions, its reloads and its stop.</summary>
public class NodeNotifyTests
{
    [Fact]
    public async Task The_command_of_the_start_has_ended_before_an_election_begins()
    {
        using var bench = new NotifyBench();
        string[]? before = null;
        var engine = new FakeEngine { Starting = () => before = bench.Written };
        await using var node = TestNode.Create(TestNode.Options with { Notify = new() { StartupCommand = bench.Script("startup", "sleep 0.1; say started; exit 1") } }, engine);

        // Virtual time stands still meanwhile: how long it takes is the machine's.
        await node.StartHostAsync();

        before.ShouldBe(["startup", "started"]);
        node.Log.Lines.ShouldContain("Warning: start: /bin/sh: exit status 1");
        engine.Started.Count.ShouldBe(1); // that it has failed keeps nobody from starting
    }

    [Fact]
    public async Task A_command_of_the_start_that_hangs_is_ended_after_its_time()
    {
        using var bench = new NotifyBench();
        await using var node = TestNode.Create(TestNode.Options with { Notify = new() { StartupCommand = bench.Script("startup", "sleep 600"), StartupTimeout = TimeSpan.FromSeconds(3) } });

        var start = node.StartHostAsync();
        await node.UntilAsync(() => start.IsCompleted);
        await start;

        node.Log.Lines.ShouldContain("Warning: start: /bin/sh: not ended within 3 s");
    }

    [Fact]
    public async Task A_stop_ends_what_runs_for_the_Active_role_first_and_waits_for_what_it_asks_for()
    {
        using var bench = new NotifyBench();
        string[]? before = null;
        var engine = new FakeEngine { Stopping = () => before = bench.Written };
        var scripts = new RouterNotifyOptions
        {
            Active = bench.Script("master", "trap 'say master ends; exit' TERM; say ready; while :; do sleep 0.02; done"),
            Stop = bench.Script("stop", "sleep 0.1; say stopped"),
            Any = bench.Script("any"),
        };
        await using var node = TestNode.Create(With(scripts, shutdown: bench.Script("shutdown")), engine);
        await node.StartHostAsync();
        engine.Move("VI_1", VrrpState.Backup, TransitionReason.Started);
        await bench.UntilWrittenAsync("any INSTANCE VI_1 BACKUP 0");
        engine.Move("VI_1", VrrpState.Active);
        await bench.UntilWrittenAsync("ready");

        await node.StopAsync();

        before.ShouldBe(["any INSTANCE VI_1 BACKUP 0", "master", "ready", "master ends"]);
        bench.Written[4..].ShouldBe(["stop", "stopped", "any INSTANCE VI_1 STOP 0", "shutdown"]);
    }

    [Fact]
    public async Task A_script_of_the_stop_that_hangs_is_waited_for_only_so_long()
    {
        using var bench = new NotifyBench();
        await using var node = TestNode.Create(With(new() { Stop = bench.Script("stop", "trap '' TERM; say $$; sleep 600") }));
        await node.StartHostAsync();
        node.Engine.Move("VI_1", VrrpState.Active);

        var stop = node.StopAsync();
        await node.UntilAsync(() => stop.IsCompleted);
        await stop;

        NotifyBench.IsAlive(bench.Written[1]).ShouldBeFalse();
        node.Log.Lines.ShouldContain("Warning: scripts still run 10 s after the stop; they are ended");
    }

    [Fact]
    public async Task Scripts_that_a_reload_has_changed_count_from_the_next_transition_and_those_of_a_refused_one_do_not()
    {
        using var bench = new NotifyBench();
        await using var node = TestNode.Create(With(new() { Active = bench.Script("old") }));
        await node.StartHostAsync();
        node.Engine.Move("VI_1", VrrpState.Backup, TransitionReason.Started);

        node.Engine.RefusesReload = new VrrpException("no");
        await Should.ThrowAsync<FailoverIpException>(() => node.Node.ReloadAsync(With(new() { Active = bench.Script("refused") })));
        node.Engine.Move("VI_1", VrrpState.Active);
        await bench.UntilWrittenAsync("old");
        node.Engine.RefusesReload = null;
        await node.Node.ReloadAsync(With(new() { Active = bench.Script("new") }));
        bench.Written.ShouldBe(["old"]); // a reload is no transition
        node.Engine.Move("VI_1", VrrpState.Backup);
        node.Engine.Move("VI_1", VrrpState.Active);
        await bench.UntilWrittenAsync("new");

        bench.Written.ShouldBe(["old", "new"]);
    }

    [Fact]
    public async Task A_slow_script_delays_neither_the_roles_nor_other_scripts()
    {
        using var bench = new NotifyBench();
        await using var node = TestNode.Create(With(new() { Active = bench.Script("slow", "sleep 600") }));
        node.Provider.SetOwner("203.0.113.10", "v2");
        await node.StartHostAsync();

        node.Engine.Move("VI_1", VrrpState.Active);
        await bench.UntilWrittenAsync("slow");
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
        node.Engine.Move("VI_1", VrrpState.Backup);

        node.Web.State.ShouldBe(RouteKeeperState.Idle);
    }

    private static NodeOptions With(RouterNotifyOptions scripts, NodeCommand? shutdown = null) =>
        TestNode.Options with { Notify = new() { Instances = ImmutableDictionary<string, RouterNotifyOptions>.Empty.Add("VI_1", scripts), ShutdownCommand = shutdown } };
}

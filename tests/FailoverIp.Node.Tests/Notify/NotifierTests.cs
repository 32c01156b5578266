using System.Collections.Immutable;
using System.Net;
using FailoverIp.Lvs;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node.Tests;

/// <summary>The lines are those that keepalived 2.2.7 has written for the same course of events.</summary>
public class NotifierTests
{
    private static readonly NodeOptions Grouped = new()
    {
        Name = "s1",
        Instances = [.. new[] { "VI_1", "VI_2", "VI_3" }.Select(name => new VirtualRouterOptions { Name = name, Interface = "eth1", VirtualRouterId = 1 })],
        SyncGroups = [new("G1", ["VI_1", "VI_2"])],
        Notify = new() { Instances = ImmutableDictionary<string, RouterNotifyOptions>.Empty.Add("VI_3", new() { PriorityChanges = true }) },
    };

    [Fact]
    public async Task The_lines_of_instances_and_groups_are_keepalived_s_in_its_order()
    {
        await using var told = await Told.StartAsync(Grouped);

        told.Move("VI_1", VrrpState.Backup);
        told.Move("VI_2", VrrpState.Backup);
        told.Move("VI_3", VrrpState.Backup);
        told.Move("VI_2", VrrpState.Active);
        told.Move("VI_1", VrrpState.Active);
        told.Move("VI_3", VrrpState.Active);
        told.Notifier.OnIncident(new("VI_3", VrrpIncidentKind.PriorityChanged, VrrpState.Active, 70));
        told.Move("VI_3", VrrpState.Backup, 70);
        told.Notifier.OnIncident(new("VI_1", VrrpIncidentKind.PriorityChanged, VrrpState.Active, 70)); // asked for by nobody
        told.Move("VI_1", VrrpState.Fault);
        told.Move("VI_2", VrrpState.Fault);
        told.Move("VI_3", VrrpState.Fault, 70);
        told.Move("VI_2", VrrpState.Backup);
        told.Move("VI_1", VrrpState.Backup);
        told.Move("VI_3", VrrpState.Backup, 70);
        told.Notifier.OnIncident(new("VI_3", VrrpIncidentKind.PriorityChanged, VrrpState.Backup, 100));
        told.Move("VI_3", VrrpState.Active);
        told.Notifier.OnIncident(new("VI_3", VrrpIncidentKind.LowerPriorityReceived, VrrpState.Active, 100));
        told.Move("VI_1", VrrpState.Initialize, reason: TransitionReason.Stopped);
        told.Move("VI_2", VrrpState.Initialize, reason: TransitionReason.Stopped);
        told.Move("VI_3", VrrpState.Initialize, reason: TransitionReason.Stopped);

        (await told.EndAsync()).ShouldBe(
        [
            "GROUP \"G1\" BACKUP 0",
            "INSTANCE \"VI_1\" BACKUP 100",
            "INSTANCE \"VI_2\" BACKUP 100",
            "INSTANCE \"VI_3\" BACKUP 100",
            "INSTANCE \"VI_2\" MASTER 100",
            "INSTANCE \"VI_1\" MASTER 100",
            "GROUP \"G1\" MASTER 0",
            "INSTANCE \"VI_3\" MASTER 100",
            "INSTANCE \"VI_3\" MASTER_PRIORITY 70",
            "INSTANCE \"VI_3\" BACKUP 70",
            "INSTANCE \"VI_1\" FAULT 100",
            "INSTANCE \"VI_2\" FAULT 100",
            "GROUP \"G1\" FAULT 0",
            "INSTANCE \"VI_3\" FAULT 70",
            "INSTANCE \"VI_2\" BACKUP 100",
            "INSTANCE \"VI_1\" BACKUP 100",
            "GROUP \"G1\" BACKUP 0",
            "INSTANCE \"VI_3\" BACKUP 70",
            "INSTANCE \"VI_3\" BACKUP_PRIORITY 100",
            "INSTANCE \"VI_3\" MASTER 100",
            "INSTANCE \"VI_3\" MASTER_RX_LOWER_PRI 100",
            "INSTANCE \"VI_1\" STOP 100",
            "INSTANCE \"VI_2\" STOP 100",
            "INSTANCE \"VI_3\" STOP 100",
            "GROUP \"G1\" STOP 0",
        ]);
    }

    [Fact]
    public async Task Who_is_removed_by_a_reload_is_told_of_as_keepalived_does_and_states_are_repeated_on_request()
    {
        using var bench = new NotifyBench();
        var before = Grouped with
        {
            Notify = Grouped.Notify with
            {
                Instances = ImmutableDictionary<string, RouterNotifyOptions>.Empty
                    .Add("VI_3", new() { Fault = bench.Script("fault"), Any = bench.Script("any3") }).Add("VI_4", new() { Deleted = bench.Script("deleted"), Any = bench.Script("any4"), Stop = bench.Script("stop") }),
                StatesOnReload = true,
            },
        };
        await using var told = await Told.StartAsync(before);
        foreach (var name in new[] { "VI_1", "VI_2", "VI_3", "VI_4" })
            told.Move(name, VrrpState.Backup);
        await bench.UntilWrittenAsync("any3 INSTANCE VI_3 BACKUP 100", "any4 INSTANCE VI_4 BACKUP 100");

        var after = before with { Instances = before.Instances.RemoveAt(2), Notify = told.Options.Notify with { Instances = before.Notify.Instances.Clear() } };
        told.Notifier.Prepare(after);
        told.Move("VI_3", VrrpState.Initialize, reason: TransitionReason.Reconfigured);
        told.Move("VI_4", VrrpState.Initialize, reason: TransitionReason.Reconfigured);
        await told.Notifier.CommitAsync(after);
        await bench.UntilWrittenAsync("any3 INSTANCE VI_3 FAULT 100", "deleted", "any4 INSTANCE VI_4 DELETED 100");

        bench.Written.Length.ShouldBe(5);
        (await told.EndAsync())[5..].ShouldBe(
        [
            "INSTANCE \"VI_3\" FAULT 100",
            "INSTANCE \"VI_4\" DELETED 100",
            "GROUP \"G1\" BACKUP 0",
            "INSTANCE \"VI_1\" BACKUP 100",
            "INSTANCE \"VI_2\" BACKUP 100",
        ]);
    }

    [Fact]
    public async Task What_starts_with_a_reload_runs_the_scripts_of_the_reload_whatever_state_it_comes_to_before_the_others_go_over()
    {
        using var bench = new NotifyBench();
        var before = Grouped with { Notify = Scripts(new() { Active = bench.Script("old-master"), ReceivedLowerPriority = bench.Script("old-lower") }, "VI_1", "VI_3") };
        await using var told = await Told.StartAsync(before);
        told.Move("VI_1", VrrpState.Backup);
        told.Move("VI_3", VrrpState.Backup);

        var after = before with { Notify = told.Options.Notify with { Instances = Scripts(new() { Active = bench.Script("new-master"), ReceivedLowerPriority = bench.Script("new-lower") }, "VI_1", "VI_3", "VI_4").Instances } };
        told.Notifier.Prepare(after);
        told.Move("VI_3", VrrpState.Initialize, reason: TransitionReason.Reconfigured);
        foreach (var name in new[] { "VI_3", "VI_4" })
        {
            told.Move(name, VrrpState.Backup);
            told.Move(name, VrrpState.Active);
        }
        told.Notifier.OnIncident(new("VI_4", VrrpIncidentKind.LowerPriorityReceived, VrrpState.Active, 100));
        told.Move("VI_1", VrrpState.Active); // runs on through the reload: still of the options before
        await bench.UntilAsync(() => bench.Written.Length == 4);
        await told.Notifier.CommitAsync(after);

        bench.Written.Order(StringComparer.Ordinal).ShouldBe(["new-lower", "new-master", "new-master", "old-master"]);
        told.Move("VI_1", VrrpState.Backup);
        told.Move("VI_1", VrrpState.Active);
        await bench.UntilAsync(() => bench.Written.Count(l => l == "new-master") == 3);
        await told.EndAsync();

        static NotifyOptions Scripts(RouterNotifyOptions scripts, params string[] names) => new() { Instances = names.ToImmutableDictionary(n => n, _ => scripts, StringComparer.Ordinal) };
    }

    [Fact]
    public async Task What_starts_with_a_reload_that_is_refused_is_forgotten_with_it()
    {
        using var bench = new NotifyBench();
        var before = Grouped with { Notify = new() { Instances = ImmutableDictionary<string, RouterNotifyOptions>.Empty.Add("VI_3", new() { Active = bench.Script("old") }) } };
        await using var told = await Told.StartAsync(before);

        Prepare("new");
        told.Move("VI_3", VrrpState.Backup);
        told.Notifier.Abandon();
        Prepare("newer");
        told.Move("VI_3", VrrpState.Active);

        await bench.UntilWrittenAsync("old");
        await told.EndAsync();
        bench.Written.ShouldBe(["old"]);

        void Prepare(string name) => told.Notifier.Prepare(before with { Notify = told.Options.Notify with { Instances = before.Notify.Instances.SetItem("VI_3", new() { Active = bench.Script(name) }) } });
    }

    [Fact]
    public async Task The_scripts_of_a_group_that_a_reload_removes_end_with_it()
    {
        using var bench = new NotifyBench();
        var before = Grouped with
        {
            Notify = new() { SyncGroups = ImmutableDictionary<string, RouterNotifyOptions>.Empty.Add("G1", new() { Active = bench.Script("group", "trap 'say ended; exit' TERM; say ready; while :; do sleep 0.05; done") }) },
        };
        await using var told = await Told.StartAsync(before);
        told.Move("VI_1", VrrpState.Active);
        told.Move("VI_2", VrrpState.Active);
        await bench.UntilWrittenAsync("ready");

        var after = before with { SyncGroups = [], Notify = told.Options.Notify with { SyncGroups = ImmutableDictionary<string, RouterNotifyOptions>.Empty } };
        told.Notifier.Prepare(after);
        await told.Notifier.CommitAsync(after);

        await bench.UntilWrittenAsync("ended");
        await told.EndAsync();
    }

    [Fact]
    public async Task A_script_of_a_state_comes_before_the_one_for_all_and_gets_its_own_words_alone()
    {
        using var bench = new NotifyBench();
        var specific = bench.Script("master");
        specific = specific with { Command = specific.Command.AddRange("a", "b c") };
        var any = bench.Script("any");
        await using var told = await Told.StartAsync(Grouped with
        {
            Notify = new()
            {
                Instances = ImmutableDictionary<string, RouterNotifyOptions>.Empty.Add("VI_3", new() { Active = specific, Any = any with { Command = any.Command.Add("x") } }),
                SyncGroups = ImmutableDictionary<string, RouterNotifyOptions>.Empty.Add("G1", new() { Any = bench.Script("group") }),
            },
        });

        told.Move("VI_3", VrrpState.Backup);
        await bench.UntilWrittenAsync("any x INSTANCE VI_3 BACKUP 100");
        told.Move("VI_3", VrrpState.Active, 120);
        await bench.UntilWrittenAsync("any x INSTANCE VI_3 MASTER 120");
        told.Move("VI_1", VrrpState.Backup);
        await bench.UntilWrittenAsync("group GROUP G1 BACKUP 0");

        bench.Written.ShouldBe(["any x INSTANCE VI_3 BACKUP 100", "master a b c", "any x INSTANCE VI_3 MASTER 120", "group GROUP G1 BACKUP 0"]);
    }

    [Fact]
    public async Task A_group_of_one_is_told_of_beside_its_only_member()
    {
        await using var told = await Told.StartAsync(Grouped with { SyncGroups = [new("G1", ["VI_1"])] });

        told.Move("VI_1", VrrpState.Backup);
        told.Move("VI_1", VrrpState.Active);
        told.Move("VI_1", VrrpState.Fault);
        told.Move("VI_1", VrrpState.Backup);
        told.Move("VI_1", VrrpState.Initialize, reason: TransitionReason.Stopped);

        (await told.EndAsync()).ShouldBe(
        [
            "GROUP \"G1\" BACKUP 0",
            "INSTANCE \"VI_1\" BACKUP 100",
            "INSTANCE \"VI_1\" MASTER 100",
            "GROUP \"G1\" MASTER 0",
            "INSTANCE \"VI_1\" FAULT 100",
            "GROUP \"G1\" FAULT 0",
            "INSTANCE \"VI_1\" BACKUP 100",
            "GROUP \"G1\" BACKUP 0",
            "INSTANCE \"VI_1\" STOP 100",
            "GROUP \"G1\" STOP 0",
        ]);
    }

    [Fact]
    public async Task Virtual_servers_are_told_of_by_lines_and_scripts_of_their_own()
    {
        using var bench = new NotifyBench();
        var (web, gone) = (IPEndPoint.Parse("10.0.0.1:8080"), IPEndPoint.Parse("10.0.0.2:8080"));
        var options = new NodeOptions
        {
            Name = "s1",
            VirtualServers =
            [
                new(new VirtualServerOptions { Name = "web", Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("192.0.2.1:80")), RealServers = [new() { Address = web }, new() { Address = gone }] }),
                new(new VirtualServerOptions { Name = "mark", Key = IpvsServiceKey.OfMark(7), RealServers = [new() { Address = web }] }),
                new(new VirtualServerOptions { Name = "dns", Key = IpvsServiceKey.Of(IpvsProtocol.Udp, IPEndPoint.Parse("[2001:db8::1]:53")), RealServers = [new() { Address = IPEndPoint.Parse("[2001:db8::2]:53") }], SorryServer = new() { Address = IPEndPoint.Parse("[2001:db8::3]:53") } }),
            ],
            Notify = new()
            {
                VirtualServers = ImmutableDictionary<string, VirtualServerNotifyOptions>.Empty.Add("web", new()
                {
                    QuorumUp = bench.Script("quorum-up"),
                    QuorumDown = bench.Script("quorum-down"),
                    RealServers = ImmutableDictionary<IPEndPoint, RealServerNotifyOptions>.Empty.Add(web, new(bench.Script("up"), bench.Script("down"))),
                }),
            },
        };
        await using var told = await Told.StartAsync(options);

        told.Tell(LvsEventKind.QuorumUp, "web");
        await bench.UntilWrittenAsync("quorum-up");
        told.Tell(LvsEventKind.RealServerDown, "web", web);
        await bench.UntilWrittenAsync("down");
        told.Tell(LvsEventKind.RealServerUp, "web", web);
        told.Tell(LvsEventKind.QuorumDown, "mark"); // it has never stood: none hears of it
        told.Tell(LvsEventKind.QuorumUp, "mark");
        told.Tell(LvsEventKind.RealServerDown, "mark", web);
        told.Tell(LvsEventKind.QuorumDown, "mark");
        told.Tell(LvsEventKind.RealServerUp, "dns", IPEndPoint.Parse("[2001:db8::2]:53"));
        told.Tell(LvsEventKind.TableRepaired, null);
        await bench.UntilWrittenAsync("up");
        var after = options with { VirtualServers = [options.VirtualServers[0] with { Options = options.VirtualServers[0].Options with { RealServers = [new() { Address = web }] } }], Notify = told.Options.Notify };
        told.Notifier.Prepare(after);
        await told.Notifier.CommitAsync(after);
        told.Tell(LvsEventKind.RealServerDown, "web", gone);
        told.Tell(LvsEventKind.QuorumUp, "mark");
        told.Tell(LvsEventKind.QuorumDown, "dns"); // there is a sorry server in its place

        bench.Written.ShouldBe(["quorum-up", "down", "up"]);
        (await told.EndAsync()).ShouldBe(
        [
            "VS [192.0.2.1]:tcp:80 UP",
            "RS [10.0.0.1]:tcp:8080 [192.0.2.1]:tcp:80 DOWN",
            "RS [10.0.0.1]:tcp:8080 [192.0.2.1]:tcp:80 UP",
            "VS FWM 7 UP",
            "RS [10.0.0.1]:none:8080 FWM 7 DOWN",
            "VS FWM 7 DOWN",
            "RS [2001:db8::2]:udp:53 [2001:db8::1]:udp:53 UP",
            "RS [10.0.0.2]:tcp:8080 [192.0.2.1]:tcp:80 DOWN",
            "VS FWM 7 UP",
            "VS [2001:db8::1]:udp:53 DOWN",
        ]);
    }

    [Fact]
    public async Task A_virtual_server_that_leaves_by_the_reload_after_one_that_could_not_be_applied_is_told_of()
    {
        using var bench = new NotifyBench();
        var web = IPEndPoint.Parse("10.0.0.1:8080");
        var options = new NodeOptions
        {
            Name = "s1",
            VirtualServers = [new(new VirtualServerOptions { Name = "web", Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("192.0.2.1:80")), RealServers = [new() { Address = web }] })],
            Notify = new()
            {
                VirtualServers = ImmutableDictionary<string, VirtualServerNotifyOptions>.Empty.Add("web", new()
                {
                    QuorumDown = bench.Script("quorum-down"),
                    RealServers = ImmutableDictionary<IPEndPoint, RealServerNotifyOptions>.Empty.Add(web, new(null, bench.Script("down"))),
                }),
            },
        };
        await using var told = await Told.StartAsync(options);
        var after = options with { VirtualServers = [], Notify = new() { Fifo = told.Options.Notify.Fifo } };

        told.Tell(LvsEventKind.QuorumUp, "web");
        told.Notifier.Prepare(after);
        await told.Notifier.CommitAsync(after);
        told.Notifier.ServersStay();
        told.Notifier.Prepare(after);
        await told.Notifier.CommitAsync(after);
        told.Tell(LvsEventKind.QuorumDown, "web");
        told.Tell(LvsEventKind.RealServerDown, "web", web);

        await bench.UntilWrittenAsync("quorum-down", "down");
        (await told.EndAsync())[1..].ShouldBe(["VS [192.0.2.1]:tcp:80 DOWN", "RS [10.0.0.1]:tcp:8080 [192.0.2.1]:tcp:80 DOWN"]);
    }

    /// <summary>A notifier with a FIFO for everything, and what comes out of that.</summary>
    private sealed class Told : IAsyncDisposable
    {
        private readonly TempFolder _folder;
        private readonly Dictionary<string, VrrpTransition> _last = [];
        private StreamReader? _reader;

        private Told(TempFolder folder, NodeOptions options)
        {
            (_folder, Options) = (folder, options);
            Notifier = new(options, TimeProvider.System, new LogLines().CreateLogger(""));
        }

        public Notifier Notifier { get; }

        public NodeOptions Options { get; }

        public static async Task<Told> StartAsync(NodeOptions options)
        {
            var folder = new TempFolder();
            var told = new Told(folder, options with { Notify = options.Notify with { Fifo = new(folder["fifo"]) } });
            await told.Notifier.StartAsync(default);
            // Open before the first line: what nobody reads is gone with the node.
            told._reader = new(folder["fifo"]);
            return told;
        }

        public void Move(string router, VrrpState to, int priority = 100, TransitionReason reason = TransitionReason.ActiveDown)
        {
            var before = _last.GetValueOrDefault(router);
            _last[router] = new(router, before.To, to, before.Epoch + 1, DateTimeOffset.UnixEpoch, reason) { Priority = priority };
            Notifier.OnTransition(_last[router]);
        }

        public void Tell(LvsEventKind kind, string? server, IPEndPoint? realServer = null) => Notifier.OnServerEvent(new(1, DateTimeOffset.UnixEpoch, kind, server, realServer, 0, ""));

        /// <summary>Stops it; every line that was written.</summary>
        public async Task<string[]> EndAsync()
        {
            await Notifier.StopAsync();
            return (await _reader!.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }

        public ValueTask DisposeAsync()
        {
            _reader?.Dispose();
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

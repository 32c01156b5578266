using FailoverIp.Vrrp.Ipvs;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.Engine;

public sealed class TableTests : IAsyncLifetime, IDisposable
{
    private static readonly VirtualServerOptions Web = Service(Server(1), Server(2));
    private static readonly VirtualServerOptions More = Service("more", 8080, Server(3));

    private readonly EngineBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync() => await _bench.DisposeAsync();

    public void Dispose()
    {
        // The engine is stopped asynchronously.
    }

    [Fact]
    public async Task A_kernel_without_IPVS_is_a_line_and_tried_again()
    {
        _bench.Table.Failure = "the kernel has no IPVS; modprobe ip_vs";
        await _bench.Engine.StartAsync([Web]);
        _bench.Engine.GetStatus().Problem.ShouldBe("the kernel has no IPVS; modprobe ip_vs");
        await _bench.Pass(300);
        _bench.Log.Count(l => l.StartsWith("Error")).ShouldBe(1);
        _bench.Table.Reconciliations.Calls.ShouldBeInRange(8, 12); // 1, 2, 4 … 60 s apart
        _bench.Probe(1).Asked.ShouldNotBeEmpty();

        _bench.Table.Failure = null;
        await _bench.Pass(60);
        _bench.Engine.GetStatus().Problem.ShouldBeNull();
        _bench.Destinations(Web)!.Length.ShouldBe(2);
        _bench.Told().ShouldBe(["QuorumUp", "TableProblem", "TableProblemSolved"]);
    }

    [Fact]
    public async Task A_service_of_somebody_elses_is_left_alone_and_taken_when_it_is_free()
    {
        var theirs = new IpvsVirtualServer(new() { Key = Web.Key, Scheduler = "sh" }, []);
        _bench.Table.Put(theirs);
        await _bench.Engine.StartAsync([Web, More]);
        _bench.Status().Problem.ShouldBe("TCP 203.0.113.10:80 belongs to somebody else");
        _bench.Status("more").Problem.ShouldBeNull();
        _bench.Destinations(More)!.ShouldHaveSingleItem();
        await _bench.Pass(200);
        _bench.Table.Table[0].ShouldBe(theirs);
        _bench.Log.Count(l => l.StartsWith("Error: web:")).ShouldBe(1);

        _bench.Table.Remove(Web.Key);
        await _bench.Pass(60);
        _bench.Status().Problem.ShouldBeNull();
        _bench.Destinations(Web)!.Length.ShouldBe(2);
        _bench.Told("web").ShouldBe(["QuorumUp", "TableProblem", "TableProblemSolved"]);
    }

    [Fact]
    public async Task Another_problem_is_told_anew()
    {
        _bench.Table.Refuse(Web.Key, "first");
        await _bench.Engine.StartAsync([Web]);
        _bench.Table.Refuse(Web.Key, "second");
        await _bench.Pass(5);
        _bench.Events.Where(e => e.Kind == LvsEventKind.TableProblem).Select(e => e.Reason).ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task A_problem_outlives_a_reload_and_an_outage()
    {
        _bench.Table.Refuse(Web.Key, "refused");
        await _bench.Engine.StartAsync([Web]);
        await _bench.Engine.ApplyAsync([Web with { Quorum = 2 }]);
        _bench.Table.Failure = "gone";
        await _bench.Pass(100);
        _bench.Status().Problem.ShouldBe("refused");
        _bench.Table.Refuse(Web.Key, null);
        _bench.Table.Failure = null;
        await _bench.Pass(100);
        _bench.Status().Problem.ShouldBeNull();
        _bench.Told().ShouldBe(["QuorumUp", "TableProblem", "TableProblem", "TableProblemSolved", "TableProblemSolved"]);
    }

    [Fact]
    public async Task What_others_break_is_repaired_and_told()
    {
        await _bench.Engine.StartAsync([Web, More]);
        await _bench.Pass(61);
        _bench.Told().ShouldNotContain("TableRepaired");
        _bench.Table.Remove(Web.Key);
        _bench.Table.Put(new(_bench.Table.Table[0].Service, []));
        await _bench.Pass(60);
        _bench.Destinations(Web)!.Length.ShouldBe(2);
        _bench.Destinations(More)!.Length.ShouldBe(1);
        _bench.Events.Single(e => e.Kind == LvsEventKind.TableRepaired).Reason.ShouldBe("4 changes");
    }

    [Fact]
    public async Task Repairs_are_told_also_beside_a_lasting_problem()
    {
        _bench.Table.Refuse(Web.Key, "refused");
        await _bench.Engine.StartAsync([Web, More]);
        _bench.Table.Remove(More.Key);
        await _bench.Pass(70);
        _bench.Destinations(More)!.Length.ShouldBe(1);
        _bench.Told().Count(k => k == "TableRepaired").ShouldBe(1);
    }

    [Fact]
    public async Task A_quiet_table_is_looked_at_once_a_minute()
    {
        await _bench.Engine.StartAsync([Web]);
        await _bench.Pass(305);
        _bench.Table.Reconciliations.ShouldBe((6, 5));
    }

    [Fact]
    public async Task A_defect_of_the_reconciler_is_a_problem_like_others()
    {
        var broken = new BrokenTable();
        await using var bench = new EngineBench(broken);
        await bench.Engine.StartAsync([Web]);
        bench.Engine.GetStatus().Problem.ShouldBe("the kernel's table: a defect");
        broken.IsMended = true;
        await bench.Pass(2);
        bench.Engine.GetStatus().Problem.ShouldBeNull();
    }

    private sealed class BrokenTable : IIpvsReconciler
    {
        public bool IsMended { get; set; }

        public IpvsReconciliation Reconcile(IReadOnlyCollection<IpvsVirtualServer> desired, bool reread = false) =>
            IsMended ? new(0, []) : throw new InvalidOperationException("a\ndefect".Replace("\n", "\r\n"));
    }
}

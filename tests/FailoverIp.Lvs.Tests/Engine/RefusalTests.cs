using FailoverIp.Vrrp.Ipvs;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.Engine;

public sealed class RefusalTests
{
    private readonly StubbornTable _table = new();

    private string[] Destinations => [.. _table.Table.Table[0].Destinations.Select(d => $"{d.Address.Address} w{d.Weight}")];

    [Fact]
    public async Task A_real_server_that_the_kernel_refuses_is_not_in_service_until_it_is_taken()
    {
        await using var bench = new EngineBench(_table);
        _table.Refused.Add(Real(1));
        await bench.Engine.StartAsync([Service(Server(1), Server(2)) with { Quorum = 2 }]);

        var status = bench.Status();
        status.RealServers.Select(r => (r.State, r.InService)).ShouldBe([(RealServerCondition.Up, false), (RealServerCondition.Up, true)]);
        (status.Quorum, status.LiveWeight, status.Problem).ShouldBe((false, 1, "10.0.0.1:80 is refused"));

        _table.Refused.Clear();
        await bench.Pass(5);
        status = bench.Status();
        status.RealServers.ShouldAllBe(r => r.InService);
        (status.Quorum, status.LiveWeight, status.Problem).ShouldBe((true, 2, null));
        bench.Told().ShouldBe(["QuorumUp", "TableProblem", "QuorumDown", "TableProblemSolved", "QuorumUp"]);
    }

    [Fact]
    public async Task The_sorry_server_stands_in_for_those_that_are_refused_and_they_are_tried_again_beside_it()
    {
        await using var bench = new EngineBench(_table);
        _table.Refused.Add(Real(1));
        await bench.Engine.StartAsync([Service(Server(1)) with { SorryServer = new() { Address = Real(9) } }]);
        Destinations.ShouldBe(["10.0.0.9 w1"]);
        await bench.Pass(30);
        Destinations.ShouldBe(["10.0.0.9 w1"]);
        bench.Told().ShouldBe(["QuorumUp", "TableProblem", "QuorumDown"]);

        _table.Refused.Clear();
        await bench.Pass(60);
        Destinations.ShouldBe(["10.0.0.1 w1"]);
        bench.Status().SorryServerInUse.ShouldBeFalse();
    }

    [Fact]
    public async Task The_table_is_taken_down_also_where_that_fails_at_first()
    {
        var bench = new EngineBench(_table);
        await bench.Engine.StartAsync([Service(Server(1))]);
        _table.Clinging = 2;
        await bench.DisposeAsync();
        _table.Table.Table.ShouldBeEmpty();
        // The loop's own look at the table falls into the same moment, and may be a try of its own.
        bench.Clock.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_table_that_cannot_be_taken_down_is_left_after_some_seconds()
    {
        var bench = new EngineBench(_table);
        await bench.Engine.StartAsync([Service(Server(1))]);
        _table.Clinging = int.MaxValue;
        await bench.DisposeAsync();
        bench.Clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Options_that_arrive_during_the_end_bring_nothing_back()
    {
        var bench = new EngineBench(_table);
        var web = Service(Server(1));
        await bench.Engine.StartAsync([web]);
        _table.Clinging = 1;
        var stopping = bench.Engine.StopAsync();
        await bench.Until(() => bench.Engine.GetStatus().VirtualServers.IsEmpty, 0.5);
        await Should.ThrowAsync<InvalidOperationException>(() => bench.Engine.ApplyAsync([web]));
        await bench.DisposeAsync();
        await stopping;
        _table.Table.Table.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_observer_that_does_not_return_does_not_hold_up_the_end()
    {
        var bench = new EngineBench(_table);
        using var blocks = new ManualResetEventSlim();
        bench.Engine.Subscribe(_ => blocks.Wait());
        await bench.Engine.StartAsync([Service(Server(1))]);
        await bench.DisposeAsync();
        blocks.Set();
        bench.Log.ShouldContain(l => l.StartsWith("Error: an observer of virtual servers does not return"));
        _table.Table.Table.ShouldBeEmpty();
    }
}

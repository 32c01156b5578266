using System.Collections.Immutable;
using System.Net;
using FailoverIp.Vrrp.Ipvs;
using Shouldly;

namespace FailoverIp.Simulation.Tests.Ipvs;

public class SimulatedIpvsTests
{
    private readonly SimulatedIpvs _ipvs = new();

    private static IpvsVirtualServer Service(int port, params int[] weights) => new(
        new() { Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, new(IPAddress.Parse("203.0.113.10"), port)), Scheduler = "rr" },
        [.. weights.Select((w, i) => new IpvsDestination { Address = new(IPAddress.Parse($"10.0.0.{i + 1}"), 80), Weight = w })]);

    [Fact]
    public void Only_differences_are_written()
    {
        _ipvs.Reconcile([Service(80, 1, 1), Service(81, 1)]).Writes.ShouldBe(5);
        _ipvs.Reconcile([Service(80, 1, 1), Service(81, 1)]).Writes.ShouldBe(0);
        _ipvs.Reconcile([Service(80, 1, 2), Service(81, 1)]).Writes.ShouldBe(1);
        _ipvs.Reconcile([Service(80, 1), Service(81, 1, 1)]).Writes.ShouldBe(2);
        _ipvs.Reconcile([Service(81, 1, 1) with { Service = Service(81).Service with { Scheduler = "sh" } }]).Writes.ShouldBe(2);
        _ipvs.Table.ShouldHaveSingleItem().Service.Scheduler.ShouldBe("sh");
        _ipvs.Reconcile([]).Writes.ShouldBe(1);
        _ipvs.Table.ShouldBeEmpty();
        _ipvs.Writes.ShouldBe(11);
    }

    [Fact]
    public void Services_of_others_are_a_problem_and_stay()
    {
        var theirs = Service(80) with { Service = Service(80).Service with { Scheduler = "sh" } };
        _ipvs.Put(theirs);
        var done = _ipvs.Reconcile([Service(80, 1), Service(81, 1)]);
        done.Problems.ShouldHaveSingleItem().Service.ShouldBe(theirs.Service.Key);
        _ipvs.Reconcile([]);
        _ipvs.Table.ShouldBe([theirs]);
        _ipvs.Remove(theirs.Service.Key).ShouldBeTrue();
        _ipvs.Reconcile([Service(80, 1)]).Problems.ShouldBe(ImmutableArray<IpvsProblem>.Empty);
    }

    [Fact]
    public void What_others_change_is_seen_by_reading_again()
    {
        _ipvs.Reconcile([Service(80, 1, 1)]);
        _ipvs.Put(Service(80, 5));
        _ipvs.Reconcile([Service(80, 1, 1)]).Writes.ShouldBe(0);
        _ipvs.Reconcile([Service(80, 1, 1)], reread: true).Writes.ShouldBe(2);
        _ipvs.Remove(Service(80).Service.Key);
        _ipvs.Reconcile([Service(80, 1, 1)], reread: true).Writes.ShouldBe(3);
        _ipvs.Reconciliations.ShouldBe((4, 2));
    }

    [Fact]
    public void A_kernel_may_fail_as_a_whole_or_refuse_a_service()
    {
        _ipvs.Failure = "no IPVS";
        Should.Throw<IpvsException>(() => _ipvs.Reconcile([Service(80)])).Message.ShouldBe("no IPVS");
        _ipvs.Failure = null;
        _ipvs.Refuse(Service(80).Service.Key, "no such scheduler");
        _ipvs.Reconcile([Service(80), Service(81)]).Problems.ShouldHaveSingleItem().Message.ShouldBe("no such scheduler");
        _ipvs.Refuse(Service(80).Service.Key, null);
        _ipvs.Reconcile([Service(80), Service(81)]).Writes.ShouldBe(1);
    }

    [Fact]
    public void The_destinations_of_a_service_are_one_line_each()
    {
        _ipvs.Reconcile([Service(80, 1, 0)]);
        _ipvs.Destinations(Service(80).Service.Key).ShouldBe(["10.0.0.1:80 w1", "10.0.0.2:80 w0"]);
        _ipvs.Destinations(Service(81).Service.Key).ShouldBeNull();
    }
}

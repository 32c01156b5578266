using FailoverIp.Vrrp.Ipvs;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.State;

// What is expected here was seen in the table of keepalived 2.2.7 with the same configuration.
public class QuorumTests
{
    private static readonly SorryServerOptions SorryServer = new() { Address = Sorry };

    [Fact]
    public void The_quorum_is_reached_with_the_hysteresis_above_and_lost_with_it_below()
    {
        var bench = new ServiceBench(Service(Server(1), Server(2), Server(3), Server(4), Server(5)) with { Quorum = 3, Hysteresis = 1 });
        bench.State.HasQuorum.ShouldBeTrue();
        bench.Fail(0).Fail(1).Fail(2).State.HasQuorum.ShouldBeTrue(); // 2 = 3 - 1
        bench.Fail(3).State.HasQuorum.ShouldBeFalse();
        bench.Pass(0).Pass(1).State.HasQuorum.ShouldBeFalse(); // 3
        bench.Pass(2).State.HasQuorum.ShouldBeTrue(); // 4 = 3 + 1
    }

    [Fact]
    public void A_start_takes_the_quorum_with_the_hysteresis_above()
    {
        var bench = new ServiceBench(Service(Server(1), Server(2), Server(3)) with { Quorum = 3, Hysteresis = 1, SorryServer = SorryServer });
        bench.Table.ShouldBe(["10.0.0.99 w1"]);
        bench.News().ShouldBe(["QuorumDown"]);
    }

    [Fact]
    public void The_sorry_server_takes_the_place_of_all_while_the_quorum_is_lost()
    {
        var bench = new ServiceBench(Service(Server(1), Server(2), Server(3)) with { Quorum = 2, SorryServer = SorryServer });
        bench.Fail(0).Table.ShouldBe(["10.0.0.2 w1", "10.0.0.3 w1"]);
        bench.Fail(1).Table.ShouldBe(["10.0.0.99 w1"]);
        bench.Pass(0).Table.ShouldBe(["10.0.0.1 w1", "10.0.0.3 w1"]);
        bench.News().ShouldBe(["QuorumUp", "RealServerDown 10.0.0.1", "RealServerDown 10.0.0.2", "QuorumDown", "RealServerUp 10.0.0.1", "QuorumUp"]);
    }

    [Fact]
    public void Without_a_sorry_server_the_live_ones_stay()
    {
        var bench = new ServiceBench(Service(Server(1, 3), Server(2, 2)) with { Quorum = 4, Hysteresis = 1 });
        bench.Fail(1).Fail(0).Pass(0).Table.ShouldBe(["10.0.0.1 w3"]);
        bench.State.HasQuorum.ShouldBeFalse();
    }

    [Fact]
    public void Inhibited_ones_stay_beside_the_sorry_server_with_weight_0()
    {
        var bench = new ServiceBench(Service(Server(1, 5) with { InhibitOnFailure = true }, Server(2)) with { Quorum = 6, SorryServer = SorryServer with { Inhibit = true } });
        bench.Table.ShouldBe(["10.0.0.1 w5", "10.0.0.2 w1", "10.0.0.99 w0"]);
        bench.Fail(1).Table.ShouldBe(["10.0.0.1 w0", "10.0.0.99 w1"]);
        bench.Fail(0).Table.ShouldBe(["10.0.0.1 w0", "10.0.0.99 w1"]);
    }

    [Fact]
    public void The_sorry_server_has_a_method_of_its_own()
    {
        var bench = new ServiceBench(Service(Server(1)) with { Method = IpvsForwarding.DirectRoute, SorryServer = SorryServer with { Method = IpvsForwarding.Masquerade } });
        bench.Fail(0).Destinations.ShouldBe([new() { Address = Sorry, Forwarding = IpvsForwarding.Masquerade }]);
    }

    [Fact]
    public void A_sorry_server_that_is_a_real_server_too_has_one_place()
    {
        var bench = new ServiceBench(Service(Server(41, 5) with { InhibitOnFailure = true }, Server(42, 2)) with { Alpha = true, SorryServer = new() { Address = Real(41), Inhibit = true } });
        bench.Table.ShouldBe(["10.0.0.41 w1"]);
        bench.Pass(0).Pass(1).Table.ShouldBe(["10.0.0.41 w5", "10.0.0.42 w2"]);
        bench.Fail(0).Table.ShouldBe(["10.0.0.41 w0", "10.0.0.42 w2"]);
        bench.Fail(1).Table.ShouldBe(["10.0.0.41 w1"]);
    }

    [Fact]
    public void Weights_that_checks_give_count()
    {
        var bench = new ServiceBench(Service(Server(1), Server(2), Server(3)) with { Quorum = 3, Hysteresis = 1, SorryServer = SorryServer });
        bench.Pass(2, weight: 2).Table.ShouldBe(["10.0.0.1 w1", "10.0.0.2 w1", "10.0.0.3 w2"]);
        bench.News().ShouldBe(["QuorumDown", "RealServerWeight 10.0.0.3", "QuorumUp"]);
        bench.Pass(2).Table.ShouldBe(["10.0.0.1 w1", "10.0.0.2 w1", "10.0.0.3 w1"]); // no weight given: the configured one
    }

    [Fact]
    public void Weights_of_several_checks_add_up_and_end_at_0()
    {
        var bench = new ServiceBench(Service(Server(21, 10, new SampleCheck("a"), new SampleCheck("b"))));
        bench.Pass(0, 12, check: 0).Pass(0, 5, check: 1).Table.ShouldBe(["10.0.0.21 w7"]);
        bench.Pass(0, 0, check: 0).Pass(0, 0, check: 1).Table.ShouldBe(["10.0.0.21 w0"]);
        bench.State.HasQuorum.ShouldBeFalse();
        bench.State.RealServers[0].IsUp.ShouldBeTrue();
    }

    [Fact]
    public void A_change_of_weight_adds_to_the_configured_one()
    {
        var bench = new ServiceBench(Service(Server(1, 10, new SampleCheck("a"), new SampleCheck("b"))));
        bench.Change(0, -3, check: 0).Pass(0, 12, check: 1).Table.ShouldBe(["10.0.0.1 w9"]);
        bench.Fail(0, check: 0).Change(0, -20, check: 0).Table.ShouldBe(["10.0.0.1 w0"]);
    }

    [Fact]
    public void A_failure_leaves_the_weight_as_it_was()
    {
        var bench = new ServiceBench(Service(Server(1, 10), Server(2)));
        bench.Pass(0, 4).News();
        bench.Fail(0).Pass(0, 4).News().ShouldBe(["RealServerDown 10.0.0.1", "RealServerUp 10.0.0.1"]);
    }

    [Fact]
    public void Real_servers_of_weight_0_are_no_quorum()
    {
        var bench = new ServiceBench(Service(Server(1, 0)) with { SorryServer = SorryServer });
        bench.Table.ShouldBe(["10.0.0.99 w1"]);
        new ServiceBench(Service(Server(1, 0))).Table.ShouldBe(["10.0.0.1 w0"]);
    }

    [Fact]
    public void The_greatest_weights_do_not_overflow() =>
        new ServiceBench(Service(Server(1, int.MaxValue), Server(2, int.MaxValue)) with { Quorum = uint.MaxValue - 1L }).State.HasQuorum.ShouldBeTrue();
}

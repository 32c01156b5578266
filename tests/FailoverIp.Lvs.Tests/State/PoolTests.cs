using FailoverIp.Vrrp.Ipvs;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.State;

// What is expected here was seen in the table of keepalived 2.2.7 with the same configuration, where it has the feature.
public class PoolTests
{
    [Fact]
    public void Real_servers_are_in_service_from_the_start_until_a_check_fails()
    {
        var bench = new ServiceBench(Service(Server(1, 3), Server(2)));
        bench.Table.ShouldBe(["10.0.0.1 w3", "10.0.0.2 w1"]);
        bench.News().ShouldBe(["QuorumUp"]);

        bench.Fail(0).Table.ShouldBe(["10.0.0.2 w1"]);
        bench.News().ShouldBe(["RealServerDown 10.0.0.1"]);

        bench.Pass(0).Table.ShouldBe(["10.0.0.1 w3", "10.0.0.2 w1"]);
        bench.News().ShouldBe(["RealServerUp 10.0.0.1"]);
    }

    [Fact]
    public void All_checks_must_pass()
    {
        var bench = new ServiceBench(Service(Server(1, 1, new SampleCheck("a"), new SampleCheck("b"))));
        bench.Fail(0, check: 0).Fail(0, check: 1).Pass(0, check: 0).Table.ShouldBeEmpty();
        bench.Pass(0, check: 1).Table.ShouldBe(["10.0.0.1 w1"]);
        bench.News().ShouldBe(["QuorumUp", "RealServerDown 10.0.0.1", "QuorumDown", "RealServerUp 10.0.0.1", "QuorumUp"]);
    }

    [Fact]
    public void The_reason_of_a_failure_is_told_and_kept()
    {
        var bench = new ServiceBench(Service(Server(1), Server(2)));
        bench.State.RealServers[0].LastFailure.ShouldBeNull();
        bench.Fail(0, "connection refused");
        bench.Changes[^1].ShouldBe(new(LvsEventKind.RealServerDown, Real(1), 1, "connection refused"));
        bench.Pass(0);
        bench.State.RealServers[0].LastFailure.ShouldBe("connection refused");
    }

    [Fact]
    public void A_real_server_without_checks_is_always_up() =>
        new ServiceBench(Service(new RealServerOptions { Address = Real(1) }) with { Alpha = true }).Table.ShouldBe(["10.0.0.1 w1"]);

    [Fact]
    public void Alpha_keeps_real_servers_out_until_all_their_checks_have_passed()
    {
        var bench = new ServiceBench(Service(Server(1, 1, new SampleCheck("a"), new SampleCheck("b"))) with { Alpha = true });
        bench.Table.ShouldBeEmpty();
        bench.Pass(0, check: 0).Table.ShouldBeEmpty();
        bench.Pass(0, check: 1).Table.ShouldBe(["10.0.0.1 w1"]);
        bench.News().ShouldBe(["QuorumDown", "RealServerUp 10.0.0.1", "QuorumUp"]);
    }

    [Fact]
    public void Alpha_s_first_failure_is_told_once_although_nothing_changes()
    {
        var bench = new ServiceBench(Service(Server(1, 1, new SampleCheck("a"), new SampleCheck("b"))) with { Alpha = true });

        bench.Pass(0, check: 1).Fail(0, check: 0).Fail(0, check: 0).Pass(0, check: 0).Fail(0, check: 0);

        bench.News().ShouldBe(["QuorumDown", "RealServerDown 10.0.0.1", "RealServerUp 10.0.0.1", "QuorumUp", "RealServerDown 10.0.0.1", "QuorumDown"]);
    }

    [Theory]
    [InlineData(true, null, null, false)]
    [InlineData(true, false, null, true)]
    [InlineData(true, false, true, false)]
    [InlineData(false, true, null, false)]
    [InlineData(false, true, false, true)]
    public void The_nearest_word_about_alpha_counts(bool service, bool? real, bool? check, bool up)
    {
        var server = Server(1, 1, new SampleCheck("a") { Alpha = check }) with { Alpha = real };
        new ServiceBench(Service(server) with { Alpha = service }).State.RealServers[0].IsUp.ShouldBe(up);
    }

    [Fact]
    public void Inhibited_real_servers_stay_with_weight_0()
    {
        var bench = new ServiceBench(Service(Server(1, 5), Server(2, 2) with { InhibitOnFailure = false }) with { InhibitOnFailure = true });
        bench.Fail(0).Fail(1).Table.ShouldBe(["10.0.0.1 w0"]);
        bench.Pass(0).Table.ShouldBe(["10.0.0.1 w5"]);
    }

    [Fact]
    public void Alpha_with_inhibit_begins_with_weight_0() =>
        new ServiceBench(Service(Server(1, 5)) with { Alpha = true, InhibitOnFailure = true }).Table.ShouldBe(["10.0.0.1 w0"]);

    [Fact]
    public void The_end_reports_down_what_was_up()
    {
        var bench = new ServiceBench(Service(Server(1), Server(2)));
        bench.Fail(1).News();
        bench.End().News().ShouldBe(["RealServerDown 10.0.0.1", "QuorumDown"]);
    }

    [Fact]
    public void The_service_has_the_flags_and_times_of_its_options()
    {
        var options = Service(Server(1)) with
        {
            Key = IpvsServiceKey.Of(IpvsProtocol.Udp, System.Net.IPEndPoint.Parse("203.0.113.10:5060")), Scheduler = "mh", SchedulerFlags = IpvsServiceFlags.Scheduler2,
            OnePacket = true, Persistence = TimeSpan.FromSeconds(50), PersistencePrefixLength = 24, PersistenceEngine = "sip",
        };
        new ServiceBench(options).State.Table.Service.ShouldBe(new()
        {
            Key = options.Key, Scheduler = "mh", Flags = IpvsServiceFlags.Scheduler2 | IpvsServiceFlags.OnePacket | IpvsServiceFlags.Persistent,
            Timeout = TimeSpan.FromSeconds(50), PersistencePrefixLength = 24, PersistenceEngine = "sip",
        });
        new ServiceBench(Service(Server(1))).State.Table.Service.Flags.ShouldBe(IpvsServiceFlags.None);
    }

    [Fact]
    public void A_real_server_has_its_own_method_tunnel_and_thresholds()
    {
        var gue = new IpvsTunnel(IpvsTunnelType.Gue, 6080);
        var bench = new ServiceBench(Service(
            Server(1) with { Method = IpvsForwarding.DirectRoute, UpperThreshold = 9, LowerThreshold = 5 }, Server(2), Server(3) with { Tunnel = gue })
            with { Method = IpvsForwarding.Tunnel, Tunnel = new(IpvsTunnelType.Gre) });
        bench.Destinations.ShouldBe([
            new() { Address = Real(1), Forwarding = IpvsForwarding.DirectRoute, UpperThreshold = 9, LowerThreshold = 5 },
            new() { Address = Real(2), Forwarding = IpvsForwarding.Tunnel, Tunnel = new(IpvsTunnelType.Gre) },
            new() { Address = Real(3), Forwarding = IpvsForwarding.Tunnel, Tunnel = gue }]);
    }

    [Fact]
    public void The_table_is_the_same_object_for_as_long_as_nothing_changes()
    {
        var bench = new ServiceBench(Service(Server(1), Server(2)));
        var before = bench.State.Table;
        bench.Pass(0).State.Table.ShouldBeSameAs(before);
        bench.Fail(0).State.Table.ShouldNotBeSameAs(before);
    }
}

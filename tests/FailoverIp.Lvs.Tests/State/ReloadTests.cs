using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.State;

public class ReloadTests
{
    [Fact]
    public void What_stays_keeps_its_state()
    {
        var bench = new ServiceBench(Service(Server(1), Server(2)));
        bench.Fail(0, "refused").News();
        bench.Reload(Service(Server(2, 7), Server(1), Server(3))).Table.ShouldBe(["10.0.0.2 w7", "10.0.0.3 w1"]);
        bench.News().ShouldBe(["RealServerWeight 10.0.0.2"]);
        bench.State.RealServers[1].LastFailure.ShouldBe("refused");
        bench.Pass(1).News().ShouldBe(["RealServerUp 10.0.0.1"]);
    }

    [Fact]
    public void What_goes_is_reported_down_and_may_take_the_quorum_along()
    {
        var bench = new ServiceBench(Service(Server(1), Server(2), Server(3)) with { Quorum = 2 });
        bench.Fail(2).News();
        bench.Reload(Service(Server(1)) with { Quorum = 2 }).News().ShouldBe(["RealServerDown 10.0.0.2", "QuorumDown"]);
    }

    [Fact]
    public void Another_timing_is_the_same_check()
    {
        var bench = new ServiceBench(Service(Server(1, 1, new SampleCheck("a"))));
        bench.Fail(0).News();
        var slower = new SampleCheck("a") { Timing = new() { DelayLoop = TimeSpan.FromHours(1) }, LogAllFailures = true };
        bench.Reload(Service(Server(1, 1, slower))).News().ShouldBeEmpty();
        bench.State.RealServers[0].IsUp.ShouldBeFalse();
    }

    [Fact]
    public void A_new_check_does_not_bring_back_what_was_down()
    {
        var bench = new ServiceBench(Service(Server(1, 1, new SampleCheck("a"))));
        bench.Fail(0, "refused").News();
        bench.Reload(Service(Server(1, 1, new SampleCheck("b")))).News().ShouldBeEmpty();
        bench.State.RealServers[0].LastFailure.ShouldBe("refused");
        bench.Pass(0).News().ShouldBe(["RealServerUp 10.0.0.1", "QuorumUp"]);
    }

    [Fact]
    public void A_new_check_does_not_take_down_what_was_up_also_with_alpha()
    {
        var bench = new ServiceBench(Service(Server(1, 1, new SampleCheck("a"))) with { Alpha = true });
        bench.Pass(0).News();
        bench.Reload(Service(Server(1, 1, new SampleCheck("b")), Server(2)) with { Alpha = true }).Table.ShouldBe(["10.0.0.1 w1"]);
        bench.News().ShouldBeEmpty();
    }

    [Fact]
    public void A_check_that_failed_and_is_gone_no_longer_counts()
    {
        var bench = new ServiceBench(Service(Server(1, 1, new SampleCheck("a"), new SampleCheck("b"))));
        bench.Fail(0, check: 1).News();
        bench.Reload(Service(Server(1, 1, new SampleCheck("a")))).News().ShouldBe(["RealServerUp 10.0.0.1", "QuorumUp"]);
    }

    [Fact]
    public void A_lower_quorum_is_reached_at_once()
    {
        var bench = new ServiceBench(Service(Server(1)) with { Quorum = 2, SorryServer = new() { Address = Sorry } });
        bench.Table.ShouldBe(["10.0.0.99 w1"]);
        bench.News();
        bench.Reload(Service(Server(1)) with { SorryServer = new() { Address = Sorry } }).Table.ShouldBe(["10.0.0.1 w1"]);
        bench.News().ShouldBe(["QuorumUp"]);
    }

    [Fact]
    public void Weights_that_checks_gave_stay()
    {
        var bench = new ServiceBench(Service(Server(1, 10)));
        bench.Pass(0, 4).News();
        bench.Reload(Service(Server(1, 10)) with { Scheduler = "wlc" }).Table.ShouldBe(["10.0.0.1 w4"]);
        bench.News().ShouldBeEmpty();
    }
}

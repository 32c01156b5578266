namespace FailoverIp.Node.Tests.KeepalivedConf.VirtualServers;

/// <summary>Ports, families and duplicates of real servers, put right as keepalived does.</summary>
public class RealServerWordsTests
{
    [Theory]
    [InlineData("10.0.0.2", "NAT", 80)]
    [InlineData("10.0.0.2 8080", "NAT", 8080)]
    [InlineData("10.0.0.2", "DR", 80)]
    public void A_port_that_is_not_given_is_the_service_s(string head, string method, int port) =>
        LvsText.RealServer("", head, method).Only.RealServers[0].Address.Port.ShouldBe(port);

    [Fact]
    public void Another_port_with_direct_routing_is_the_service_s_and_checks_keep_it()
    {
        var text = LvsText.RealServer("TCP_CHECK {\n}", "10.0.0.2 8080", "DR");

        text.Complaints.ShouldHaveSingleItem().ShouldStartWith("1: ");
        var real = text.Only.RealServers[0];
        (real.Address.Port, real.Checks[0].ConnectPort).ShouldBe((80, 8080));
    }

    [Fact]
    public void A_firewall_mark_with_direct_routing_takes_the_port_and_checks_keep_it()
    {
        var real = LvsText.Read("virtual_server fwmark 3 {\nlvs_sched rr\nlvs_method DR\nreal_server 10.0.0.2 80 {\nTCP_CHECK {\n}\n}\n}\n").Only.RealServers[0];

        (real.Address.Port, real.Checks[0].ConnectPort).ShouldBe((0, 80));
    }

    [Fact]
    public void A_check_without_any_port_is_left_out_and_told()
    {
        var text = LvsText.Read("virtual_server fwmark 3 {\nlvs_sched rr\nlvs_method NAT\nreal_server 10.0.0.2 {\nTCP_CHECK {\n}\nPING_CHECK {\n}\n}\n}\n");

        text.Notes.ShouldHaveSingleItem().ShouldStartWith("5: ");
        text.Only.RealServers[0].Checks.ShouldHaveSingleItem().Kind.ShouldBe("Ping");
    }

    [Fact]
    public void The_second_of_two_is_left_out()
    {
        var text = LvsText.Server("", realServers: "real_server 10.0.0.2 80 {\nweight 1\n}\nreal_server 10.0.0.2 80 {\nweight 2\n}\n");

        text.Complaints.Length.ShouldBe(1);
        text.Only.RealServers.ShouldHaveSingleItem().Weight.ShouldBe(1);
    }

    [Fact]
    public void One_of_the_other_family_is_left_out_but_for_tunnels()
    {
        const string Servers = "real_server 10.0.0.2 80 {\n}\nreal_server 2001:db8::2 80 {\n}\n";

        var text = LvsText.Server("", realServers: Servers);
        text.Complaints.ShouldHaveSingleItem().ShouldStartWith("9: ");
        text.Only.RealServers.Length.ShouldBe(1);
        LvsText.Server("", realServers: Servers, method: "TUN").Only.RealServers.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("weight x", 0)]
    [InlineData("weight -1", 1)]
    [InlineData("weight 2147483648", 1)]
    public void A_weight_that_is_none(string word, int weight)
    {
        var text = LvsText.RealServer(word);

        text.Complaints.ShouldNotBeEmpty();
        text.Only.RealServers[0].Weight.ShouldBe(weight);
    }

    [Fact]
    public void A_lower_threshold_that_the_kernel_refuses_is_left_out()
    {
        var text = LvsText.RealServer("uthreshold 5\nlthreshold 10");

        text.Complaints.ShouldBeEmpty();
        text.Notes.ShouldHaveSingleItem().ShouldStartWith("8: ");
        (text.Only.RealServers[0].UpperThreshold, text.Only.RealServers[0].LowerThreshold).ShouldBe((5u, 0u));
    }

    [Theory]
    [InlineData("connect_timeout 0.000001", "00:00:00.0100000")]
    [InlineData("connect_timeout 0.5", "00:00:00.5000000")]
    public void A_time_is_no_shorter_than_the_scheduler_s_grain(string word, string expected) =>
        LvsText.RealServer(word).Only.RealServers[0].Timing.ConnectTimeout!.Value.ToString("c").ShouldBe(expected);
}

using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node.Tests.KeepalivedConf.VirtualServers;

/// <summary>The words of <c>global_defs</c> about the kernel's load balancer.</summary>
public class IpvsWordsTests
{
    [Theory]
    [InlineData("lvs_timeouts tcp 7200 udp 30", 7200, 0, 30)]
    [InlineData("lvs_timeouts tcpfin 60", 0, 60, 0)]
    public void Timeouts(string word, int tcp, int tcpFin, int udp) =>
        Read(word).Timeouts.ShouldBe(new IpvsTimeouts(TimeSpan.FromSeconds(tcp), TimeSpan.FromSeconds(tcpFin), TimeSpan.FromSeconds(udp)));

    [Theory]
    [InlineData("lvs_flush", true, false)]
    [InlineData("lvs_flush_on_stop", false, true)]
    [InlineData("lvs_flush_onstop", false, true)]
    [InlineData("lvs_flush_on_stop VS", false, false)]
    public void Flushing(string word, bool onStart, bool onStop) => (Read(word).FlushOnStart, Read(word).FlushOnStop).ShouldBe((onStart, onStop));

    [Fact]
    public void A_sync_daemon() => Read("lvs_sync_daemon eth0 id 7 maxlen 1472 port 8849 ttl 3 group 224.0.0.82").SyncDaemon.ShouldBe(
        new NodeSyncDaemonOptions("eth0") { SyncId = 7, MaxLength = 1472, Port = 8849, Ttl = 3, Group = IPAddress.Parse("224.0.0.82") });

    [Fact]
    public void Checks_tell_of_every_failure_where_all_are_to()
    {
        var text = LvsText.Read("global_defs {\nchecker_log_all_failures\n}\nvirtual_server 10.0.0.1 80 {\nprotocol TCP\nlvs_sched rr\nlvs_method NAT\nreal_server 10.0.0.2 80 {\nTCP_CHECK {\n}\nPING_CHECK {\nlog_all_failures off\n}\n}\n}\n");

        text.Only.RealServers[0].Checks.Select(c => c.LogAllFailures).ShouldBe([true, false]);
    }

    private static NodeIpvsOptions Read(string word)
    {
        var section = LvsText.Read($"global_defs {{\n{word}\n}}\n").Document.Section!;
        var problems = new ProblemList();
        var options = new ConfigurationChecker(problems) { ProviderTypes = [] }.Check(section);
        problems.ToSorted().ShouldBeEmpty();
        return options.Ipvs;
    }
}

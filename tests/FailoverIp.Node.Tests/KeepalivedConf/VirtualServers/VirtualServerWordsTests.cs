using System.Net;
using System.Net.Sockets;
using FailoverIp.Lvs;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node.Tests.KeepalivedConf.VirtualServers;

/// <summary>What the words of <c>virtual_server</c> become.</summary>
public class VirtualServerWordsTests
{
    [Fact]
    public void Every_word_has_its_option()
    {
        var server = LvsText.Read("""
            virtual_server 203.0.113.10 80 {
                delay_loop 6
                connect_timeout 4
                retry 2
                delay_before_retry 1.5
                warmup 0
                lvs_sched sh
                sh-port
                flag-3
                lvs_method TUN type gue port 6080 csum
                persistence_timeout 50
                persistence_granularity 255.255.255.0
                protocol SCTP
                alpha
                omega
                inhibit_on_failure
                quorum 3
                hysteresis 1
                weight 4
                virtualhost www.example.org
                sorry_server 10.0.0.9 80
                sorry_server_inhibit
                sorry_server_lvs_method DR
                real_server 10.0.0.1 80 {
                    weight 2
                    uthreshold 10
                    lthreshold 5
                    lvs_method DR
                    inhibit_on_failure off
                    alpha no
                    connect_timeout 1
                    retry 5
                    delay_before_retry 2
                    warmup 3
                    delay_loop 7
                }
                real_server 10.0.0.2 80 {
                }
            }
            """).Only;

        var gue = new IpvsTunnel(IpvsTunnelType.Gue, 6080, IpvsTunnelChecksum.Checksum);
        server.ShouldBe(new VirtualServerOptions
        {
            Name = "sctp 203.0.113.10 80",
            Key = IpvsServiceKey.Of(IpvsProtocol.Sctp, IPEndPoint.Parse("203.0.113.10:80")),
            Scheduler = "sh",
            SchedulerFlags = IpvsServiceFlags.Scheduler2 | IpvsServiceFlags.Scheduler3,
            Method = IpvsForwarding.Tunnel,
            Tunnel = gue,
            Persistence = TimeSpan.FromSeconds(50),
            PersistencePrefixLength = 24,
            Quorum = 3,
            Hysteresis = 1,
            Alpha = true,
            Omega = true,
            InhibitOnFailure = true,
            Timing = Timing(6, 4, 2, 1.5, 0),
            SorryServer = new() { Address = IPEndPoint.Parse("10.0.0.9:80"), Method = IpvsForwarding.DirectRoute, Inhibit = true },
            RealServers =
            [
                new()
                {
                    Address = IPEndPoint.Parse("10.0.0.1:80"), Weight = 2, UpperThreshold = 10, LowerThreshold = 5, Method = IpvsForwarding.DirectRoute,
                    InhibitOnFailure = false, Alpha = false, Timing = Timing(7, 1, 5, 2, 3),
                },
                new() { Address = IPEndPoint.Parse("10.0.0.2:80"), Weight = 4 },
            ],
        });
    }

    [Fact]
    public void What_is_not_said_has_keepalived_s_default_and_is_reported_where_keepalived_does()
    {
        var text = LvsText.Read("virtual_server 10.0.0.1 80 {\nreal_server 10.0.0.2 80 {\n}\n}\n");

        text.Complaints.Length.ShouldBe(3);
        var server = text.Only;
        (server.Key.Protocol, server.Scheduler, server.Method, server.Quorum, server.Persistence).ShouldBe((IpvsProtocol.Udp, "wlc", IpvsForwarding.Masquerade, 1L, null));
        (server.Alpha, server.Omega, server.InhibitOnFailure, server.HaSuspend, server.OnePacket).ShouldBe((false, false, false, false, false));
        server.Timing.ShouldBe(CheckTiming.Inherited);
        server.RealServers[0].ShouldBe(new RealServerOptions { Address = IPEndPoint.Parse("10.0.0.2:80") });
    }

    [Theory]
    [InlineData("10.0.0.1 80", "tcp 10.0.0.1 80", "TCP 10.0.0.1:80")]
    [InlineData("2001:db8::1 443", "tcp 2001-db8--1 443", "TCP [2001:db8::1]:443")]
    public void An_address_is_known_by_what_it_is(string head, string name, string key)
    {
        var six = head.Contains(':', StringComparison.Ordinal);
        var server = LvsText.Server("", head, realServers: $"real_server {(six ? "2001:db8::2" : "10.0.0.2")} 80 {{\n}}\n").Only;

        (server.Name, server.Key.ToString()).ShouldBe((name, key));
    }

    [Theory]
    [InlineData("10.0.0.2 80", "NAT", "fwmark 3", AddressFamily.InterNetwork, 80)]
    [InlineData("2001:db8::2 80", "NAT", "fwmark 3 inet6", AddressFamily.InterNetworkV6, 80)]
    [InlineData("10.0.0.2 80", "DR", "fwmark 3", AddressFamily.InterNetwork, 0)]
    public void A_firewall_mark_has_the_family_of_its_real_servers(string real, string method, string name, AddressFamily family, int port)
    {
        var server = LvsText.Read($"virtual_server fwmark 3 {{\nlvs_sched rr\nlvs_method {method}\nreal_server {real} {{\n}}\n}}\n").Only;

        (server.Name, server.Key.FirewallMark, server.Key.Family, server.RealServers[0].Address.Port).ShouldBe((name, 3u, family, port));
    }

    [Theory]
    [InlineData("persistence_timeout", 360, null)]
    [InlineData("persistence_granularity 255.255.0.0", 360, 16)]
    [InlineData("persistence_timeout 0", null, null)]
    public void Persistence(string words, int? seconds, int? prefix)
    {
        var server = LvsText.Server(words).Only;

        (server.Persistence, server.PersistencePrefixLength).ShouldBe((seconds is { } s ? TimeSpan.FromSeconds(s) : null, prefix));
    }

    [Theory]
    [InlineData("quorum 5", 1, 0)]
    [InlineData("hysteresis 1", 1, 0)]
    [InlineData("quorum 0", 1, 0)]
    public void A_quorum_that_cannot_be_reached_is_lowered(string words, long quorum, long hysteresis)
    {
        var text = LvsText.Server(words);

        text.Complaints.ShouldNotBeEmpty();
        (text.Only.Quorum, text.Only.Hysteresis).ShouldBe((quorum, hysteresis));
    }

    [Fact]
    public void A_flag_stays_a_flag_with_words_behind_it() => LvsText.Server("alpha off\nomega off\ninhibit_on_failure off").Only.ShouldSatisfyAllConditions(
        s => s.Alpha.ShouldBeTrue(), s => s.Omega.ShouldBeTrue(), s => s.InhibitOnFailure.ShouldBeTrue());

    [Fact]
    public void Scripts_are_written_in_the_words_of_failoverip_json()
    {
        var section = LvsText.Read("""
            global_defs {
                script_user root
                enable_script_security
            }
            virtual_server 10.0.0.1 80 {
                protocol TCP
                lvs_sched rr
                lvs_method NAT
                quorum_up "/bin/sh -c 'exit 0'" nobody nogroup
                quorum_down /bin/sh
                real_server 10.0.0.2 80 {
                    notify_up /bin/sh
                    notify_down "/bin/sh a"
                }
            }
            """).Document.Section!["VirtualServers"]!["tcp 10.0.0.1 80"]!;

        var up = section["Notify"]!["QuorumUp"]!;
        up["Command"]!.Children.Select(c => c.Value.Text).ShouldBe(["/bin/sh", "-c", "exit 0"]);
        (up["User"]!.Text, up["Group"]!.Text, up.Location.Line).ShouldBe(("nobody", "nogroup", 9));
        section["Notify"]!["QuorumDown"]!.Children.Select(c => c.Value.Text).ShouldBe(["/bin/sh"]);
        section["RealServers"]!.At(0)!["Notify"]!["Down"]!.Children.Select(c => c.Value.Text).ShouldBe(["/bin/sh", "a"]);
        section["RealServers"]!.At(0)!["Notify"]!["Up"]!.Location.Line.ShouldBe(12);
    }

    [Theory]
    [InlineData("snmp_name web", "snmp_name is not carried out")]
    [InlineData("smtp_alert", "smtp_alert is not carried out")]
    [InlineData("persistence_granularity 255.0.255.0", "the netmask 255.0.255.0 is not carried out")]
    [InlineData("persistence_engine sip", "persistence_engine goes with persistence only")]
    public void What_is_not_carried_out_is_told_on_its_line(string word, string note)
    {
        var text = LvsText.Server(word);

        text.Complaints.ShouldBeEmpty();
        text.Errors.ShouldBeEmpty();
        text.Notes.ShouldHaveSingleItem().ShouldStartWith($"5: {note}");
    }

    [Fact]
    public void The_second_of_two_services_is_left_out_and_told()
    {
        const string One = "virtual_server 10.0.0.1 80 {\nprotocol TCP\nlvs_sched rr\nlvs_method NAT\nreal_server 10.0.0.2 80 {\n}\n}\n";
        var text = LvsText.Read(One + One.Replace("rr", "wrr", StringComparison.Ordinal));

        text.Complaints.ShouldBeEmpty();
        text.Notes.ShouldHaveSingleItem().ShouldStartWith("8: the service tcp 10.0.0.1 80 is that of line 1 already");
        text.Only.Scheduler.ShouldBe("rr");
    }

    private static CheckTiming Timing(double loop, double connect, int retry, double before, double warmup) => new()
    {
        DelayLoop = TimeSpan.FromSeconds(loop), ConnectTimeout = TimeSpan.FromSeconds(connect), Retry = retry, DelayBeforeRetry = TimeSpan.FromSeconds(before), Warmup = TimeSpan.FromSeconds(warmup),
    };
}

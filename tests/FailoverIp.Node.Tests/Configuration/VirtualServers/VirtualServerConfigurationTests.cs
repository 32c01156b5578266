using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using FailoverIp.Lvs;
using FailoverIp.Vrrp.Ipvs;
using static FailoverIp.Node.Tests.Configurations;

namespace FailoverIp.Node.Tests;

public class VirtualServerConfigurationTests
{
    private const string RealServer = "{ \"Address\": \"10.0.0.1:80\" }";

    [Fact]
    public void Every_key_finds_its_option()
    {
        var server = Only("""
            "Address": "203.0.113.10:80", "Protocol": "Udp", "Scheduler": "mh", "SchedulerFlags": [ "mh-port", "mh-fallback", "flag-3" ], "OnePacket": true,
            "Method": "TUN", "Tunnel": { "Type": "gue", "Port": 6080, "Checksum": "remcsum" },
            "Persistence": "00:06:00", "PersistenceGranularity": "255.255.255.0", "PersistenceEngine": "sip", "Quorum": 3, "Hysteresis": 1,
            "SorryServer": { "Address": "10.0.0.9:80", "Method": "TUN", "Tunnel": { "Type": "gre", "Checksum": "csum" }, "Inhibit": true },
            "Alpha": true, "Omega": true, "InhibitOnFailure": true, "HaSuspend": true, "MaxUnavailable": 50, "Bypass": true,
            "DelayLoop": "00:00:30", "ConnectTimeout": "00:00:03", "Retry": 4, "DelayBeforeRetry": "00:00:02", "Warmup": "00:00:01",
            "RealServers": [
              { "Address": "10.0.0.1", "Weight": 5, "UpperThreshold": 10, "LowerThreshold": 5, "Method": "TUN", "Tunnel": { "Type": "ipip" }, "InhibitOnFailure": false, "Alpha": false,
                "DelayLoop": "00:00:31", "ConnectTimeout": "00:00:04", "Retry": 5, "DelayBeforeRetry": "00:00:03", "Warmup": "00:00:02",
                "Checks": [ { "Type": "Tcp", "DelayLoop": "00:00:32", "ConnectTimeout": "00:00:05", "Retry": 6, "DelayBeforeRetry": "00:00:04", "Warmup": "00:00:03", "Alpha": true, "LogAllFailures": true,
                              "ConnectAddress": "10.0.0.7", "ConnectPort": 81, "BindAddress": "10.0.0.8", "BindPort": 4000, "BindInterface": "eth1", "FirewallMark": 7 } ] }
            ]
            """);

        (server.Follows, server.Bypass).ShouldBe(("VI_1", true));
        server.Options.ShouldBe(new VirtualServerOptions
        {
            Name = "s",
            Key = IpvsServiceKey.Of(IpvsProtocol.Udp, IPEndPoint.Parse("203.0.113.10:80")),
            Scheduler = "mh",
            SchedulerFlags = IpvsServiceFlags.Scheduler1 | IpvsServiceFlags.Scheduler2 | IpvsServiceFlags.Scheduler3,
            OnePacket = true,
            Method = IpvsForwarding.Tunnel,
            Tunnel = new(IpvsTunnelType.Gue, 6080, IpvsTunnelChecksum.RemoteChecksum),
            Persistence = TimeSpan.FromMinutes(6),
            PersistencePrefixLength = 24,
            PersistenceEngine = "sip",
            Quorum = 3,
            Hysteresis = 1,
            SorryServer = new() { Address = IPEndPoint.Parse("10.0.0.9:80"), Method = IpvsForwarding.Tunnel, Tunnel = new(IpvsTunnelType.Gre, 0, IpvsTunnelChecksum.Checksum), Inhibit = true },
            Alpha = true,
            Omega = true,
            InhibitOnFailure = true,
            HaSuspend = true,
            MaxUnavailable = 0.5,
            Timing = Timing(30, 3, 4, 2, 1),
            RealServers =
            [
                new()
                {
                    Address = IPEndPoint.Parse("10.0.0.1:80"), Weight = 5, UpperThreshold = 10, LowerThreshold = 5, Method = IpvsForwarding.Tunnel, Tunnel = new(),
                    InhibitOnFailure = false, Alpha = false, Timing = Timing(31, 4, 5, 3, 2),
                    Checks =
                    [
                        new TcpCheckOptions
                        {
                            Timing = Timing(32, 5, 6, 4, 3), Alpha = true, LogAllFailures = true, ConnectAddress = IPAddress.Parse("10.0.0.7"), ConnectPort = 81,
                            BindAddress = IPAddress.Parse("10.0.0.8"), BindPort = 4000, BindInterface = "eth1", FirewallMark = 7,
                        },
                    ],
                },
            ],
        });
    }

    [Fact]
    public void What_is_not_said_has_keepaliveds_default() =>
        Only("\"Address\": \"203.0.113.10:80\", \"RealServers\": [ " + RealServer + " ]").Options.ShouldBe(new VirtualServerOptions
        {
            Name = "s",
            Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80")),
            RealServers = [new() { Address = IPEndPoint.Parse("10.0.0.1:80") }],
        });

    [Fact]
    public void A_firewall_mark_is_of_one_family()
    {
        Only("\"FirewallMark\": 4294967295, \"RealServers\": [ { \"Address\": \"10.0.0.1:0\" } ]").Options.Key.ShouldBe(IpvsServiceKey.OfMark(uint.MaxValue));
        Only("\"FirewallMark\": 8, \"Family\": \"IPv6\", \"RealServers\": [ { \"Address\": \"[fd00::1]\" } ]").Options.Key.ShouldBe(IpvsServiceKey.OfMark(8, AddressFamily.InterNetworkV6));
    }

    [Theory]
    [InlineData("\"255.255.255.0\"", 24)]
    [InlineData("\"255.255.255.255\"", 32)]
    [InlineData("\"128.0.0.0\"", 1)]
    [InlineData("\"24\"", 24)]
    [InlineData("\"/24\"", 24)]
    [InlineData("24", 24)]
    public void The_granularity_is_a_netmask_or_a_prefix_length(string text, int length) =>
        Only($"\"Address\": \"203.0.113.10:80\", \"Persistence\": \"00:01:00\", \"PersistenceGranularity\": {text}, \"RealServers\": [ {RealServer} ]").Options.PersistencePrefixLength.ShouldBe(length);

    [Fact]
    public void A_page_is_described_at_the_check_itself_or_in_Urls()
    {
        const string Page = "\"Path\": \"/x?y=1\", \"Digest\": \"21DDE95D9D269CBB2FA6560309DCA40C\", \"StatusCode\": [ 200, \"300-399\" ], \"VirtualHost\": \"www\", "
            + "\"Regex\": \"ok\", \"RegexNoMatch\": true, \"RegexOptions\": [ \"caseless\", \"dotall\" ], \"RegexMinOffset\": 1, \"RegexMaxOffset\": 9";
        var url = new HttpCheckUrl
        {
            Path = "/x?y=1", Digest = "21dde95d9d269cbb2fa6560309dca40c", StatusCodes = [200, new HttpStatusRange(300, 399)], VirtualHost = "www",
            Regex = "ok", RegexNoMatch = true, RegexOptions = RegexOptions.IgnoreCase | RegexOptions.Singleline, RegexMinOffset = 1, RegexMaxOffset = 9,
        };

        Check("\"Type\": \"HttpGet\", " + Page).ShouldBe(new HttpCheckOptions { Urls = [url] });
        Check("\"Type\": \"httpget\", \"HttpProtocol\": \"1.1\", \"FastRecovery\": true, \"Urls\": [ { " + Page + " }, { \"StatusCode\": 204 } ]")
            .ShouldBe(new HttpCheckOptions { Protocol = HttpProtocol.Http11, FastRecovery = true, Urls = [url, new() { StatusCodes = [204] }] });
        Check("\"Type\": \"SslGet\", \"SendServerName\": false, \"ServerName\": \"n\", \"VerifyCertificate\": false, \"HttpProtocol\": \"1.0C\"")
            .ShouldBe(new HttpCheckOptions { Tls = true, Protocol = HttpProtocol.Http10Close, TlsOptions = new() { SendServerName = false, ServerName = "n", VerifyCertificate = false } });
    }

    [Fact]
    public void Every_kind_of_check_has_its_keys()
    {
        Check("\"Type\": \"Smtp\", \"HeloName\": \"me\"").ShouldBe(new SmtpCheckOptions { HeloName = "me" });
        Check("\"Type\": \"Smtp\"").ShouldBe(new SmtpCheckOptions());
        Check("\"Type\": \"Dns\", \"QueryType\": \"AAAA\", \"Name\": \"example.org\"").ShouldBe(new DnsCheckOptions { Type = DnsQueryType.AAAA, Name = "example.org" });
        Check("\"Type\": \"Dns\"").ShouldBe(new DnsCheckOptions());
        Check("\"Type\": \"Udp\", \"Payload\": \"ab 12\", \"RequireReply\": true, \"Reply\": \"xx 34\", \"MinReplyLength\": 2, \"MaxReplyLength\": 9")
            .ShouldBe(new UdpCheckOptions { Payload = "ab 12", RequireReply = true, Reply = "xx 34", MinReplyLength = 2, MaxReplyLength = 9 });
        Check("\"Type\": \"Udp\"").ShouldBe(new UdpCheckOptions());
        Check("\"Type\": \"Ping\", \"Retry\": 2").ShouldBe(new PingCheckOptions { Timing = new() { Retry = 2 } });
        Check("\"Type\": \"Misc\", \"Command\": [ \"/bin/sh\", \"-c\", \"exit 0\" ], \"Timeout\": \"00:00:02\", \"Dynamic\": true")
            .ShouldBe(new MiscCheckOptions { Command = ["/bin/sh", "-c", "exit 0"], Timeout = TimeSpan.FromSeconds(2), Dynamic = true });
        Check("\"Type\": \"Misc\", \"Command\": \"/bin/sh -c 'exit 0'\"").ShouldBe(new MiscCheckOptions { Command = ["/bin/sh", "-c", "exit 0"] });
        Check("\"Type\": \"File\", \"Path\": \"/run/weight\", \"Weight\": -2, \"Reverse\": true").ShouldBe(new FileCheckOptions { Path = "/run/weight", Weight = -2, Reverse = true });
    }

    [Fact]
    public void The_name_of_the_host_comes_from_the_next_level_that_has_one()
    {
        Host("", "").ShouldBeNull();
        Host("\"VirtualHost\": \"a\",", "").ShouldBe("a");
        Host("\"VirtualHost\": \"a\",", "\"VirtualHost\": \"b\",").ShouldBe("b");

        static string? Host(string server, string real) =>
            ((HttpCheckOptions)Only($"{server} \"Address\": \"203.0.113.10:80\", \"RealServers\": [ {{ {real} \"Address\": \"10.0.0.1:80\", \"Checks\": [ {{ \"Type\": \"HttpGet\" }} ] }} ]")
                .Options.RealServers[0].Checks[0]).VirtualHost;
    }

    [Theory]
    [InlineData("\"203.0.113.10:80\"", "VI_1")] // an address that follows it
    [InlineData("\"10.132.0.100:80\"", "VI_1")] // its virtual address
    [InlineData("\"203.0.113.99:80\"", null)]
    public void The_role_is_that_of_the_instance_that_has_the_address(string address, string? role) =>
        Only($"\"Address\": {address}, \"RealServers\": [ {RealServer} ]").Follows.ShouldBe(role);

    [Theory]
    // The service.
    [InlineData("", "11: VirtualServers.s.Address or FirewallMark is missing")]
    [InlineData("\"Address\": \"203.0.113.10:80\", \"FirewallMark\": 7", "11: VirtualServers.s.FirewallMark: goes without Address (line 11): a virtual server has the one or the other")]
    [InlineData("\"Address\": \"203.0.113.10:80\", \"Family\": \"IPv6\"", "11: VirtualServers.s.Family: goes with FirewallMark only: an address has its own")]
    [InlineData("\"Address\": \"203.0.113.10:80000\"", "11: VirtualServers.s.Address: \"203.0.113.10:80000\": the port is not between 0 and 65535")]
    [InlineData("\"Address\": \"203.0.113.010:80\"", "11: VirtualServers.s.Address: \"203.0.113.010\" is not an IP address")]
    [InlineData("\"Address\": \"2001:db8::1\"", "11: VirtualServers.s.Address: \"2001:db8::1\" is not \"ip:port\" or \"[ip6]:port\"")]
    [InlineData("\"Address\": \"www:80\"", "11: VirtualServers.s.Address: \"www:80\" is not \"ip:port\" or \"[ip6]:port\"")]
    [InlineData("\"Address\": \"203.0.113.10\"", "11: VirtualServers.s.Address: port 0 (all ports) goes with Persistence only")]
    [InlineData("\"FirewallMark\": 0", "11: VirtualServers.s.FirewallMark: 0 is not between 1 and 4294967295")]
    [InlineData("@, \"Scheduler\": \"wrl\"", "11: VirtualServers.s.Scheduler: the kernel has no scheduler 'wrl'; the nearest is 'wrr'")]
    [InlineData("@, \"SchedulerFlags\": [ \"sh-prot\" ]", "11: VirtualServers.s.SchedulerFlags.0: \"sh-prot\" is not one of flag-1, flag-2, flag-3, sh-port, sh-fallback, mh-port, mh-fallback")]
    [InlineData("@, \"Scheduler\": \"mh\", \"SchedulerFlags\": [ \"sh-port\" ]", "11: VirtualServers.s.SchedulerFlags.0: sh-port goes with the scheduler sh, not with mh")]
    [InlineData("@, \"OnePacket\": true", "11: VirtualServers.s.OnePacket: one-packet scheduling is for UDP only")]
    [InlineData("@, \"Method\": \"FULLNAT\"", "11: VirtualServers.s.Method: \"FULLNAT\" is not one of NAT, DR, TUN")]
    [InlineData("@, \"Methode\": \"DR\"", "11: VirtualServers.s: unknown key \"Methode\"; did you mean \"Method\"?")]
    [InlineData("@, \"Persistence\": \"50\"", "11: VirtualServers.s.Persistence: \"50\" is not a duration, hours:minutes:seconds, such as \"00:00:03\" or \"00:00:00.1\"")]
    [InlineData("@, \"Persistence\": \"00:00:00.5\"", "11: VirtualServers.s.Persistence: 00:00:00.5000000 is not a whole number of seconds between 1 and 2678400 (31 days)")]
    [InlineData("@, \"Persistence\": \"00:01:00\", \"PersistenceGranularity\": \"255.0.255.0\"", "11: VirtualServers.s.PersistenceGranularity: \"255.0.255.0\" is not a netmask of leading ones")]
    [InlineData("@, \"Persistence\": \"00:01:00\", \"PersistenceGranularity\": 33", "11: VirtualServers.s.PersistenceGranularity: the prefix length is not between 1 and 32")]
    [InlineData("@, \"Quorum\": 0", "11: VirtualServers.s.Quorum: 0 is not between 1 and 2147483647")]
    [InlineData("@, \"Hysteresis\": 1", "11: VirtualServers.s.Hysteresis: 1 is not between 0 and 0 (less than Quorum)")]
    [InlineData("@, \"Quorum\": 2", "11: warning: VirtualServers.s.Quorum: it can never be reached: all weights together are 1, it takes 2")]
    [InlineData("@, \"MaxUnavailable\": 101", "11: VirtualServers.s.MaxUnavailable: 101 is not between 0 and 100")]
    [InlineData("@, \"SorryServer\": 7", "11: VirtualServers.s.SorryServer: a number is not \"ip:port\", or an object { \"Address\": \"ip:port\", … }")]
    [InlineData("@, \"SorryServer\": { \"Adress\": \"10.0.0.9:80\" }", "11: VirtualServers.s.SorryServer: unknown key \"Adress\"; did you mean \"Address\"?", "11: VirtualServers.s.SorryServer.Address is missing")]
    [InlineData("@, \"DelayLoop\": \"00:00:00\"", "11: VirtualServers.s.DelayLoop: 00:00:00 is not between 00:00:00.0010000 and 1.00:00:00")]
    // Roles.
    [InlineData("\"Address\": \"203.0.113.99:80\", \"Bypass\": true, \"RealServers\": [ { \"Address\": \"10.0.0.1:80\" } ]",
        "11: VirtualServers.s.Bypass: no VRRP instance has 203.0.113.99 among its addresses, and no entry of Addresses with it follows one: when this node is Active for it is not known")]
    [InlineData("\"FirewallMark\": 7, \"HaSuspend\": true, \"RealServers\": [ { \"Address\": \"10.0.0.1:0\" } ]",
        "11: VirtualServers.s.HaSuspend: a firewall mark has no address: when this node is Active for it is not known")]
    // Real servers.
    [InlineData("\"Address\": \"203.0.113.10:80\", \"Method\": \"DR\", \"RealServers\": [ { \"Address\": \"10.0.0.1:80\" },\n{ \"Address\": \"10.0.0.2:81\" } ]",
        "12: VirtualServers.s.RealServers.1.Address: 10.0.0.2:81 has another port than the service (80); with DR and TUN packets arrive as they are, only NAT can change the port")]
    [InlineData("\"Address\": \"203.0.113.10:80\", \"RealServers\": [ { \"Address\": \"10.0.0.1:80\" },\n{ \"Address\": \"10.0.0.1\" } ]", "12: VirtualServers.s.RealServers.1.Address: 10.0.0.1:80 is there twice")]
    [InlineData("\"Address\": \"203.0.113.10:80\", \"RealServers\": [ { \"Address\": \"[fd00::1]:80\" } ]", "11: VirtualServers.s.RealServers.0.Address: [fd00::1]:80 is not of the service's address family (IPv4); only TUN may mix them")]
    // What is wrong with one is no reason to be silent about the next.
    [InlineData("\"Address\": \"203.0.113.10:80\", \"Method\": \"DR\", \"RealServers\": [ { \"Address\": \"10.0.0.1:81\", \"Weight\": \"x\" },\n{ \"Address\": \"[fd00::1]:80\" },\n{ \"Address\": \"10.0.0.3:82\" } ]",
        "11: VirtualServers.s.RealServers.0.Weight: \"x\" is not a whole number between 0 and 2147483647",
        "11: VirtualServers.s.RealServers.0.Address: 10.0.0.1:81 has another port than the service (80); with DR and TUN packets arrive as they are, only NAT can change the port",
        "12: VirtualServers.s.RealServers.1.Address: [fd00::1]:80 is not of the service's address family (IPv4); only TUN may mix them",
        "13: VirtualServers.s.RealServers.2.Address: 10.0.0.3:82 has another port than the service (80); with DR and TUN packets arrive as they are, only NAT can change the port")]
    [InlineData("\"Address\": \"203.0.113.10:80\", \"RealServers\": [ { \"Adress\": \"10.0.0.1:80\" } ]",
        "11: VirtualServers.s.RealServers.0: unknown key \"Adress\"; did you mean \"Address\"?", "11: VirtualServers.s.RealServers.0.Address is missing")]
    [InlineData("\"Address\": \"203.0.113.10:80\", \"RealServers\": [ { \"Address\": \"10.0.0.1:80\", \"Weight\": -1 } ]", "11: VirtualServers.s.RealServers.0.Weight: -1 is not between 0 and 2147483647")]
    [InlineData("\"Address\": \"203.0.113.10:80\", \"RealServers\": [ \"10.0.0.1:80\" ]", "11: VirtualServers.s.RealServers.0: a text is not an object { … }")]
    [InlineData("\"Address\": \"203.0.113.10:80\", \"RealServers\": { \"a\": 1 }", "11: VirtualServers.s.RealServers: an object is not a list [ … ]")]
    public void A_problem_is_told_on_its_line(string keys, params string[] expected)
    {
        var lines = LoadServer(keys.Replace("@", "\"Address\": \"203.0.113.10:80\", \"RealServers\": [ " + RealServer + " ]", StringComparison.Ordinal)).Lines();

        lines.Where(l => !l.EndsWith("there is none: nobody is served", StringComparison.Ordinal)).Zip(expected)
            .ShouldAllBe(p => p.Second.EndsWith('*') ? p.First.StartsWith("f.json:" + p.Second.TrimEnd('*'), StringComparison.Ordinal) : p.First == "f.json:" + p.Second, string.Join("\n", lines));
        lines.Count(l => !l.EndsWith("there is none: nobody is served", StringComparison.Ordinal)).ShouldBe(expected.Length, string.Join('\n', lines));
    }

    [Theory]
    [InlineData("\"Type\": \"HtpGet\"", "Type: \"HtpGet\" is not one of HttpGet, SslGet, Tcp, Smtp, Dns, Udp, Ping, Misc, File")]
    [InlineData("\"Path\": \"/\"", null)]
    [InlineData("\"Type\": \"HttpGet\", \"Pfad\": \"/\"", null)]
    [InlineData("\"Type\": \"Tcp\", \"Path\": \"/\"", null)]
    [InlineData("\"Type\": \"HttpGet\", \"VerifyCertificate\": false", null)]
    [InlineData("\"Type\": \"HttpGet\", \"Path\": \"x\"", "Path: \"x\" is not a path that begins with /")]
    [InlineData("\"Type\": \"HttpGet\", \"Digest\": \"21dde\"", "Digest: \"21dde\" is not an MD5 digest of 32 hexadecimal digits (failoverip genhash)")]
    [InlineData("\"Type\": \"HttpGet\", \"StatusCode\": 99", "StatusCode: 99 is not a status code or a range such as \"200-299\"")]
    [InlineData("\"Type\": \"HttpGet\", \"StatusCode\": \"299-200\"", "StatusCode: \"299-200\" is not a range from a lower to a higher status code")]
    [InlineData("\"Type\": \"HttpGet\", \"StatusCode\": true", "StatusCode: true or false is not a status code, a range such as \"200-299\", or a list of them")]
    [InlineData("\"Type\": \"HttpGet\", \"Regex\": \"(\"", "Regex: *")]
    [InlineData("\"Type\": \"HttpGet\", \"Regex\": \"a\", \"RegexOptions\": [ \"caselss\" ]", "RegexOptions.0: \"caselss\" is not one of caseless, multiline, dotall, extended")]
    [InlineData("\"Type\": \"HttpGet\", \"Urls\": [ { \"Path\": \"/\" }, { \"Regex\": \"(\" } ]", "Urls.1.Regex: *")]
    [InlineData("\"Type\": \"HttpGet\", \"Digest\": \"21dde95d9d269cbb2fa6560309dca40c\", \"Urls\": [ { \"Path\": \"/\" } ]", "Digest: stands beside Urls: the keys of each URL belong to it")]
    [InlineData("\"Type\": \"HttpGet\", \"HttpProtocol\": \"2\"", "HttpProtocol: \"2\" is not one of 1.0, 1.0C, 1.1")]
    [InlineData("\"Type\": \"Tcp\", \"ConnectPort\": 0", "ConnectPort: 0 is not between 1 and 65535")]
    [InlineData("\"Type\": \"Tcp\", \"ConnectAddress\": \"x\"", "ConnectAddress: \"x\" is not an IP address")]
    [InlineData("\"Type\": \"Tcp\", \"BindAddress\": \"fd00::1\"", "BindAddress: *")]
    [InlineData("\"Type\": \"Dns\", \"QueryType\": \"PTR\"", "QueryType: \"PTR\" is not one of A, NS, CNAME, SOA, MX, TXT, AAAA, RRSIG, DNSKEY")]
    [InlineData("\"Type\": \"Udp\", \"Payload\": \"xy\"", "Payload: *")]
    [InlineData("\"Type\": \"Misc\"", "Command is missing")]
    [InlineData("\"Type\": \"Misc\", \"Command\": \"/bin/sh 'x\"", "Command: *")]
    [InlineData("\"Type\": \"Misc\", \"Command\": []", "Command: *")]
    [InlineData("\"Type\": \"Tcp\", \"Retry\": -1", "Retry: -1 is not between 0 and 1000000")]
    public void A_problem_of_a_check_is_told_on_its_line(string keys, string? expected)
    {
        var line = LoadServer($"\"Address\": \"203.0.113.10:80\", \"RealServers\": [ {{ \"Address\": \"10.0.0.1:80\", \"Checks\": [ {{ \"Type\": \"Tcp\" }},\n{{ {keys} }} ] }} ]")
            .Lines().ShouldHaveSingleItem();

        const string Place = "f.json:12: VirtualServers.s.RealServers.0.Checks.1";
        if (expected is null)
            line.ShouldStartWith(keys.Contains("Type", StringComparison.Ordinal) ? Place + ": unknown key " : Place + ".Type is missing");
        else if (expected.EndsWith('*'))
            line.ShouldStartWith($"{Place}.{expected.TrimEnd('*')}");
        else
            line.ShouldBe($"{Place}.{expected}");
    }

    [Fact]
    public void Two_services_of_one_address_are_one_too_many() =>
        LoadServer($"\"Address\": \"203.0.113.10:80\", \"RealServers\": [ {RealServer} ] }},\n\"t\": {{ \"Address\": \"203.0.113.10:80\", \"RealServers\": [ {RealServer} ]")
            .Lines().ShouldBe(["f.json:12: VirtualServers.t.Address: TCP 203.0.113.10:80 is the service of 's' already"]);

    [Fact]
    public void Sources_without_types_say_the_same()
    {
        var environment = new Dictionary<string, string>
        {
            ["FailoverIp__VirtualServers__s__Address"] = "203.0.113.10:80",
            ["FailoverIp__VirtualServers__s__RealServers__0__Address"] = "10.0.0.1:80",
            ["FailoverIp__VirtualServers__s__RealServers__0__Weight"] = "3",
            ["FailoverIp__VirtualServers__s__RealServers__0__Checks__0__Type"] = "HttpGet",
            ["FailoverIp__VirtualServers__s__RealServers__0__Checks__0__StatusCode__0"] = "204",
        };

        var configuration = Load(Valid, new() { Environment = environment });

        configuration.Lines().ShouldBeEmpty();
        var real = configuration.Options!.VirtualServers[0].Options.RealServers[0];
        real.Weight.ShouldBe(3);
        real.Checks[0].ShouldBe(new HttpCheckOptions { Urls = [new() { StatusCodes = [204] }] });
    }

    private static CheckTiming Timing(int loop, int timeout, int retry, int delay, int warmup) => new()
    {
        DelayLoop = TimeSpan.FromSeconds(loop), ConnectTimeout = TimeSpan.FromSeconds(timeout), Retry = retry, DelayBeforeRetry = TimeSpan.FromSeconds(delay), Warmup = TimeSpan.FromSeconds(warmup),
    };

    private static CheckOptions Check(string keys) =>
        Only("\"Address\": \"203.0.113.10:80\", \"RealServers\": [ { \"Address\": \"10.0.0.1:80\", \"Checks\": [ { " + keys + " } ] } ]").Options.RealServers[0].Checks.ShouldHaveSingleItem();

    private static NodeVirtualServer Only(string keys)
    {
        var configuration = LoadServer(keys);
        configuration.IsValid.ShouldBeTrue(string.Join('\n', configuration.Lines()));
        return configuration.Options!.VirtualServers.ShouldHaveSingleItem();
    }

    /// <summary>The virtual server stands in line 11 of the file.</summary>
    private static NodeConfiguration LoadServer(string keys) =>
        Load(With("\"Vrrp\": {", "\"VirtualServers\": { \"s\": { " + keys + " } }, \"Vrrp\": {"));
}

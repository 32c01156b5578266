using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.Services;

public class VirtualServerValidatorTests
{
    private static readonly VirtualServerOptions Good = Service(Server(1), Server(2));
    private static readonly IpvsServiceKey Mark = IpvsServiceKey.OfMark(7);

    private static IPEndPoint EndPoint(string text) => IPEndPoint.Parse(text);

    public static TheoryData<string, VirtualServerOptions, string> Errors => new()
    {
        { "no name", Good with { Name = " " }, "" },
        { "unknown scheduler", Good with { Scheduler = "wwr" }, "Scheduler" },
        { "flags of more than a scheduler", Good with { Scheduler = "sh", SchedulerFlags = IpvsServiceFlags.Persistent }, "SchedulerFlags" },
        { "ops with TCP", Good with { OnePacket = true }, "OnePacket" },
        { "method of the kernel's own", Good with { Method = IpvsForwarding.Local }, "Method" },
        { "tunnel without TUN", Good with { Tunnel = new() }, "Tunnel" },
        { "GUE without port", Good with { Method = IpvsForwarding.Tunnel, Tunnel = new(IpvsTunnelType.Gue) }, "Tunnel:Port" },
        { "GRE with port", Good with { Method = IpvsForwarding.Tunnel, Tunnel = new(IpvsTunnelType.Gre, 9) }, "Tunnel:Port" },
        { "IPIP with checksum", Good with { Method = IpvsForwarding.Tunnel, Tunnel = new(IpvsTunnelType.IpIp, 0, IpvsTunnelChecksum.Checksum) }, "Tunnel:Checksum" },
        { "GRE with remote checksum", Good with { Method = IpvsForwarding.Tunnel, Tunnel = new(IpvsTunnelType.Gre, 0, IpvsTunnelChecksum.RemoteChecksum) }, "Tunnel:Checksum" },
        { "part of a second", Good with { Persistence = TimeSpan.FromSeconds(1.5) }, "Persistence" },
        { "no persistence at all", Good with { Persistence = TimeSpan.Zero }, "Persistence" },
        { "persistence too long", Good with { Persistence = TimeSpan.FromDays(32) }, "Persistence" },
        { "prefix too long", Good with { Persistence = TimeSpan.FromSeconds(50), PersistencePrefixLength = 33 }, "PersistenceGranularity" },
        { "prefix 0", Good with { Persistence = TimeSpan.FromSeconds(50), PersistencePrefixLength = 0 }, "PersistenceGranularity" },
        { "engine without persistence", Good with { PersistenceEngine = "sip" }, "PersistenceEngine" },
        { "engine without name", Good with { Persistence = TimeSpan.FromSeconds(50), PersistenceEngine = "" }, "PersistenceEngine" },
        { "port 0 without persistence", Good with { Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, EndPoint("203.0.113.10:0")) }, "Address" },
        { "quorum 0", Good with { Quorum = 0 }, "Quorum" },
        { "hysteresis as great as the quorum", Good with { Quorum = 2, Hysteresis = 2 }, "Hysteresis" },
        { "negative hysteresis", Good with { Hysteresis = -1 }, "Hysteresis" },
        { "share above 1", Good with { MaxUnavailable = 1.5 }, "MaxUnavailable" },
        { "share that is none", Good with { MaxUnavailable = double.NaN }, "MaxUnavailable" },
        { "sorry server's port", Good with { Method = IpvsForwarding.DirectRoute, SorryServer = new() { Address = EndPoint("10.0.0.9:81") } }, "SorryServer" },
        { "sorry server's family", Good with { SorryServer = new() { Address = EndPoint("[fd00::9]:80") } }, "SorryServer" },
        { "sorry server's tunnel", Good with { SorryServer = new() { Address = Sorry, Tunnel = new() } }, "SorryServer:Tunnel" },
        { "delay loop 0", Good with { Timing = new() { DelayLoop = TimeSpan.Zero } }, "DelayLoop" },
        { "connect timeout 0", Good with { Timing = new() { ConnectTimeout = TimeSpan.Zero } }, "ConnectTimeout" },
        { "negative delay", Good with { Timing = new() { DelayBeforeRetry = TimeSpan.FromSeconds(-1) } }, "DelayBeforeRetry" },
        { "warm-up of months", Good with { Timing = new() { Warmup = TimeSpan.FromDays(100) } }, "Warmup" },
        { "negative retry", Good with { Timing = new() { Retry = -1 } }, "Retry" },
        { "twice the same", Service(Server(1), Server(1)), "RealServers:1:Address" },
        { "another port with DR", Service(Server(1) with { Address = EndPoint("10.0.0.1:81") }) with { Method = IpvsForwarding.DirectRoute }, "RealServers:0:Address" },
        { "another port with its own TUN", Service(Server(1) with { Address = EndPoint("10.0.0.1:81"), Method = IpvsForwarding.Tunnel }), "RealServers:0:Address" },
        { "mixed families", Service(Server(1) with { Address = EndPoint("[fd00::1]:80") }), "RealServers:0:Address" },
        { "no host", Service(Server(1) with { Address = EndPoint("0.0.0.0:80") }), "RealServers:0:Address" },
        { "a group", Service(Server(1) with { Address = EndPoint("224.0.0.1:80") }), "RealServers:0:Address" },
        { "negative weight", Service(Server(2), Server(1, -1)), "RealServers:1:Weight" },
        { "thresholds the wrong way", Service(Server(1) with { UpperThreshold = 3, LowerThreshold = 4 }), "RealServers:0:LowerThreshold" },
        { "a real server's tunnel without TUN", Service(Server(1) with { Tunnel = new() }), "RealServers:0:Tunnel" },
        { "a mark with DR and a port", Good with { Key = Mark, Method = IpvsForwarding.DirectRoute, RealServers = [Server(1)] }, "RealServers:0:Address" },
        { "a check's port", Service(Server(1, 1, new SampleCheck("a") { ConnectPort = 70000 })), "RealServers:0:Checks:0:ConnectPort" },
        { "a check's bind port", Service(Server(1, 1, new SampleCheck("a"), new SampleCheck("b") { BindPort = -1 })), "RealServers:0:Checks:1:BindPort" },
        { "a check's own family", Service(Server(1, 1, new SampleCheck("a") { BindAddress = IPAddress.IPv6Loopback })), "RealServers:0:Checks:0:BindAddress" },
        { "a check's timing", Service(Server(1, 1, new SampleCheck("a") { Timing = new() { Retry = -2 } })), "RealServers:0:Checks:0:Retry" },
        { "a check without a port", Good with { Key = Mark, RealServers = [Server(1, 1, new PortCheck()) with { Address = EndPoint("10.0.0.1:0") }] }, "RealServers:0:Checks:0:ConnectPort" },
    };

    public static TheoryData<string, VirtualServerOptions, string> Warnings => new()
    {
        { "a quorum out of reach", Good with { Quorum = 3 }, "Quorum" },
        { "out of reach by the hysteresis", Good with { Quorum = 2, Hysteresis = 1 }, "Quorum" },
        { "flags nobody looks at", Good with { SchedulerFlags = IpvsServiceFlags.Scheduler1 }, "SchedulerFlags" },
        { "granularity without persistence", Good with { PersistencePrefixLength = 24 }, "PersistenceGranularity" },
        { "nobody there", Service(), "RealServers" },
        { "a sorry server that never stands in", Good with { MaxUnavailable = 0.5, SorryServer = new() { Address = Sorry } }, "SorryServer" },
    };

    public static TheoryData<string, VirtualServerOptions> Fine => new()
    {
        { "plain", Good },
        { "mixed families with TUN", Service(Server(1) with { Address = EndPoint("[fd00::1]:80") }) with { Method = IpvsForwarding.Tunnel } },
        { "another port with NAT", Service(Server(1) with { Address = EndPoint("10.0.0.1:8080") }) },
        { "port 0 with persistence", Good with { Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, EndPoint("203.0.113.10:0")), Persistence = TimeSpan.FromSeconds(360) } },
        { "a mark with NAT", Good with { Key = Mark } },
        { "a mark with DR", Good with { Key = Mark, Method = IpvsForwarding.DirectRoute, RealServers = [Server(1, 1, new PortCheck { ConnectPort = 80 }) with { Address = EndPoint("10.0.0.1:0") }] } },
        { "IPv6", Good with { Key = IpvsServiceKey.Of(IpvsProtocol.Sctp, EndPoint("[2001:db8::1]:80")), RealServers = [Server(1) with { Address = EndPoint("[fd00::1]:80") }], Persistence = TimeSpan.FromDays(31), PersistencePrefixLength = 128 } },
        { "an IPv6 mark with TUN over IPv4", Good with { Key = IpvsServiceKey.OfMark(7, AddressFamily.InterNetworkV6), Method = IpvsForwarding.Tunnel, RealServers = [Server(1) with { Address = EndPoint("10.0.0.1:0") }] } },
        { "ops", Good with { Key = IpvsServiceKey.Of(IpvsProtocol.Udp, EndPoint("203.0.113.10:53")), OnePacket = true } },
        { "ops by mark", Good with { Key = Mark, OnePacket = true } },
        { "flags of sh", Good with { Scheduler = "sh", SchedulerFlags = IpvsServiceFlags.Scheduler1 | IpvsServiceFlags.Scheduler2 } },
        { "GUE", Good with { Method = IpvsForwarding.Tunnel, Tunnel = new(IpvsTunnelType.Gue, 6080, IpvsTunnelChecksum.RemoteChecksum) } },
        { "a quorum within reach of given weights", Service(Server(1, 1, new SampleCheck("a") { Weighs = true })) with { Quorum = 10 } },
        { "a sorry server that may stand in", Good with { MaxUnavailable = 0.5, Quorum = 2, SorryServer = new() { Address = Sorry } } },
        { "a sorry server for alpha", Good with { MaxUnavailable = 0.5, Alpha = true, SorryServer = new() { Address = Sorry } } },
        { "only a sorry server", Service() with { SorryServer = new() { Address = Sorry } } },
        { "upper threshold alone", Service(Server(1) with { UpperThreshold = 3 }) },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_error_names_its_place(string what, VirtualServerOptions options, string option)
    {
        var problem = VirtualServerValidator.Validate(options).ShouldHaveSingleItem(what);
        problem.Option.ShouldBe(option);
        problem.IsWarning.ShouldBeFalse();
        problem.Message.ShouldNotContain("\n");
    }

    [Theory]
    [MemberData(nameof(Warnings))]
    public void A_warning_names_its_place(string what, VirtualServerOptions options, string option)
    {
        var problem = VirtualServerValidator.Validate(options).ShouldHaveSingleItem(what);
        (problem.Option, problem.IsWarning).ShouldBe((option, true));
    }

    [Theory]
    [MemberData(nameof(Fine))]
    public void What_works_is_left_alone(string what, VirtualServerOptions options) => VirtualServerValidator.Validate(options).ShouldBeEmpty(what);

    [Fact]
    public void Addresses_that_the_kernel_refuses_are_told_before_it_does()
    {
        var web = Service(Server(1)) with { Method = IpvsForwarding.Masquerade };
        Refused(web with { SorryServer = new() { Address = IPEndPoint.Parse("0.0.0.0:80") } }, "SorryServer");
        Refused(web with { SorryServer = new() { Address = IPEndPoint.Parse("224.0.0.1:80") } }, "SorryServer");
        Refused(web with { SorryServer = new() { Address = IPEndPoint.Parse("10.0.0.9:0") } }, "SorryServer");
        Refused(web with { RealServers = [Server(1) with { Address = IPEndPoint.Parse("10.0.0.9:0"), Checks = [] }] }, "RealServers:0:Address");
        var six = web with { Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("[2001:db8::1]:80")), RealServers = [] };
        foreach (var address in new[] { "[fe80::1]:80", "[2001:db8::2%7]:80", "[ff02::1]:80", "[::]:80" })
        {
            Refused(six with { SorryServer = new() { Address = IPEndPoint.Parse(address) } }, "SorryServer");
            Refused(six with { RealServers = [Server(1) with { Address = IPEndPoint.Parse(address) }] }, "RealServers:0:Address");
        }

        static void Refused(VirtualServerOptions options, string option) =>
            VirtualServerValidator.Validate(options).Where(p => !p.IsWarning).Select(p => p.Option).ShouldBe([option]);
    }

    [Fact]
    public void All_problems_come_at_once() =>
        VirtualServerValidator.Validate(Good with { Scheduler = "x", Quorum = 0, OnePacket = true, RealServers = [Server(1, -1), Server(1)] })
            .Select(p => p.Option).ShouldBe(["Scheduler", "OnePacket", "Quorum", "RealServers:0:Weight", "RealServers:1:Address"]);

    [Theory]
    [InlineData("wrrr", "wrr")]
    [InlineData("least-connection", "lc")]
    [InlineData("WLC", "wlc")]
    [InlineData("round", "rr")]
    public void An_unknown_scheduler_is_answered_with_the_nearest(string scheduler, string nearest) =>
        VirtualServerValidator.Validate(Good with { Scheduler = scheduler })[0].Message.ShouldEndWith($"the nearest is '{nearest}'");

    [Fact]
    public void Two_virtual_servers_have_neither_the_same_name_nor_the_same_service()
    {
        var problems = VirtualServerValidator.Validate([Good, Good with { Name = "other" }, Good with { Key = Mark }]);
        problems.Select(p => p.ToString()).ShouldBe(["other: Address: TCP 203.0.113.10:80 is the service of 'web' already", "web: another virtual server has the same name"]);
    }

    private sealed record PortCheck : CheckOptions
    {
        public override bool NeedsPort => true;
    }
}

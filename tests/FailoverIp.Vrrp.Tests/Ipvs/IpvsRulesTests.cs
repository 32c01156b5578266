using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Vrrp.Tests.Ipvs;

public class IpvsRulesTests
{
    private static readonly IpvsService Web = Samples.Service();
    private static readonly IpvsDestination Real = Samples.Real("10.0.0.2:80");
    private static readonly IpvsDestination Tunnelled = Real with { Forwarding = IpvsForwarding.Tunnel };

    public static TheoryData<IpvsService, string> BrokenServices => new()
    {
        { Web with { Scheduler = "" }, "the scheduler's name \"\" is not 1 to 15 printable characters" },
        { Web with { Scheduler = "a-scheduler-of-16" }, "is not 1 to 15 printable characters" },
        { Web with { Scheduler = "r\nr" }, "\"r?r\" is not" },
        { Web with { PersistenceEngine = new('x', 16) }, "the persistence engine's name" },
        { Web with { Flags = IpvsServiceFlags.Persistent }, "the persistence timeout is whole seconds, from 1 second to 31 days, not 00:00:00" },
        { Web with { Flags = IpvsServiceFlags.Persistent, Timeout = TimeSpan.FromSeconds(1.5) }, "whole seconds" },
        { Web with { Flags = IpvsServiceFlags.Persistent, Timeout = TimeSpan.FromDays(32) }, "31 days" },
        { Web with { Timeout = TimeSpan.FromSeconds(5) }, "a timeout without the flag Persistent" },
        { Web with { PersistencePrefixLength = 33 }, "the persistence prefix length is 1 to 32, not 33" },
        { Web with { PersistencePrefixLength = 0 }, "1 to 32, not 0" },
        { Samples.Service(Samples.Tcp("[::1]:80")) with { PersistencePrefixLength = 129 }, "1 to 128, not 129" },
        { Web with { Flags = IpvsServiceFlags.OnePacket }, "one-packet scheduling is for UDP" },
    };

    public static TheoryData<IpvsDestination, string> BrokenDestinations => new()
    {
        { Real with { Weight = -1 }, "its weight is 0 to 2147483647, not -1" },
        { Real with { UpperThreshold = 5, LowerThreshold = 6 }, "its lower threshold 6 is above its upper threshold 5" },
        { Real with { LowerThreshold = 6 }, "its lower threshold 6 is above its upper threshold 0" },
        { Real with { Forwarding = IpvsForwarding.Local }, "Local is the kernel's own mark" },
        { Real with { Forwarding = IpvsForwarding.Bypass }, "Bypass is the kernel's own mark" },
        { Real with { Address = new(IPAddress.Any, 80) }, "its address is not that of one machine" },
        { Real with { Address = new(IPAddress.Broadcast, 80) }, "its address is not that of one machine" },
        { Real with { Address = IPEndPoint.Parse("224.0.0.1:80") }, "its address is not that of one machine" },
        { Real with { Address = IPEndPoint.Parse("10.0.0.2:0") }, "NAT to port 0 is for services of all ports" },
        { Real with { Tunnel = new() }, "a kind of tunnel with Masquerade" },
        { Tunnelled with { Tunnel = new(IpvsTunnelType.Gue) }, "GUE needs a UDP port" },
        { Tunnelled with { Tunnel = new(IpvsTunnelType.Gre, 47) }, "a tunnel port is for GUE, not for GRE" },
        { Tunnelled with { Tunnel = new(IpvsTunnelType.IpIp, 0, IpvsTunnelChecksum.Checksum) }, "IP in IP has no checksums" },
        { Tunnelled with { Tunnel = new(IpvsTunnelType.Gre, 0, IpvsTunnelChecksum.RemoteChecksum) }, "remote checksums are for GUE" },
        { Tunnelled with { Tunnel = new((IpvsTunnelType)9) }, "an unknown kind of tunnel" },
        { Tunnelled with { Address = IPEndPoint.Parse("[fe80::1%3]:80") }, "IPVS knows no scope of an address" },
        { Tunnelled with { Address = IPEndPoint.Parse("[ff02::1]:80") }, "its address is not that of one machine" },
    };

    [Theory]
    [MemberData(nameof(BrokenServices))]
    public void A_service_that_makes_no_sense_is_refused_in_one_line(IpvsService service, string because)
    {
        var problem = IpvsRules.Problem(service);

        problem.ShouldNotBeNull().ShouldStartWith($"{service.Key}: ");
        problem.ShouldContain(because);
        problem.ShouldNotContain("\n");
    }

    [Theory]
    [MemberData(nameof(BrokenDestinations))]
    public void A_real_server_that_makes_no_sense_is_refused_in_one_line(IpvsDestination destination, string because) =>
        IpvsRules.Problem(Samples.Web, destination).ShouldNotBeNull().ShouldContain($"TCP 203.0.113.10:80, real server {destination.Address}: {because}");

    [Fact]
    public void What_makes_sense_is_taken()
    {
        var sip = Samples.Service(Samples.Udp("203.0.113.10:5060")) with
        {
            Flags = IpvsServiceFlags.Persistent | IpvsServiceFlags.OnePacket, Timeout = TimeSpan.FromDays(31), PersistenceEngine = "sip", PersistencePrefixLength = 32,
        };
        IpvsRules.Problem(sip).ShouldBeNull();
        IpvsRules.Problem(Samples.Service(IpvsServiceKey.OfMark(1, AddressFamily.InterNetworkV6)) with { Flags = IpvsServiceFlags.OnePacket, PersistencePrefixLength = 128 }).ShouldBeNull();
        IpvsRules.Problem(Samples.Web, Real with { Weight = 0, UpperThreshold = 6, LowerThreshold = 6 }).ShouldBeNull();
        IpvsRules.Problem(Samples.Web, Tunnelled with { Tunnel = new(IpvsTunnelType.Gue, 65535, IpvsTunnelChecksum.Checksum) }).ShouldBeNull();
        IpvsRules.Problem(Samples.Web, Tunnelled with { Address = IPEndPoint.Parse("[2001:db8::2]:80") }).ShouldBeNull();
        IpvsRules.Problem(IpvsServiceKey.OfMark(1), Samples.Real("10.0.0.2:0", forwarding: IpvsForwarding.DirectRoute)).ShouldBeNull();
        IpvsRules.Problem(IpvsServiceKey.OfMark(1), Samples.Real("10.0.0.2:8080")).ShouldBeNull();
    }
}

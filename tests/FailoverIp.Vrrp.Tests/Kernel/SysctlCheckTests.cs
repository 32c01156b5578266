using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel;

namespace FailoverIp.Vrrp.Tests.Kernel;

public sealed class SysctlCheckTests : IDisposable
{
    private const string Forward4 = "net/ipv4/ip_forward", Forward6 = "net/ipv6/conf/all/forwarding";

    /// <summary>Stands for /proc/sys.</summary>
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("failoverip-sysctl");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Nat_needs_forwarding_of_its_family()
    {
        Set((Forward4, 0), (Forward6, 0));

        Problems(Facts(Server("203.0.113.10:80", IpvsForwarding.Masquerade, "10.2.0.3:8080"))).ShouldBe(
            ["net.ipv4.ip_forward is 0: the answers of real servers behind NAT are not sent on to the clients (sysctl -w net.ipv4.ip_forward=1)"]);
        Problems(Facts(Server("[2001:db8::10]:80", IpvsForwarding.Masquerade, "[fd00::3]:80"))).ShouldBe(
            ["net.ipv6.conf.all.forwarding is 0: the answers of real servers behind NAT are not sent on to the clients (sysctl -w net.ipv6.conf.all.forwarding=1)"]);
        Set((Forward4, 1));
        Problems(Facts(Server("203.0.113.10:80", IpvsForwarding.Masquerade, "10.2.0.3:8080"))).ShouldBeEmpty();
    }

    [Fact]
    public void Forwarding_is_only_recommended_for_direct_routing_and_never_for_IPv6()
    {
        Set((Forward4, 0), (Forward6, 0));

        Check(Facts(Server("203.0.113.10:80", IpvsForwarding.DirectRoute, "10.2.0.3:80"), Server("[2001:db8::10]:80", IpvsForwarding.DirectRoute, "[fd00::3]:80")))
            .ShouldHaveSingleItem().ShouldSatisfyAllConditions(p => p.Name.ShouldBe("net.ipv4.ip_forward"), p => p.IsRequired.ShouldBeFalse());
        Problems(Facts(Server("[2001:db8::10]:80", IpvsForwarding.DirectRoute, "[fd00::3]:80"))).ShouldBeEmpty();
        Problems(new SysctlFacts()).ShouldBeEmpty();
    }

    [Fact]
    public void A_machine_that_is_handed_packets_by_direct_routing_is_not_told_to_send_them_on()
    {
        Set((Forward4, 0), ("net/ipv4/conf/all/rp_filter", 0), ("net/ipv4/conf/eth1/rp_filter", 0));

        Problems(OwnServer("eth1")).ShouldBeEmpty("it would send back what it does not take, around and around");
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 2, true)]
    [InlineData(1, 2, true)]
    [InlineData(2, 0, true)]
    [InlineData(2, 1, true)]
    [InlineData(1, 0, false)]
    [InlineData(0, 1, false)]
    [InlineData(1, 1, false)]
    public void The_kernel_takes_the_greater_value_of_all_and_the_interface(int all, int own, bool isRight)
    {
        Set((Forward4, 1), ("net/ipv4/conf/all/rp_filter", all), ("net/ipv4/conf/eth1/rp_filter", own));
        var facts = OwnServer("eth1");

        Check(facts).Select(p => p.Command).ShouldBe(isRight ? [] : ["sysctl -w net.ipv4.conf.eth1.rp_filter=2"]);
    }

    [Fact]
    public void Reverse_path_filtering_matters_only_where_packets_are_handed_over_to_this_machine()
    {
        Set((Forward4, 1), ("net/ipv4/conf/all/rp_filter", 1), ("net/ipv4/conf/eth1/rp_filter", 1));

        Problems(OwnServer("eth1")).Length.ShouldBe(1);
        Problems(OwnServer("eth1") with { DefaultRouteInterfaces = ["eth1"] }).ShouldBeEmpty("there the way back is the way there");
        Problems(OwnServer("eth1") with { LocalAddresses = [new("eth1", IPAddress.Parse("10.2.0.99"))] }).ShouldBeEmpty("no real server is this machine");
    }

    [Fact]
    public void An_interface_with_a_dot_is_named_as_sysctl_wants_it()
    {
        Set((Forward4, 1), ("net/ipv4/conf/all/rp_filter", 0), ("net/ipv4/conf/eth1.100/rp_filter", 1));

        var problem = Check(OwnServer("eth1.100")).ShouldHaveSingleItem();

        problem.Name.ShouldBe("net/ipv4/conf/eth1.100/rp_filter");
        problem.Command.ShouldBe("sysctl -w net/ipv4/conf/eth1.100/rp_filter=2");
    }

    [Fact]
    public void A_tunnel_to_this_machine_wants_no_filtering_at_all()
    {
        Set((Forward4, 1), ("net/ipv4/conf/all/rp_filter", 2), ("net/ipv4/conf/tunl0/rp_filter", 0));

        Check(Facts(Server("203.0.113.10:80", IpvsForwarding.Tunnel, "10.2.0.2:80")) with { LocalAddresses = [new("eth1", IPAddress.Parse("10.2.0.2"))] })
            .Select(p => p.Command).ShouldBe(["sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.tunl0.rp_filter=0"]);
    }

    [Fact]
    public void Arp_is_asked_for_only_where_a_virtual_address_stands_on_lo()
    {
        Set((Forward4, 1), ("net/ipv4/conf/all/rp_filter", 0), ("net/ipv4/conf/eth0/rp_filter", 0), ("net/ipv4/conf/eth1/rp_filter", 0));
        foreach (var name in new[] { "all", "eth0", "eth1" })
            Set(($"net/ipv4/conf/{name}/arp_ignore", 0), ($"net/ipv4/conf/{name}/arp_announce", 0));
        var facts = Facts(Server("203.0.113.10:80", IpvsForwarding.DirectRoute, "10.2.0.2:80"));
        SysctlLocalAddress[] addresses = [new("lo", IPAddress.Loopback), new("eth0", IPAddress.Parse("10.1.0.2")), new("eth1", IPAddress.Parse("10.2.0.2"))];

        Problems(facts with { LocalAddresses = addresses }).ShouldBeEmpty();
        Problems(facts with { LocalAddresses = [.. addresses, new("eth0", IPAddress.Parse("203.0.113.10"))] }).ShouldBeEmpty("this machine is Active");
        var onLoopback = facts with { LocalAddresses = [.. addresses, new("lo", IPAddress.Parse("203.0.113.10"))] };
        Check(onLoopback).Select(p => p.Command).ShouldBe(["sysctl -w net.ipv4.conf.all.arp_ignore=1", "sysctl -w net.ipv4.conf.all.arp_announce=2"]);
        // The interfaces' own values do as well.
        foreach (var name in new[] { "eth0", "eth1" })
            Set(($"net/ipv4/conf/{name}/arp_ignore", 1), ($"net/ipv4/conf/{name}/arp_announce", 2));
        Problems(onLoopback).ShouldBeEmpty();
    }

    [Fact]
    public void A_default_route_from_router_advertisements_is_kept_before_forwarding_begins()
    {
        Set((Forward6, 0), ("net/ipv6/conf/eth0/accept_ra", 1));
        var facts = Facts(Server("[2001:db8::10]:80", IpvsForwarding.Masquerade, "[fd00::3]:80")) with { AdvertisedRouteInterfaces = ["eth0"] };

        Check(facts).Select(p => p.Command).ShouldBe(["sysctl -w net.ipv6.conf.eth0.accept_ra=2", "sysctl -w net.ipv6.conf.all.forwarding=1"]);
    }

    [Fact]
    public void Applying_sets_what_is_required_and_leaves_recommendations()
    {
        Set((Forward4, 0), ("net/ipv4/conf/all/rp_filter", 1), ("net/ipv4/conf/eth1/rp_filter", 1), ("net/ipv4/vs/expire_quiescent_template", 0));
        var facts = OwnServer("eth1") with { KeepsFailedPersistentServers = true };

        new SysctlCheck(_root.FullName).Apply(facts).Select(p => p.Name).ShouldBe(["net.ipv4.vs.expire_quiescent_template"]);

        Get("net/ipv4/conf/eth1/rp_filter").ShouldBe(2);
        Get("net/ipv4/conf/all/rp_filter").ShouldBe(1);
        Get(Forward4).ShouldBe(0);
    }

    [Fact]
    public void What_the_kernel_does_not_have_is_a_problem_where_it_is_required_and_is_not_made()
    {
        var problem = new SysctlCheck(_root.FullName).Apply(Facts(Server("[2001:db8::10]:80", IpvsForwarding.Masquerade, "[fd00::3]:80"))).ShouldHaveSingleItem();

        (problem.Value, problem.IsRequired).ShouldBe((null, true));
        problem.ToString().ShouldStartWith("net.ipv6.conf.all.forwarding does not exist: ");
        _root.EnumerateFileSystemInfos().ShouldBeEmpty();
        Problems(new SysctlFacts { KeepsFailedPersistentServers = true }).ShouldBeEmpty();
    }

    private static SysctlFacts OwnServer(string networkInterface) =>
        Facts(Server("203.0.113.10:80", IpvsForwarding.DirectRoute, "10.2.0.2:80")) with { LocalAddresses = [new(networkInterface, IPAddress.Parse("10.2.0.2"))] };

    private static SysctlFacts Facts(params IpvsVirtualServer[] servers) => new() { VirtualServers = servers };

    private static IpvsVirtualServer Server(string address, IpvsForwarding forwarding, string realServer) => new(
        new() { Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse(address)) }, [new() { Address = IPEndPoint.Parse(realServer), Forwarding = forwarding }]);

    private IReadOnlyList<SysctlProblem> Check(SysctlFacts facts) => new SysctlCheck(_root.FullName).Check(facts);

    private string[] Problems(SysctlFacts facts) => [.. Check(facts).Select(p => p.ToString())];

    private void Set(params ReadOnlySpan<(string Name, int Value)> values)
    {
        foreach (var (name, value) in values)
        {
            var file = Path.Combine(_root.FullName, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, value.ToString(CultureInfo.InvariantCulture) + "\n");
        }
    }

    private int Get(string name) => int.Parse(File.ReadAllText(Path.Combine(_root.FullName, name)), CultureInfo.InvariantCulture);
}

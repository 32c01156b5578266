using System.Net.Sockets;

namespace FailoverIp.Node.Tests.KeepalivedConf.VirtualServers;

/// <summary>Groups: one virtual server for each of their entries.</summary>
public class ServerGroupTests
{
    [Theory]
    [InlineData("10.0.0.10-12 80", "10.0.0.10:80 10.0.0.11:80 10.0.0.12:80")]
    [InlineData("10.0.0.254-10.0.1.1 80", "10.0.0.254:80 10.0.0.255:80 10.0.1.0:80 10.0.1.1:80")]
    [InlineData("10.0.0.8/30 80", "10.0.0.8:80 10.0.0.9:80 10.0.0.10:80 10.0.0.11:80")]
    [InlineData("10.0.0.9/32 80", "10.0.0.9:80")]
    [InlineData("10.0.0.1 80\n10.0.0.7 443", "10.0.0.1:80 10.0.0.7:443")]
    [InlineData("10.0.0.1 80\n10.0.0.1 80", "10.0.0.1:80")]
    public void Addresses(string entries, string expected) => Read(entries).Servers.Select(s => s.Key.Address!.ToString()).ShouldBe(expected.Split(' '));

    [Theory]
    [InlineData("2001:db8::e-11 80", "[2001:db8::e]:80 [2001:db8::f]:80 [2001:db8::10]:80 [2001:db8::11]:80")]
    [InlineData("2001:db8::fffe-2001:db8::1:0 80", "[2001:db8::fffe]:80 [2001:db8::ffff]:80 [2001:db8::1:0]:80")]
    [InlineData("2001:db8::/126 80", "[2001:db8::]:80 [2001:db8::1]:80 [2001:db8::2]:80 [2001:db8::3]:80")]
    public void Addresses_of_IPv6(string entries, string expected) => Read(entries, real: "2001:db8::99 80").Servers.Select(s => s.Key.Address!.ToString()).ShouldBe(expected.Split(' '));

    [Theory]
    [InlineData("10.0.0.12-12 80")]
    [InlineData("10.0.0.12-11 80")]
    [InlineData("10.0.0.12-256 80")]
    [InlineData("10.0.0.12- 80")]
    [InlineData("10.0.0.12-14x 80")]
    [InlineData("10.0.0.9/29 80")]
    [InlineData("10.0.0.0/0 80")]
    [InlineData("10.0.0.0/33 80")]
    [InlineData("10.0.0.1-2001:db8::5 80")]
    [InlineData("10.0.0.1 http")]
    [InlineData("10.0.0.1x 80")]
    public void What_is_no_range_leaves_the_group_empty(string entry)
    {
        var text = Read(entry);

        text.Complaints.Select(c => c.Split(':')[0]).Distinct().ShouldBe(["2", "3"]);
        text.Servers.ShouldBeEmpty();
    }

    [Fact]
    public void Names_are_what_the_entries_are()
    {
        Read("10.0.0.1 80\n10.0.0.2 80").Servers.Select(s => s.Name).ShouldBe(["web tcp 10.0.0.1 80", "web tcp 10.0.0.2 80"]);
        Read("fwmark 5\nfwmark 6", protocol: "").Servers.Select(s => (s.Name, s.Key.FirewallMark, s.Key.Family))
            .ShouldBe([("web fwmark 5", 5u, AddressFamily.InterNetwork), ("web fwmark 6", 6u, AddressFamily.InterNetwork)]);
    }

    [Fact]
    public void All_entries_share_what_is_said_and_so_their_checks_are_made_once()
    {
        var servers = Read("10.0.0.1 80\n10.0.0.2 80", check: "TCP_CHECK {\nconnect_timeout 3\n}").Servers;

        servers[0].RealServers.ShouldBe(servers[1].RealServers);
        servers[0].RealServers[0].Checks[0].ShouldBe(servers[1].RealServers[0].Checks[0]);
    }

    [Fact]
    public void Both_families_go_with_tunnels_only()
    {
        const string Both = "10.0.0.1 80\n2001:db8::1 80";

        Read(Both, method: "TUN").Servers.Count.ShouldBe(2);
        var text = Read(Both);
        text.Complaints.ShouldBeEmpty("keepalived's test says nothing of it");
        text.Notes.ShouldHaveSingleItem();
        text.Servers.ShouldBeEmpty();
    }

    [Fact]
    public void A_group_that_is_not_there_leaves_the_virtual_server_out()
    {
        var text = LvsText.Server("", "group nowhere");

        text.Complaints.ShouldBeEmpty("keepalived's test says nothing of it");
        text.Notes.ShouldHaveSingleItem().ShouldStartWith("1: there is no virtual_server_group nowhere");
        text.Servers.ShouldBeEmpty();
    }

    [Fact]
    public void More_services_than_a_kernel_holds_are_refused()
    {
        var text = Read("10.0.0.0/8 80");

        text.Document.Problems.Notes.ShouldHaveSingleItem().IsWarning.ShouldBeFalse();
        text.Servers.ShouldBeEmpty();
    }

    [Fact]
    public void A_direct_route_has_the_port_of_each_entry()
    {
        var servers = Read("10.0.0.1 80\n10.0.0.2 443", real: "10.0.0.9", method: "DR").Servers;

        servers.Select(s => s.RealServers[0].Address.Port).ShouldBe([80, 443]);
    }

    private static LvsText Read(string entries, string real = "10.0.0.99 80", string method = "NAT", string protocol = "protocol TCP", string check = "") => LvsText.Read(
        $"virtual_server_group web {{\n{entries}\n}}\nvirtual_server group web {{\n{protocol}\nlvs_sched rr\nlvs_method {method}\nreal_server {real} {{\n{check}\n}}\n}}\n");
}

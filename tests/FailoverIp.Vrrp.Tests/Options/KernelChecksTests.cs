using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp.Tests.Options;

public class KernelChecksTests
{
    private static readonly VirtualAddress V4 = new(IPAddress.Parse("10.0.0.1"), 24);
    private static readonly VirtualAddress V6 = new(IPAddress.Parse("2001:db8::1"), 64);
    private static readonly VirtualRoute Route = new() { Destination = IPNetwork.Parse("10.9.0.0/16"), Interface = "eth1" };
    private static readonly VirtualRoute Route6 = new() { Destination = IPNetwork.Parse("2001:db8:9::/48"), Interface = "eth1" };
    private static readonly VirtualRule Rule = new() { Family = AddressFamily.InterNetwork, Table = 100 };

    private static string[] Problems(VirtualRouterOptions options) => [.. options.Validate().Where(p => !p.IsWarning).Select(p => $"{p.Option}: {p.Message}")];

    [Fact]
    public void What_the_kernel_can_do_is_no_problem() => Problems(LanFixture.Options() with
    {
        ExcludedAddresses =
        [
            V4 with { Peer = IPAddress.Parse("10.0.0.2"), Broadcast = IPAddress.Broadcast, Label = "eth1:1", NoPrefixRoute = true },
            V6 with { DetectDuplicates = true, IsHomeAddress = true, ManageTemporaryAddresses = true, PreferredLifetime = TimeSpan.Zero },
            new(IPAddress.Parse("239.1.1.1"), 32) { AutoJoin = true },
        ],
        VirtualRoutes = [Route, Route6, new() { Destination = IPNetwork.Parse("10.8.0.0/16"), Type = VirtualRouteType.Prohibit }, new() { Destination = IPNetwork.Parse("10.7.0.0/16"), NextHops = [new(null, "eth1", 256)] }],
        VirtualRules = [Rule, Rule with { Table = null, Action = VirtualRuleAction.Blackhole, FirewallMark = 1, FirewallMask = 3 }],
        Announcements = new() { LowerPriorityRepeat = 0, ArpInterval = TimeSpan.FromMilliseconds(1), Refresh = TimeSpan.FromMinutes(1) },
        Accept = false,
    }).ShouldBeEmpty();

    public static TheoryData<VirtualAddress, string> BadAddresses => new()
    {
        { V4 with { Peer = V6.Address }, "of the other family" },
        { V6 with { Broadcast = IPAddress.Broadcast }, "no broadcast" },
        { V4 with { Broadcast = V6.Address }, "not one of IPv4" },
        { V6 with { Label = "x" }, "labels" },
        { V4 with { DetectDuplicates = true }, "for IPv6" },
        { V4 with { IsHomeAddress = true }, "for IPv6" },
        { V6 with { ManageTemporaryAddresses = true, PrefixLength = 63 }, "64 bits" },
        { V6 with { PreferredLifetime = TimeSpan.FromSeconds(-2) }, "negative" },
        { V4 with { AutoJoin = true }, "no multicast group" },
        { new(IPAddress.Parse("239.1.1.1"), 32), "no address of a host" },
    };

    [Theory]
    [MemberData(nameof(BadAddresses))]
    public void An_address_that_the_kernel_would_refuse_is_refused_before(VirtualAddress address, string because)
    {
        ArgumentNullException.ThrowIfNull(address);
        Problems(LanFixture.Options() with { ExcludedAddresses = [address] }).ShouldHaveSingleItem().ShouldStartWith($"ExcludedAddresses: {address}");
        Problems(LanFixture.Options() with { ExcludedAddresses = [address] })[0].ShouldContain(because);
    }

    public static TheoryData<VirtualRoute, string> BadRoutes => new()
    {
        { Route with { Interface = null }, "neither a gateway nor an interface" },
        { Route with { Source = V6.Address }, "of the other family" },
        { Route with { Table = 0 }, "counted from 1" },
        { Route with { Type = (VirtualRouteType)3 }, "no type" },
        { Route with { Type = VirtualRouteType.Blackhole }, "leads nowhere" },
        { Route with { NextHops = [new(null, "eth2")] }, "instead of" },
        { Route with { Interface = null, NextHops = [new(null, "eth2", 257)] }, "between 1 and 256" },
        { Route with { Interface = null, NextHops = [new(null)] }, "a way has neither" },
        { Route with { Interface = null, NextHops = [.. Enumerable.Repeat(new VirtualNextHop(null, "eth2"), 17)] }, "at most 16" },
        { Route6 with { Gateway = V4.Address }, "gateway of IPv4" },
        { Route with { Interface = "eth 1" }, "not an interface name" },
        { Route6 with { Tos = 4 }, "type of service" },
        { Route with { Metrics = new() { HopLimit = 0 } }, "hop limit" },
        { Route with { Metrics = new() { CongestionControl = "" } }, "congestion control" },
        { Route with { Metrics = new() { LeastTimeout = TimeSpan.FromSeconds(-1) } }, "between 0 and 1 hour" },
    };

    [Theory]
    [MemberData(nameof(BadRoutes))]
    public void A_route_that_the_kernel_would_refuse_is_refused_before(VirtualRoute route, string because) =>
        Problems(LanFixture.Options() with { VirtualRoutes = [route] }).ShouldContain(p => p.StartsWith($"VirtualRoutes: {route}", StringComparison.Ordinal) && p.Contains(because, StringComparison.Ordinal));

    public static TheoryData<VirtualRule, string> BadRules => new()
    {
        { Rule with { Family = AddressFamily.Unix }, "neither IPv4 nor IPv6" },
        { Rule with { From = IPNetwork.Parse("2001:db8::/32") }, "of the other family" },
        { Rule with { Table = null }, "a table belongs" },
        { Rule with { Action = VirtualRuleAction.Prohibit }, "a table belongs" },
        { Rule with { FirewallMask = 1 }, "without a mark" },
        { Rule with { LooksUpVrf = true }, "a table belongs" },
        { Rule with { Table = null, Action = VirtualRuleAction.Nop, LooksUpVrf = true }, "VRF belongs" },
        { Rule with { Table = null, Action = VirtualRuleAction.GoTo, GoTo = 5 }, "goto leads" },
        { Rule with { Table = null, Action = VirtualRuleAction.GoTo, GoTo = 5, Priority = 5 }, "goto leads" },
        { Rule with { GoTo = 5 }, "goto leads" },
        { Rule with { SuppressPrefixLength = 33 }, "not between 0 and 32" },
        { Rule with { Table = null, Action = VirtualRuleAction.Nop, SuppressInterfaceGroup = 3 }, "suppressed with" },
        { Rule with { Users = new(2, 1) }, "the users end" },
        { Rule with { IPProtocol = 0 }, "no IP protocol 0" },
        { Rule with { SourcePorts = new(0, 5) }, "no ports" },
        { Rule with { DestinationPorts = new(5, 70000) }, "no ports" },
        { Rule with { InputInterface = "a/b" }, "not an interface name" },
    };

    [Theory]
    [MemberData(nameof(BadRules))]
    public void A_rule_that_the_kernel_would_refuse_is_refused_before(VirtualRule rule, string because) =>
        Problems(LanFixture.Options() with { VirtualRules = [rule] }).ShouldContain(p => p.StartsWith($"VirtualRules: {rule}", StringComparison.Ordinal) && p.Contains(because, StringComparison.Ordinal));

    [Fact]
    public void Announcements_have_their_ranges()
    {
        Problems(LanFixture.Options() with
        {
            Announcements = new()
            {
                Repeat = 0, RefreshRepeat = 256, LowerPriorityRepeat = -1, Delay = TimeSpan.FromHours(2), LowerPriorityDelay = TimeSpan.FromSeconds(-1),
                Refresh = TimeSpan.FromMilliseconds(1), ArpInterval = TimeSpan.FromSeconds(2), NeighbourInterval = TimeSpan.FromSeconds(-1),
            },
        }).Select(p => p.Split(':')[0]).ShouldBe(
            ["Garp.Repeat", "Garp.RefreshRepeat", "Garp.LowerPriorityRepeat", "Garp.Delay", "Garp.LowerPriorityDelay", "Garp.ArpInterval", "Garp.NeighbourInterval", "Garp.Refresh"],
            ignoreOrder: true);
    }
}

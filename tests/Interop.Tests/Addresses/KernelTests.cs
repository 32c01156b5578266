using System.Net;
using System.Net.Sockets;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Wire;
using FailoverIp.Vrrp;
using static FailoverIp.Interop.Addresses.EngineLab;

namespace FailoverIp.Interop.Addresses;

/// <summary>Addresses, routes and rules as <c>ip -j</c> reads them back.</summary>
public sealed class KernelTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Every_attribute_of_an_address_reaches_the_kernel_and_nothing_is_left()
    {
        await using var lab = await CreateAsync();
        var before = await lab.IpAsync("addr", "show", "dev", "eth1");
        var router = Owner(
            new(IPAddress.Parse("10.134.0.100"), 24, Label: "eth1:vip") { Broadcast = IPAddress.Broadcast, Scope = 253 },
            new(IPAddress.Parse("10.133.0.1"), 30) { Peer = IPAddress.Parse("10.133.0.2"), NoPrefixRoute = true, PreferredLifetime = TimeSpan.Zero }) with
        {
            ExcludedAddresses =
            [
                new(IPAddress.Parse("2001:db8::1"), 64) { ManageTemporaryAddresses = true, PreferredLifetime = TimeSpan.FromHours(1) },
                new(IPAddress.Parse("239.1.1.1"), 32) { AutoJoin = true },
                new(IPAddress.Parse("2001:db8::2"), 128) { IsHomeAddress = true },
            ],
        };

        var engine = await lab.StartAsync(router);

        await lab.UntilAsync(async () => await lab.AddressAsync("2001:db8::2") is not null, "the last address");
        engine.GetStatus()[0].AddressProblems.ShouldBeEmpty();
        var first = (await lab.AddressAsync("10.134.0.100"))!.Value;
        (first.GetProperty("label").GetString(), first.GetProperty("broadcast").GetString(), first.GetProperty("scope").GetString()).ShouldBe(("eth1:vip", "10.134.0.255", "link"));
        var second = (await lab.AddressAsync("10.133.0.1"))!.Value;
        (second.GetProperty("address").GetString(), second.GetProperty("noprefixroute").GetBoolean(), second.GetProperty("deprecated").GetBoolean()).ShouldBe(("10.133.0.2", true, true));
        var third = (await lab.AddressAsync("2001:db8::1"))!.Value;
        (third.GetProperty("mngtmpaddr").GetBoolean(), third.GetProperty("nodad").GetBoolean()).ShouldBe((true, true));
        third.GetProperty("preferred_life_time").GetUInt32().ShouldBeInRange(3500u, 3600u);
        (await lab.AddressAsync("2001:db8::2"))!.Value.GetProperty("home").GetBoolean().ShouldBeTrue();
        (await lab.AddressAsync("239.1.1.1"))!.Value.GetProperty("autojoin").GetBoolean().ShouldBeTrue();
        (await lab.IpAsync("maddr", "show", "dev", "eth1")).ShouldContain("239.1.1.1");
        engine.GetStatus()[0].AddressProblems.ShouldBeEmpty();

        await engine.StopAsync(default);
        (await lab.IpAsync("maddr", "show", "dev", "eth1")).ShouldNotContain("239.1.1.1");
        // Addresses that the kernel has made itself of a managed prefix go a moment later.
        await lab.UntilAsync(async () => await lab.IpAsync("addr", "show", "dev", "eth1") == before, "nothing is left");
    }

    [SkippableFact]
    public async Task Routes_and_rules_come_with_the_role_and_go_with_it()
    {
        await using var lab = await CreateAsync();
        var before = (await lab.IpAsync("route", "show", "table", "all"), await lab.IpAsync("rule"), await lab.IpAsync("-6", "rule"));

        var engine = await lab.StartAsync(WithRoutes());

        await lab.UntilAsync(async () => (await lab.ReadAsync("-6", "rule")).Any(r => r.GetProperty("priority").GetInt32() == 1001), "the last rule");
        lab.Notices.All.ShouldBeEmpty();
        var route = (await lab.ReadAsync("route", "show", "10.9.0.0/16")).ShouldHaveSingleItem();
        (route.GetProperty("gateway").GetString(), route.GetProperty("dev").GetString(), route.GetProperty("prefsrc").GetString(), route.GetProperty("protocol").GetString(), route.GetProperty("metric").GetInt32())
            .ShouldBe(("10.132.0.99", "eth1", "10.132.0.100", "keepalived", 77));
        route.GetProperty("metrics")[0].GetProperty("mtu").GetInt32().ShouldBe(1400);
        (await lab.ReadAsync("route", "show", "table", "100", "10.10.0.0/16")).ShouldHaveSingleItem().GetProperty("type").GetString().ShouldBe("blackhole");
        var multipath = (await lab.ReadAsync("route", "show", "10.11.0.0/16")).ShouldHaveSingleItem().GetProperty("nexthops").EnumerateArray()
            .Select(h => (h.GetProperty("gateway").GetString(), h.GetProperty("weight").GetInt32())).ToArray();
        multipath.ShouldBe([("10.132.0.97", 3), ("10.132.0.98", 1)]);
        (await lab.ReadAsync("route", "show", "10.12.0.0/16")).ShouldHaveSingleItem().GetProperty("via").GetProperty("host").GetString().ShouldBe("fe80::99");
        (await lab.ReadAsync("-6", "route", "show", "2001:db8:9::/48")).ShouldHaveSingleItem().GetProperty("gateway").GetString().ShouldBe("fe80::99");
        (await lab.ReadAsync("route", "show", "10.13.0.0/16")).ShouldHaveSingleItem().GetProperty("scope").GetString().ShouldBe("link");
        var rule = (await lab.ReadAsync("rule")).Single(r => r.GetProperty("priority").GetInt32() == 1000);
        (rule.GetProperty("src").GetString(), rule.GetProperty("srclen").GetInt32(), rule.GetProperty("table").GetString(), rule.GetProperty("fwmark").GetString(), rule.GetProperty("fwmask").GetString(), rule.GetProperty("iif").GetString())
            .ShouldBe(("10.0.0.0", 8, "100", "0x10", "0xff", "eth1"));

        await engine.StopAsync(default);
        (await lab.IpAsync("route", "show", "table", "all"), await lab.IpAsync("rule"), await lab.IpAsync("-6", "rule")).ShouldBe(before);
        lab.Notices.All.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task What_somebody_removes_is_put_back_and_told()
    {
        await using var lab = await CreateAsync();
        var engine = await lab.StartAsync(WithRoutes());
        await lab.UntilAsync(async () => (await lab.ReadAsync("route", "show", "10.9.0.0/16")).Length == 1, "the route");

        await lab.IpAsync("route", "del", "10.9.0.0/16");
        await lab.UntilAsync(async () => (await lab.ReadAsync("route", "show", "10.9.0.0/16")).Length == 1, "the route again");
        await lab.IpAsync("rule", "del", "priority", "1000");
        await lab.UntilAsync(async () => (await lab.ReadAsync("rule")).Any(r => r.GetProperty("priority").GetInt32() == 1000), "the rule again");
        // The address takes the route along that has it as its source, and the kernel says nothing of that.
        await lab.IpAsync("addr", "del", "10.132.0.100/32", "dev", "eth1");
        await lab.UntilAsync(async () => await lab.AddressAsync("10.132.0.100") is not null && (await lab.ReadAsync("route", "show", "10.9.0.0/16")).Length == 1, "address and route again");

        engine.GetStatus()[0].Repairs.ShouldBe(3);
        engine.GetStatus()[0].AddressProblems.ShouldBeEmpty();
        foreach (var what in new[] { "route 10.9.0.0/16", "from 10.0.0.0/8", "10.132.0.100/32" })
            lab.Notices.All.ShouldContain(l => l.Contains("while Active; it is put back", StringComparison.Ordinal) && l.Contains(what.Replace("route ", "", StringComparison.Ordinal), StringComparison.Ordinal), what);
    }

    [SkippableFact]
    public async Task Every_attribute_of_a_route_reaches_the_kernel()
    {
        await using var lab = await CreateAsync();
        var before = await RoutesAsync();
        VirtualRoute Route(string destination) => new() { Destination = IPNetwork.Parse(destination), Interface = "eth1" };
        var engine = await lab.StartAsync(Owner() with
        {
            VirtualRoutes =
            [
                Route("10.16.0.0/16") with { Gateway = IPAddress.Parse("192.0.2.1"), OnLink = true },
                Route("10.17.0.0/16") with { Interface = null, Type = VirtualRouteType.Unreachable },
                Route("10.18.0.0/16") with { Interface = null, Type = VirtualRouteType.Throw, Table = 100 },
                Route("10.19.0.0/16") with { Interface = null, Type = VirtualRouteType.Prohibit },
                Route("10.20.0.0/16") with { Protocol = 4, Scope = 0 },
                Route("10.21.0.0/16") with
                {
                    Tos = 0x10,
                    Metrics = new()
                    {
                        AdvertisedSegmentSize = 1200, HopLimit = 7, InitialCongestionWindow = 20, InitialReceiveWindow = 30, Window = 5000, CongestionWindow = 9, SlowStartThreshold = 40, Reordering = 4,
                        RoundTripTime = TimeSpan.FromMilliseconds(5), RoundTripVariance = TimeSpan.FromMilliseconds(3), LeastTimeout = TimeSpan.FromMilliseconds(300), QuickAcknowledge = true,
                        CongestionNotification = true, FastOpenWithoutCookie = true, CongestionControl = "reno",
                    },
                },
                Route("2001:db8:16::/48") with { Interface = null, Type = VirtualRouteType.Unreachable, Metric = 5 },
            ],
        });
        await lab.UntilAsync(async () => (await lab.ReadAsync("-6", "route", "show", "2001:db8:16::/48")).Length == 1, "the last route");

        (await ShowAsync("10.16.0.0/16")).ShouldBe("unicast 10.16.0.0/16 via 192.0.2.1 dev eth1 proto keepalived scope global onlink");
        (await ShowAsync("10.17.0.0/16")).ShouldBe("unreachable 10.17.0.0/16 proto keepalived scope global");
        (await ShowAsync("10.18.0.0/16", "table", "100")).ShouldBe("throw 10.18.0.0/16 proto keepalived scope global");
        (await ShowAsync("10.19.0.0/16")).ShouldBe("prohibit 10.19.0.0/16 proto keepalived scope global");
        (await ShowAsync("10.20.0.0/16")).ShouldBe("unicast 10.20.0.0/16 dev eth1 proto static scope global");
        // As ip(8) shows a route that it has made itself of these words.
        (await ShowAsync("10.21.0.0/16")).ShouldBe(
            "unicast 10.21.0.0/16 tos 0x10 dev eth1 proto keepalived scope link window 5000 rtt 5ms rttvar 3ms ssthresh 40 cwnd 9 advmss 1200 reordering 4 hoplimit 7 initcwnd 20 features ecn rto_min lock 300ms initrwnd 30 quickack 1 congctl reno fastopen_no_cookie 1");
        (await lab.ReadAsync("-6", "route", "show", "2001:db8:16::/48")).ShouldHaveSingleItem().GetProperty("type").GetString().ShouldBe("unreachable");
        engine.GetStatus()[0].AddressProblems.ShouldBeEmpty();

        await lab.IpAsync("route", "add", "10.21.0.0/16", "dev", "eth1", "tos", "0x8"); // another one, which is not ours
        await lab.IpAsync("route", "del", "10.21.0.0/16", "tos", "0x8");
        await lab.IpAsync("route", "del", "10.21.0.0/16", "tos", "0x10");
        await lab.UntilAsync(async () => (await ShowAsync("10.21.0.0/16")).Contains("advmss 1200", StringComparison.Ordinal), "it is put back");
        await engine.StopAsync(default);
        (await RoutesAsync()).ShouldBe(before);
        lab.Notices.All.ShouldHaveSingleItem();

        async Task<string> ShowAsync(string destination, params string[] table) => (await lab.IpAsync(["-d", "route", "show", .. table, destination])).Trim();

        // The management interface gets its own when its cable is seen, whenever that is.
        async Task<string[]> RoutesAsync() => [.. (await lab.IpAsync("route", "show", "table", "all")).Split('\n').Where(r => !r.Contains("dev eth0", StringComparison.Ordinal))];
    }

    [SkippableFact]
    public async Task Every_attribute_of_a_rule_reaches_the_kernel()
    {
        await using var lab = await CreateAsync();
        var before = (await lab.IpAsync("rule"), await lab.IpAsync("-6", "rule"));
        var rule = new VirtualRule { Family = AddressFamily.InterNetwork, From = IPNetwork.Parse("10.0.0.0/8"), Table = 100 };
        var engine = await lab.StartAsync(Owner() with
        {
            VirtualRules =
            [
                rule with { Priority = 900, To = IPNetwork.Parse("10.9.0.0/16"), OutputInterface = "eth1", Tos = 0x10, SuppressPrefixLength = 8, Users = new(100, 200), IPProtocol = 6, SourcePorts = new(80, 80), DestinationPorts = new(1000, 2000) },
                rule with { Priority = 901, From = IPNetwork.Parse("10.1.0.0/16"), Invert = true, Protocol = 4 },
                rule with { Priority = 903, Table = null, Action = VirtualRuleAction.GoTo, GoTo = 904 },
                rule with { Priority = 904, Table = null, Action = VirtualRuleAction.Nop },
                rule with { Priority = 905, SuppressInterfaceGroup = 3, TunnelId = 77 },
                new() { Family = AddressFamily.InterNetwork, Priority = 906, LooksUpVrf = true },
                new() { Family = AddressFamily.InterNetworkV6, From = IPNetwork.Parse("2001:db8::/32"), To = IPNetwork.Parse("2001:db8:1::/48"), Table = 100, Priority = 907, OutputInterface = "eth1" },
            ],
        });
        await lab.UntilAsync(async () => (await lab.ReadAsync("-6", "rule")).Any(r => r.GetProperty("priority").GetInt32() == 907), "the last rule");

        // As ip(8) shows rules that it has made itself of these words.
        string[] expected =
        [
            "900:\tfrom 10.0.0.0/8 to 10.9.0.0/16 tos 0x10 oif eth1 uidrange 100-200 ipproto tcp sport 80 dport 1000-2000 lookup 100 suppress_prefixlength 8 proto keepalived",
            "901:\tnot from 10.1.0.0/16 lookup 100 proto static",
            "903:\tfrom 10.0.0.0/8 goto 904 proto keepalived",
            "904:\tfrom 10.0.0.0/8 nop proto keepalived",
            "905:\tfrom 10.0.0.0/8 tun_id 77 lookup 100 suppress_ifgroup 3 proto keepalived",
            "906:\tfrom all lookup [l3mdev-table] proto keepalived",
        ];
        (await LinesAsync()).Where(l => l.StartsWith('9')).ShouldBe(expected);
        (await LinesAsync("-6")).ShouldContain("907:\tfrom 2001:db8::/32 to 2001:db8:1::/48 oif eth1 lookup 100 proto keepalived");
        engine.GetStatus()[0].AddressProblems.ShouldBeEmpty();

        foreach (var priority in new[] { "900", "904", "906" })
            await lab.IpAsync("rule", "del", "priority", priority);
        await lab.UntilAsync(async () => (await LinesAsync()).Where(l => l.StartsWith('9')).SequenceEqual(expected), "they are put back");
        await engine.StopAsync(default);
        (await lab.IpAsync("rule"), await lab.IpAsync("-6", "rule")).ShouldBe(before);

        async Task<string[]> LinesAsync(params string[] family) => [.. (await lab.IpAsync([.. family, "-d", "rule"])).Split('\n').Select(l => l.Trim())];
    }

    [SkippableFact]
    public async Task What_is_not_tracked_may_be_removed()
    {
        await using var lab = await CreateAsync();
        var router = WithRoutes();
        router = router with
        {
            VirtualAddresses = [.. router.VirtualAddresses, new(IPAddress.Parse("10.132.0.101"), 32) { Track = false }],
            VirtualRoutes = [router.VirtualRoutes[0], new() { Destination = IPNetwork.Parse("10.14.0.0/16"), Interface = "eth1", Track = false }],
            VirtualRules = [router.VirtualRules[0], new() { Family = AddressFamily.InterNetwork, To = IPNetwork.Parse("10.15.0.0/16"), Table = 100, Priority = 1002, Track = false }],
        };
        var engine = await lab.StartAsync(router);
        await lab.UntilAsync(async () => (await lab.ReadAsync("rule")).Any(r => r.GetProperty("priority").GetInt32() == 1002), "the last rule");

        await lab.IpAsync("route", "del", "10.14.0.0/16");
        await lab.IpAsync("rule", "del", "priority", "1002");
        await lab.IpAsync("addr", "del", "10.132.0.101/32", "dev", "eth1");
        await lab.IpAsync("route", "del", "10.9.0.0/16"); // that one comes back: by then the others would have
        await lab.UntilAsync(async () => (await lab.ReadAsync("route", "show", "10.9.0.0/16")).Length == 1, "the route again");

        (await lab.ReadAsync("route", "show", "10.14.0.0/16")).ShouldBeEmpty();
        (await lab.ReadAsync("rule")).ShouldNotContain(r => r.GetProperty("priority").GetInt32() == 1002);
        (await lab.AddressAsync("10.132.0.101")).ShouldBeNull();
        engine.GetStatus()[0].Repairs.ShouldBe(1);
        lab.Notices.All.ShouldHaveSingleItem().ShouldContain("10.9.0.0/16");
        await engine.StopAsync(default);
        lab.Notices.All.ShouldHaveSingleItem(); // what is gone already is no news
    }

    [SkippableFact]
    public async Task What_has_no_room_in_an_advert_stands_on_the_interface_all_the_same()
    {
        await using var lab = await CreateAsync();
        await lab.IpAsync("link", "set", "eth1", "mtu", "600");

        var engine = await lab.StartAsync(Owner([.. Enumerable.Range(0, 200).Select(n => new VirtualAddress(IPAddress.Parse($"10.200.0.{n + 1}"), 32))]));

        await lab.UntilAsync(async () => await lab.AddressAsync("10.200.0.200") is not null, "the last address");
        await lab.UntilAsync(() => Task.FromResult(lab.Lab.Capture.Frames.OfType<AdvertFrame>().Any()), "an advert");
        lab.Notices.All.ShouldHaveSingleItem().ShouldContain("of 200 virtual addresses only the first 143 have room in an advert over eth1 (MTU 600)");
        await lab.IpAsync("link", "set", "eth1", "mtu", "1500");
        var seen = lab.Lab.Capture.Frames.OfType<AdvertFrame>().Count();
        await lab.UntilAsync(() => Task.FromResult(lab.Lab.Capture.Frames.OfType<AdvertFrame>().Skip(seen + 1).Any()), "an advert after that");
        var counts = lab.Lab.Capture.Frames.OfType<AdvertFrame>().Select(f => f.Addresses.Count).ToArray();
        (counts[0], counts[^1]).ShouldBe((143, 200));
        engine.GetStatus()[0].State.ShouldBe(VrrpState.Active);
    }

    [SkippableFact]
    public async Task Routes_are_there_again_after_the_interface_was_down()
    {
        await using var lab = await CreateAsync();
        var engine = await lab.StartAsync(WithRoutes());
        await lab.UntilAsync(async () => (await lab.ReadAsync("route", "show", "10.9.0.0/16")).Length == 1, "the route");

        await lab.IpAsync("link", "set", "eth1", "down");
        await lab.UntilAsync(() => Task.FromResult(engine.GetStatus()[0].State == VrrpState.Fault), "Fault");
        await lab.UntilAsync(async () => (await lab.ReadAsync("rule")).All(r => r.GetProperty("priority").GetInt32() != 1000), "no rule");
        await lab.IpAsync("link", "set", "eth1", "up");

        await lab.UntilAsync(async () => (await lab.ReadAsync("route", "show", "10.9.0.0/16")).Length == 1, "the route again");
    }

    [SkippableFact]
    public async Task A_route_in_whose_place_there_is_another_is_told_of_and_the_other_one_stays()
    {
        await using var lab = await CreateAsync();
        await lab.IpAsync("route", "add", "10.9.0.0/16", "via", "10.132.0.1", "metric", "77");

        var engine = await lab.StartAsync(WithRoutes());

        await lab.UntilAsync(() => Task.FromResult(engine.GetStatus()[0].AddressProblems.Count > 0), "the problem");
        engine.GetStatus()[0].AddressProblems[0].ShouldContain("route 10.9.0.0/16 via 10.132.0.99 dev eth1 could not be added: File exists");
        await engine.StopAsync(default);
        (await lab.ReadAsync("route", "show", "10.9.0.0/16")).ShouldHaveSingleItem().GetProperty("gateway").GetString().ShouldBe("10.132.0.1");
    }

    [SkippableFact]
    public async Task Secondaries_are_promoted_while_it_is_Active_and_the_setting_is_as_before_afterwards()
    {
        await using var lab = await CreateAsync();
        await lab.Host.RunAsync("sysctl", "-qw", "net.ipv4.conf.eth1.promote_secondaries=0");

        var engine = await lab.StartAsync(Owner() with { PromoteSecondaries = true });
        await lab.UntilAsync(async () => await SettingAsync() == "1", "set");
        await engine.StopAsync(default);

        (await SettingAsync()).ShouldBe("0");
        async Task<string> SettingAsync() => (await lab.Host.RunAsync("sysctl", "-n", "net.ipv4.conf.eth1.promote_secondaries")).Output.Trim();
    }

    [SkippableFact]
    public async Task Announcements_keep_their_distance_and_are_repeated()
    {
        await using var lab = await CreateAsync();
        VirtualAddress[] addresses = [.. Enumerable.Range(100, 5).Select(n => new VirtualAddress(IPAddress.Parse($"10.132.0.{n}"), 32))];
        var interval = TimeSpan.FromMilliseconds(50);

        await lab.StartAsync(Owner(addresses) with
        {
            Announcements = new() { Repeat = 2, Delay = TimeSpan.Zero, ArpInterval = interval, Refresh = TimeSpan.FromSeconds(1), RefreshRepeat = 1 },
        });

        await lab.UntilAsync(() => Task.FromResult(lab.Lab.Capture.Announcements.Count() >= 15), "two sets");
        var seen = lab.Lab.Capture.Announcements.Take(15).ToArray();
        seen.Select(a => a.Sender.ToString()).ShouldBe(Enumerable.Repeat(addresses.Select(a => a.Address.ToString()), 3).SelectMany(a => a));
        for (var i = 1; i < seen.Length; i++)
            (seen[i].At - seen[i - 1].At).ShouldBeGreaterThan(interval - TimeSpan.FromMilliseconds(20), $"{i}"); // the engine may have been late with the one before
        (seen[10].At - seen[0].At).TotalSeconds.ShouldBeInRange(0.8, 1.5); // the first one may have been late
    }

    [SkippableFact]
    public async Task An_address_that_another_machine_has_too_is_told_of()
    {
        await using var lab = await CreateAsync("a", "b");
        await Shell.RunAsync("ip", "-n", lab.Lab["b"].Namespace, "addr", "add", "2001:db8::7/64", "dev", "eth1", "nodad");

        var engine = await lab.StartAsync(Owner() with { ExcludedAddresses = [new(IPAddress.Parse("2001:db8::7"), 64) { DetectDuplicates = true }] });

        await lab.UntilAsync(() => Task.FromResult(engine.GetStatus()[0].AddressProblems.Count > 0), "the problem");
        engine.GetStatus()[0].AddressProblems.ShouldBe(["2001:db8::7/64 on eth1 is on another machine too (duplicate address detection): the kernel does not use it"]);
    }

    [SkippableFact]
    public async Task A_scope_that_does_not_fit_is_told_in_the_kernels_words()
    {
        await using var lab = await CreateAsync();

        var engine = await lab.StartAsync(Owner(new VirtualAddress(IPAddress.Parse("10.132.0.100"), 24) { Scope = 253 }));

        await lab.UntilAsync(() => Task.FromResult(engine.GetStatus()[0].AddressProblems.Count > 0), "the problem");
        engine.GetStatus()[0].AddressProblems[0].ShouldStartWith("10.132.0.100/24 could not be added: Invalid argument");
    }

    [SkippableFact]
    public async Task An_address_on_another_interface_has_the_virtual_MAC_there_and_its_interface_goes_with_the_engine()
    {
        await using var lab = await CreateAsync();
        await lab.IpAsync("link", "add", "eth2", "type", "veth", "peer", "name", "far2");
        Skip.IfNot((await Shell.TryRunAsync("ip", "-n", lab.Host.Namespace, "link", "add", "link", "eth2", "name", "probe", "type", "macvlan")).Status == 0, "this kernel has no macvlan");
        await lab.IpAsync("link", "del", "probe");
        await lab.IpAsync("link", "set", "far2", "up");
        await lab.IpAsync("link", "set", "eth2", "up");
        var elsewhere = new VirtualAddress(IPAddress.Parse("10.1.0.1"), 24, "eth2") { OnVirtualMac = true };

        var engine = await lab.StartAsync(Owner() with { ExcludedAddresses = [elsewhere] });
        await lab.UntilAsync(async () => await LinkAsync() is not null && await lab.AddressAsync("10.1.0.1", "vrrp.51.eth2") is not null, "the address on its own interface");

        var link = (await LinkAsync())!.Value;
        (link.GetProperty("link").GetString(), link.GetProperty("address").GetString()).ShouldBe(("eth2", "00:00:5e:00:01:33"));
        await lab.IpAsync("link", "del", "vrrp.51.eth2");
        await lab.UntilAsync(async () => await LinkAsync() is not null && await lab.AddressAsync("10.1.0.1", "vrrp.51.eth2") is not null, "both again");
        engine.GetStatus()[0].State.ShouldBe(VrrpState.Active);

        await engine.StopAsync(default);
        (await LinkAsync()).ShouldBeNull();

        async Task<System.Text.Json.JsonElement?> LinkAsync() => (await lab.ReadAsync("link", "show")).Where(l => l.TryGetProperty("ifname", out var n) && n.GetString() == "vrrp.51.eth2")
            .Select(l => (System.Text.Json.JsonElement?)l).FirstOrDefault();
    }

    [SkippableFact]
    public async Task A_thousand_addresses_come_and_go()
    {
        await using var lab = await CreateAsync();
        var before = await lab.Host.ReadAddressesAsync();
        var router = Owner() with { ExcludedAddresses = [.. Enumerable.Range(0, 1000).Select(n => new VirtualAddress(IPAddress.Parse($"10.200.{n / 250}.{n % 250}"), 32))] };

        var engine = await lab.StartAsync(router);
        await lab.UntilAsync(async () => (await lab.Host.ReadAddressesAsync()).Count == before.Count + 1001, "all of them");
        await Until.TrueAsync(
            () => Task.FromResult(Announced() == 1001), TimeSpan.FromSeconds(10), () => $"all announced: {Announced()} of 1001, in {lab.Lab.Capture.Announcements.Count()} frames");
        await engine.StopAsync(default);

        (await lab.Host.ReadAddressesAsync()).ShouldBe(before);
        lab.Notices.All.ShouldBeEmpty();

        // The advert goes out before the addresses are added, the announcements after that.
        var advert = lab.Lab.Capture.Frames.OfType<AdvertFrame>().First();
        var first = lab.Lab.Capture.Announcements.First();
        var round = lab.Lab.Capture.Announcements.TakeWhile(a => a.Sender.Equals(first.Sender) == ReferenceEquals(a, first)).Last();
        output.WriteLine($"1,001 addresses: added within {(first.At - advert.At).TotalMilliseconds:0.00} ms, announced within {(round.At - first.At).TotalMilliseconds:0.00} ms");
        (first.At - advert.At).TotalMilliseconds.ShouldBeLessThan(100); // where nothing else runs: as ip -batch, and 10 ms
        (round.At - first.At).TotalMilliseconds.ShouldBeLessThan(100);

        int Announced() => lab.Lab.Capture.Announcements.Select(a => a.Sender).Distinct().Count();
    }

    [SkippableFact]
    public async Task An_address_that_somebody_puts_on_a_Backup_is_told_of_once_and_left_until_the_router_was_Active()
    {
        await using var lab = await CreateAsync();
        var ipv6 = new VirtualAddress(IPAddress.Parse("2001:db8::1"), 128);
        var engine = await lab.StartAsync(Owner() with { Priority = 100, ExcludedAddresses = [ipv6] });
        await lab.IpAsync("addr", "add", "10.132.0.100/32", "dev", "eth1");

        await lab.UntilAsync(() => Task.FromResult(engine.GetStatus()[0].AddressProblems.Count > 0), "the problem");
        (engine.GetStatus()[0].State, await lab.AddressAsync("10.132.0.100") is not null).ShouldBe((VrrpState.Backup, true));
        engine.GetStatus()[0].AddressProblems[0].ShouldBe("10.132.0.100/32 is on eth1 although this router is not Active: another program has put it there, and it is left alone");

        await lab.UntilAsync(async () => await lab.AddressAsync("2001:db8::1") is not null, "Active");
        await lab.UntilAsync(() => Task.FromResult(engine.GetStatus()[0].AddressProblems.Count == 0), "no problem");
        // A stop takes both off, and nothing that it has put there itself is a stranger's.
        await engine.StopAsync(default);
        (await lab.AddressAsync("10.132.0.100"), await lab.AddressAsync("2001:db8::1")).ShouldBe((null, null));
        lab.Notices.All.Count.ShouldBe(1, string.Join('\n', lab.Notices.All));
    }

    [SkippableFact]
    public async Task A_tracked_route_that_cannot_be_put_back_is_a_Fault_until_it_can_be()
    {
        await using var lab = await CreateAsync();
        await lab.IpAsync("link", "add", "eth2", "type", "veth", "peer", "name", "eth2p");
        await lab.IpAsync("link", "set", "eth2p", "up");
        await lab.IpAsync("link", "set", "eth2", "up");
        var engine = await lab.StartAsync(Owner() with { VirtualRoutes = [new() { Destination = IPNetwork.Parse("2001:db8:9::/48"), Interface = "eth2" }] });
        await lab.UntilAsync(async () => (await lab.ReadAsync("-6", "route", "show", "2001:db8:9::/48")).Length == 1, "the route");

        await lab.IpAsync("link", "set", "eth2", "down"); // the kernel removes it, and takes it no more
        await lab.UntilAsync(() => Task.FromResult(engine.GetStatus()[0].State == VrrpState.Fault), "Fault");
        engine.GetStatus()[0].Fault.ShouldNotBeNull().ShouldStartWith("route 2001:db8:9::/48 dev eth2 could not be added: ");
        await lab.UntilAsync(async () => await lab.AddressAsync("10.132.0.100") is null, "no address");

        await lab.IpAsync("link", "set", "eth2", "up");
        await lab.UntilAsync(() => Task.FromResult(engine.GetStatus()[0].State == VrrpState.Active), "Active again");
        await lab.UntilAsync(async () => (await lab.ReadAsync("-6", "route", "show", "2001:db8:9::/48")).Length == 1, "the route again");
        engine.GetStatus()[0].AddressProblems.ShouldBeEmpty();
    }

    internal static VirtualRouterOptions WithRoutes() => Owner() with
    {
        VirtualRoutes =
        [
            new()
            {
                Destination = IPNetwork.Parse("10.9.0.0/16"), Gateway = IPAddress.Parse("10.132.0.99"), Interface = "eth1",
                Source = IPAddress.Parse("10.132.0.100"), Metric = 77, Mtu = 1400,
            },
            new() { Destination = IPNetwork.Parse("10.10.0.0/16"), Type = VirtualRouteType.Blackhole, Table = 100 },
            new()
            {
                Destination = IPNetwork.Parse("10.11.0.0/16"),
                NextHops = [new(IPAddress.Parse("10.132.0.97"), "eth1", 3), new(IPAddress.Parse("10.132.0.98"))],
            },
            new() { Destination = IPNetwork.Parse("10.12.0.0/16"), Gateway = IPAddress.Parse("fe80::99"), Interface = "eth1" },
            new() { Destination = IPNetwork.Parse("10.13.0.0/16"), Interface = "eth1" },
            new() { Destination = IPNetwork.Parse("2001:db8:9::/48"), Gateway = IPAddress.Parse("fe80::99"), Interface = "eth1" },
        ],
        VirtualRules =
        [
            new()
            {
                Family = AddressFamily.InterNetwork, From = IPNetwork.Parse("10.0.0.0/8"), Table = 100, Priority = 1000, FirewallMark = 0x10, FirewallMask = 0xff,
                InputInterface = "eth1",
            },
            new() { Family = AddressFamily.InterNetworkV6, To = IPNetwork.Parse("2001:db8:10::/48"), Action = VirtualRuleAction.Prohibit, Priority = 1001 },
        ],
    };
}

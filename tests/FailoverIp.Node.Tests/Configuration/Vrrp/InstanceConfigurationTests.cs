using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class InstanceConfigurationTests
{
    [Theory]
    [InlineData("\"ExcludedAddresses\": [ \"10.1.0.1/24 dev eth2 use_vmac\", { \"Address\": \"10.1.0.2\", \"Dev\": \"eth3\", \"UseVmac\": true }, \"10.1.0.3 dev eth4\" ],", true, true, false)]
    [InlineData("\"UseVmacAddr\": true, \"ExcludedAddresses\": [ \"10.1.0.1/24 dev eth2\", { \"Address\": \"10.1.0.2\", \"Dev\": \"eth3\" }, \"10.1.0.3\" ],", true, true, false)]
    [InlineData("\"UseVmacAddr\": false, \"ExcludedAddresses\": [ \"10.1.0.1/24 dev eth2\" ],", false)]
    public void Addresses_on_other_interfaces_may_have_the_virtual_MAC(string keys, params bool[] onVirtualMac) =>
        Load(keys).Options!.Instances[0].ExcludedAddresses.Select(a => a.OnVirtualMac).ShouldBe(onVirtualMac);

    [Fact]
    public void Every_key_of_an_instance_arrives()
    {
        var router = One("""
            "PreemptDelay": "00:00:05", "DownTimerAdverts": 4, "LowerPriorityNoAdvert": true, "HigherPrioritySendAdvert": true, "OwnerIgnoresAdverts": true, "Preempt": false,
            "Checksum": "MessageOnly", "SourceAddress": "10.0.0.1", "UnicastPeers": [ "10.0.0.2", { "Address": "10.0.0.3", "MinTtl": 254, "MaxTtl": 255 } ],
            "UnicastTtl": 64, "CheckUnicastSource": false, "UseVmac": true, "VmacName": "vip0", "VmacAddress": "02:00:00:00:00:07", "VmacTransmitBase": true,
            "Accept": false, "PromoteSecondaries": true, "TrackInterface": false, "InterfaceUpDelay": "00:00:03", "InterfaceDownDelay": "00:00:01",
            "TrackInterfaces": { "eth2": -20, "eth3": { "Weight": 5, "Reverse": true } },
            "Garp": { "Repeat": 2, "Delay": "00:00:01", "Refresh": "00:01:00", "RefreshRepeat": 3, "ExtraInterval": "00:00:30", "LowerPriorityRepeat": 0, "LowerPriorityDelay": "00:00:02",
                      "Interval": "00:00:00.001", "NeighbourInterval": "00:00:00.002" },
            """);

        (router.PreemptDelay, router.DownTimerAdverts, router.LowerPriorityNoAdvert, router.HigherPrioritySendAdvert, router.Preempt).ShouldBe((TimeSpan.FromSeconds(5), 4, true, true, false));
        router.OwnerIgnoresAdverts.ShouldBeTrue();
        (router.Checksum, router.SourceAddress, router.UnicastTtl, router.CheckUnicastSource).ShouldBe((VrrpChecksumKind.MessageOnly, IPAddress.Parse("10.0.0.1"), 64, false));
        router.UnicastPeers.ShouldBe([new(IPAddress.Parse("10.0.0.2")), new(IPAddress.Parse("10.0.0.3"), 254, 255)]);
        var mac = router.VirtualMac.ShouldNotBeNull();
        (mac.Kind, mac.Name, mac.Address!.ToString(), mac.TransmitOnBase).ShouldBe((VirtualLinkKind.Macvlan, "vip0", "020000000007", true));
        (router.Accept, router.PromoteSecondaries, router.TrackInterface, router.InterfaceUpDelay, router.InterfaceDownDelay)
            .ShouldBe((false, true, false, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1)));
        router.TrackedInterfaces.ShouldBe([new("eth2", -20), new("eth3", 5, Reverse: true)]);
        router.Announcements.ShouldBe(new()
        {
            Repeat = 2, Delay = TimeSpan.FromSeconds(1), Refresh = TimeSpan.FromMinutes(1), RefreshRepeat = 3, ExtraInterval = TimeSpan.FromSeconds(30), LowerPriorityRepeat = 0, LowerPriorityDelay = TimeSpan.FromSeconds(2),
            ArpInterval = TimeSpan.FromMilliseconds(1), NeighbourInterval = TimeSpan.FromMilliseconds(2),
        });
    }

    [Fact]
    public void Without_keys_the_defaults_are_those_of_the_engine()
    {
        var router = One("");

        router.ShouldBe(new VirtualRouterOptions { Name = "VI_1", Interface = "eth1", VirtualRouterId = 101 } with
        {
            Password = router.Password, Priority = 150, VirtualAddresses = router.VirtualAddresses, ExcludedAddresses = router.ExcludedAddresses, UnicastPeers = router.UnicastPeers,
            VirtualRoutes = router.VirtualRoutes, VirtualRules = router.VirtualRules, TrackedInterfaces = router.TrackedInterfaces, TrackedHealth = router.TrackedHealth,
        });
    }

    [Fact]
    public void Announcements_have_defaults_for_all_instances_and_groups_of_interfaces()
    {
        var configuration = Configurations.Load("""
            { "FailoverIp": { "Vrrp": {
                "DelayAfterBoot": "00:01:30",
                "Garp": { "Repeat": 1, "Delay": "00:00:00", "Interval": "00:00:00.005", "LowerPriorityRepeat": 2 },
                "GarpGroups": { "switch": { "Interfaces": [ "eth1", "eth2" ], "Interval": "00:00:00.01", "NeighbourInterval": "00:00:00.02" } },
                "Instances": {
                  "VI_1": { "Interface": "eth1", "VirtualRouterId": 1, "VirtualAddresses": [ "10.0.0.1" ] },
                  "VI_2": { "Interface": "eth1", "VirtualRouterId": 2, "VirtualAddresses": [ "10.0.0.2" ], "Garp": { "Repeat": 4, "LowerPriorityRepeat": 0 } } } } } }
            """);

        configuration.Lines().ShouldBeEmpty();
        var options = configuration.Options!.ToEngineOptions();
        options.DelayAfterBoot.ShouldBe(TimeSpan.FromSeconds(90));
        var all = new AnnouncementOptions { Repeat = 1, Delay = TimeSpan.Zero, ArpInterval = TimeSpan.FromMilliseconds(5), LowerPriorityRepeat = 2 };
        options.Routers.Select(r => r.Announcements).ShouldBe([all, all with { Repeat = 4, LowerPriorityRepeat = 0 }]);
        var group = options.AnnouncementGroups.ShouldHaveSingleItem();
        (group.Name, string.Join(' ', group.Interfaces), group.ArpInterval, group.NeighbourInterval).ShouldBe(("switch", "eth1 eth2", TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20)));
    }

    [Theory]
    [InlineData("\"GarpGroups\": { \"A\": { \"Interfaces\": [ \"eth1\" ] } },", "Vrrp.GarpGroups: A: neither interval is given")]
    [InlineData("\"GarpGroups\": { \"A\": { \"Interfaces\": [ \"eth1\" ], \"Interval\": \"00:00:02\" } },", "Vrrp.GarpGroups.A.Interval: 00:00:02 is not between 00:00:00 and 00:00:01")]
    [InlineData("\"GarpGroups\": { \"A\": { \"Interval\": \"00:00:01\" } },", "Vrrp.GarpGroups.A.Interfaces is missing")]
    [InlineData("\"DelayAfterBoot\": \"00:20:00\",", "Vrrp.DelayAfterBoot: 00:20:00 is not between 00:00:00 and 00:16:40")]
    [InlineData("\"Garp\": { \"Repeat\": 0 },", "Vrrp.Garp.Repeat: 0 is not between 1 and 255")]
    public void A_problem_of_the_node_is_told_on_its_line(string keys, string problem) => Configurations.Load($$"""
        { "FailoverIp": { "Vrrp": {
          {{keys}}
          "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 1, "VirtualAddresses": [ "10.0.0.1" ] } } } } }
        """).Lines().ShouldHaveSingleItem().ShouldBe($"f.json:2: {problem}");

    [Theory]
    [InlineData("\"10.0.0.1/24 brd + dev eth0 label web scope link\"")]
    [InlineData("{ \"Address\": \"10.0.0.1/24\", \"Brd\": \"+\", \"Dev\": \"eth0\", \"Label\": \"web\", \"Scope\": \"link\" }")]
    public void A_virtual_address_is_a_text_or_an_object_of_the_same_words(string json) =>
        Address(json).ShouldBe(new(IPAddress.Parse("10.0.0.1"), 24, "eth0", "web") { Broadcast = IPAddress.Broadcast, Scope = 253 });

    [Theory]
    [InlineData("\"10.0.0.1/24 brd -\"", "10.0.0.0")]
    [InlineData("\"10.0.0.1/24 brd 10.0.0.255\"", "10.0.0.255")]
    [InlineData("\"10.0.0.1/24\"", null)]
    public void A_broadcast_address_may_be_said_in_three_ways(string json, string? expected) => Address(json).Broadcast?.ToString().ShouldBe(expected);

    [Theory]
    [InlineData("\"fd00::1/128\"", 0L)]
    [InlineData("\"fd00::1\"", 0L)]
    [InlineData("\"fd00::1/64\"", null)]
    [InlineData("\"fd00::1/128 preferred_lft forever\"", null)]
    [InlineData("\"fd00::1/64 preferred_lft 0\"", 0L)]
    [InlineData("\"10.0.0.1 preferred_lft 30\"", 30L)]
    [InlineData("{ \"Address\": \"fd00::1/64\", \"PreferredLft\": 7 }", 7L)]
    [InlineData("{ \"Address\": \"fd00::1/64\", \"PreferredLft\": \"00:00:09\" }", 9L)]
    public void An_IPv6_host_address_is_deprecated_unless_something_else_is_said(string json, long? seconds) =>
        Address(json, "ExcludedAddresses").PreferredLifetime.ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);

    [Theory]
    [InlineData("\"fd00::1/64 home mngtmpaddr noprefixroute\"", false)]
    [InlineData("\"fd00::1/64 home -nodad mngtmpaddr noprefixroute\"", true)]
    [InlineData("\"fd00::1/64 nodad home mngtmpaddr noprefixroute\"", false)]
    [InlineData("{ \"Address\": \"fd00::1/64\", \"Home\": true, \"NoDad\": false, \"MngTmpAddr\": true, \"NoPrefixRoute\": true }", true)]
    public void Flags_of_an_address_stand_alone(string json, bool detect)
    {
        var address = Address(json, "ExcludedAddresses");

        (address.IsHomeAddress, address.ManageTemporaryAddresses, address.NoPrefixRoute, address.AutoJoin, address.DetectDuplicates).ShouldBe((true, true, true, false, detect));
    }

    [Theory]
    [InlineData("\"ff05::9/128 autojoin\"")]
    [InlineData("{ \"Address\": \"ff05::9/128\", \"AutoJoin\": true }")]
    public void A_group_can_be_joined(string json) => Address(json, "ExcludedAddresses").AutoJoin.ShouldBeTrue();

    [Theory]
    [InlineData("\"10.0.0.1/24 no_track\"", false)]
    [InlineData("{ \"Address\": \"10.0.0.1/24\", \"NoTrack\": true }", false)]
    [InlineData("{ \"Address\": \"10.0.0.1/24\", \"NoTrack\": false }", true)]
    [InlineData("\"10.0.0.1/24\"", true)]
    public void An_address_need_not_be_tracked(string json, bool track) => Address(json).Track.ShouldBe(track);

    [Fact]
    public void The_prefix_length_may_stand_behind_the_peer() =>
        Address("\"10.0.0.1 peer 10.0.0.2/30\"").ShouldBe(new(IPAddress.Parse("10.0.0.1"), 30) { Peer = IPAddress.Parse("10.0.0.2") });

    [Theory]
    [InlineData("\"10.9.0.0/16 via 10.0.0.1 dev eth0 src 10.0.0.9 table 100 metric 5 scope link proto static onlink mtu 1400 no_track\"")]
    [InlineData("\"src 10.0.0.9 to 10.9.0.0/16 gw 10.0.0.1 dev eth0 table 0x64 preference 5 scope 253 protocol 4 onlink mtu 1400 no_track\"")]
    [InlineData("{ \"To\": \"10.9.0.0/16\", \"Via\": \"10.0.0.1\", \"Dev\": \"eth0\", \"Src\": \"10.0.0.9\", \"Table\": 100, \"Metric\": 5, \"Scope\": \"link\", \"Proto\": \"static\", \"OnLink\": true, \"Mtu\": 1400, \"NoTrack\": true }")]
    public void A_route_is_a_text_or_an_object_of_the_same_words(string json)
    {
        var route = One($"\"VirtualRoutes\": [ {json} ],").VirtualRoutes.ShouldHaveSingleItem();

        (route.Destination, route.Gateway, route.Interface, route.Source).ShouldBe((IPNetwork.Parse("10.9.0.0/16"), IPAddress.Parse("10.0.0.1"), "eth0", IPAddress.Parse("10.0.0.9")));
        (route.Table, route.Metric, route.Scope, route.Protocol, route.OnLink, route.Mtu, route.Track).ShouldBe((100u, 5u, (byte)253, (byte)4, true, 1400u, false));
    }

    [Theory]
    [InlineData("\"default via inet6 fe80::1 dev eth0\"", "::/0", VirtualRouteType.Unicast)]
    [InlineData("\"default via 10.0.0.1\"", "0.0.0.0/0", VirtualRouteType.Unicast)]
    [InlineData("\"blackhole 10.9.0.0/16\"", "10.9.0.0/16", VirtualRouteType.Blackhole)]
    [InlineData("{ \"To\": \"10.9.0.0/16\", \"Type\": \"Prohibit\" }", "10.9.0.0/16", VirtualRouteType.Prohibit)]
    [InlineData("\"10.9.0.0/16 table main dev eth0\"", "10.9.0.0/16", VirtualRouteType.Unicast)]
    public void Routes_have_kinds_and_defaults(string json, string destination, VirtualRouteType type)
    {
        var route = One($"\"VirtualRoutes\": [ {json} ],").VirtualRoutes.ShouldHaveSingleItem();

        (route.Destination.ToString(), route.Type, route.Protocol, route.Track).ShouldBe((destination, type, (byte)18, true));
    }

    [Theory]
    [InlineData("\"10.9.0.0/16 table 7 nexthop via 10.0.0.1 dev eth0 weight 2 nexthop via 10.0.0.2 onlink\"")]
    [InlineData("{ \"To\": \"10.9.0.0/16\", \"Table\": 7, \"NextHops\": [ { \"Via\": \"10.0.0.1\", \"Dev\": \"eth0\", \"Weight\": 2 }, { \"Via\": \"10.0.0.2\", \"OnLink\": true } ] }")]
    public void A_route_may_have_several_ways(string json)
    {
        var route = One($"\"VirtualRoutes\": [ {json} ],").VirtualRoutes.ShouldHaveSingleItem();

        route.Table.ShouldBe(7u);
        route.NextHops.ShouldBe([new(IPAddress.Parse("10.0.0.1"), "eth0", 2), new(IPAddress.Parse("10.0.0.2"), OnLink: true)]);
    }

    [Theory]
    [InlineData("\"not from 10.0.0.0/8 to 10.9.0.0/16 table 100 priority 50 fwmark 0x10/0xff iif eth0 oif eth1 tos 0x10 no_track\"")]
    [InlineData("{ \"Not\": true, \"From\": \"10.0.0.0/8\", \"To\": \"10.9.0.0/16\", \"Table\": 100, \"Priority\": 50, \"FwMark\": \"0x10/0xff\", \"Iif\": \"eth0\", \"Oif\": \"eth1\", \"Tos\": 16, \"NoTrack\": true }")]
    public void A_rule_is_a_text_or_an_object_of_the_same_words(string json) =>
        One($"\"VirtualRules\": [ {json} ],").VirtualRules.ShouldHaveSingleItem().ShouldBe(new()
        {
            Family = AddressFamily.InterNetwork, From = IPNetwork.Parse("10.0.0.0/8"), To = IPNetwork.Parse("10.9.0.0/16"), Table = 100, Priority = 50, FirewallMark = 0x10, FirewallMask = 0xff,
            InputInterface = "eth0", OutputInterface = "eth1", Tos = 16, Invert = true, Track = false,
        });

    [Theory]
    [InlineData("\"10.9.0.0/16 dev eth0 tos 16 advmss 1 hoplimit 2 initcwnd 3 initrwnd 4 window 5 cwnd 6 ssthresh 7 reordering 8 rtt 40 rttvar 3ms rto_min 2s quickack 1 fastopen_no_cookie 0 features ecn congctl bbr\"")]
    [InlineData("{ \"To\": \"10.9.0.0/16\", \"Dev\": \"eth0\", \"Tos\": \"0x10\", \"AdvMss\": 1, \"HopLimit\": 2, \"InitCwnd\": 3, \"InitRwnd\": 4, \"Window\": 5, \"Cwnd\": 6, \"SsThresh\": 7, \"Reordering\": 8, \"Rtt\": 40, \"RttVar\": \"3ms\", \"RtoMin\": \"2s\", \"QuickAck\": true, \"FastOpenNoCookie\": false, \"Features\": \"Ecn\", \"CongCtl\": \"bbr\" }")]
    public void A_route_has_metrics(string json)
    {
        var route = One($"\"VirtualRoutes\": [ {json} ],").VirtualRoutes.ShouldHaveSingleItem();

        route.Tos.ShouldBe((byte)16);
        route.Metrics.ShouldBe(new()
        {
            AdvertisedSegmentSize = 1, HopLimit = 2, InitialCongestionWindow = 3, InitialReceiveWindow = 4, Window = 5, CongestionWindow = 6, SlowStartThreshold = 7, Reordering = 8,
            RoundTripTime = TimeSpan.FromMilliseconds(5), RoundTripVariance = TimeSpan.FromMilliseconds(3), LeastTimeout = TimeSpan.FromSeconds(2), QuickAcknowledge = true,
            FastOpenWithoutCookie = false, CongestionNotification = true, CongestionControl = "bbr",
        });
    }

    [Theory]
    [InlineData("\"from all table 5 suppress_prefixlen 0 suppress_group default uidrange 0-99 ipproto udp sport 53 dport 1-65535 tun_id 7\"")]
    [InlineData("{ \"From\": \"all\", \"Table\": 5, \"SuppressPrefixLength\": 0, \"SuppressIfGroup\": 0, \"UidRange\": \"0-99\", \"IpProto\": 17, \"SPort\": 53, \"DPort\": \"1-65535\", \"TunId\": 7 }")]
    public void A_rule_may_be_for_users_ports_and_tunnels(string json) =>
        One($"\"VirtualRules\": [ {json} ],").VirtualRules.ShouldHaveSingleItem().ShouldBe(new()
        {
            Family = AddressFamily.InterNetwork, Table = 5, SuppressPrefixLength = 0, SuppressInterfaceGroup = 0, Users = new(0, 99), IPProtocol = 17, SourcePorts = new(53, 53),
            DestinationPorts = new(1, 65535), TunnelId = 7,
        });

    [Theory]
    [InlineData("\"priority 7 goto 9\"", VirtualRuleAction.GoTo, 9u, false)]
    [InlineData("{ \"From\": \"all\", \"Priority\": 7, \"GoTo\": 9 }", VirtualRuleAction.GoTo, 9u, false)]
    [InlineData("\"from all nop\"", VirtualRuleAction.Nop, null, false)]
    [InlineData("{ \"From\": \"all\", \"Nop\": true }", VirtualRuleAction.Nop, null, false)]
    [InlineData("\"l3mdev\"", VirtualRuleAction.Lookup, null, true)]
    [InlineData("{ \"L3mdev\": true }", VirtualRuleAction.Lookup, null, true)]
    public void A_rule_may_lead_to_another_or_to_a_VRF(string json, VirtualRuleAction action, uint? target, bool isVrf)
    {
        var rule = One($"\"VirtualRules\": [ {json.Replace("priority 7 goto", "from all priority 7 goto", StringComparison.Ordinal)} ],").VirtualRules.ShouldHaveSingleItem();

        (rule.Action, rule.GoTo, rule.LooksUpVrf, rule.Table).ShouldBe((action, target, isVrf, null));
    }

    [Theory]
    [InlineData("\"from all inet6 lookup 5\"", AddressFamily.InterNetworkV6, VirtualRuleAction.Lookup)]
    [InlineData("\"to fd00::/64 unreachable\"", AddressFamily.InterNetworkV6, VirtualRuleAction.Unreachable)]
    [InlineData("{ \"Iif\": \"eth0\", \"Blackhole\": true }", AddressFamily.InterNetwork, VirtualRuleAction.Blackhole)]
    public void A_rule_has_a_family_and_an_action(string json, AddressFamily family, VirtualRuleAction action)
    {
        var rule = One($"\"VirtualRules\": [ {json} ],").VirtualRules.ShouldHaveSingleItem();

        (rule.Family, rule.Action).ShouldBe((family, action));
    }

    [Theory]
    [InlineData("\"VirtualRoutes\": [ \"10.9.0.1/16 dev eth0\" ]", "VirtualRoutes.0: '10.9.0.1/16' is an address inside of the network 10.9.0.0/16")]
    [InlineData("\"VirtualRoutes\": [ \"10.9.0.0/16 dve eth0\" ]", "VirtualRoutes.0: unknown word 'dve'; did you mean 'dev'?")]
    [InlineData("\"VirtualRoutes\": [ \"10.9.0.0/16 dev eth0 dev eth1\" ]", "VirtualRoutes.0: 'dev' is there twice")]
    [InlineData("\"VirtualRoutes\": [ \"via 10.0.0.1\" ]", "VirtualRoutes.0: there is no destination")]
    [InlineData("\"VirtualRoutes\": [ \"10.9.0.0/16 dev eth0 table nowhere\" ]", "VirtualRoutes.0: there is no table 'nowhere'; did you mean '*")]
    [InlineData("\"VirtualRoutes\": [ \"10.9.0.0/16 dev eth0 realms 5\" ]", "VirtualRoutes.0: 'realms' is not supported by this version")]
    [InlineData("\"VirtualRoutes\": [ \"10.9.0.0/16 dev eth0 rto_min x\" ]", "VirtualRoutes.0: rto_min 'x' is not a time such as 200ms or 3s")]
    [InlineData("\"VirtualRoutes\": [ \"10.9.0.0/16 dev eth0 quickack 2\" ]", "VirtualRoutes.0: quickack '2' is not 0 or 1")]
    [InlineData("\"VirtualRoutes\": [ \"10.9.0.0/16 dev eth0 features enc\" ]", "VirtualRoutes.0: there is no feature 'enc'; did you mean 'ecn'?")]
    [InlineData("\"VirtualRoutes\": [ \"10.9.0.0/16 dev eth0 hoplimit 256\" ]", "VirtualRoutes: 10.9.0.0/16 dev eth0: the hop limit 256 is not between 1 and 255")]
    [InlineData("\"VirtualRoutes\": [ \"fd00::/48 dev eth0 tos 4\" ]", "VirtualRoutes: fd00::/48 dev eth0: only routes of IPv4 have a type of service")]
    [InlineData("\"VirtualRules\": [ \"from all table 5 sport 9-8\" ]", "VirtualRules.0: sport '9-8' ends before it begins")]
    [InlineData("\"VirtualRules\": [ \"from all table 5 dport 0\" ]", "VirtualRules.0: dport '0' is not a number between 1 and 65535")]
    [InlineData("\"VirtualRules\": [ \"from all table 5 ipproto tpc\" ]", "VirtualRules.0: there is no IP protocol 'tpc'; did you mean 'tcp'?")]
    [InlineData("\"VirtualRules\": [ \"from all table 5 l3mdev\" ]", "VirtualRules.0: a rule cannot have 'l3mdev' and 'table'")]
    [InlineData("\"VirtualRules\": [ \"from all goto 5\" ]", "VirtualRules: from all goto 5: goto leads to a rule behind this one, and both have their numbers")]
    [InlineData("\"VirtualRules\": [ \"from all table 5 suppress_prefixlength 33\" ]", "VirtualRules: from all table 5: the suppressed prefix length 33 is not between 0 and 32")]
    [InlineData("\"VirtualRules\": [ \"from all prohibit suppress_ifgroup 3\" ]", "VirtualRules: from all Prohibit: routes are suppressed with the action Lookup only")]
    [InlineData("\"VirtualRules\": [ \"from 10.0.0.0/8\" ]", "VirtualRules.0: a rule needs a table, or one of blackhole, unreachable and prohibit")]
    [InlineData("\"VirtualRules\": [ \"table 5\" ]", "VirtualRules.0: a rule that matches everything would take all traffic; write 'from all' where that is meant")]
    [InlineData("\"VirtualRules\": [ \"from 10.0.0.0/8 to fd00::/8 table 5\" ]", "VirtualRules.0: 'from' and 'to' are of different families")]
    [InlineData("\"ExcludedAddresses\": [ \"10.0.0.7 scope lonk\" ]", "ExcludedAddresses.0: there is no scope 'lonk'; did you mean 'link'?")]
    [InlineData("\"UnicastPeers\": [ \"10.0.0.300\" ]", "UnicastPeers.0: '10.0.0.300' is not an IP address")]
    [InlineData("\"UnicastPeers\": [ { \"Address\": \"10.0.0.3\", \"MinTTL\": 256 } ]", "UnicastPeers.0.MinTTL: 256 is not between 0 and 255")]
    [InlineData("\"SourceAddress\": \"x\"", "SourceAddress: 'x' is not an IP address")]
    [InlineData("\"UseVmac\": true, \"UseIpvlan\": true", "UseIpvlan: goes without UseVmac: an interface is a macvlan or an ipvlan")]
    [InlineData("\"TrackScripts\": [ \"chek\" ]", "TrackScripts.0: there is no script \"chek\" in Vrrp.Trackers.Scripts")]
    [InlineData("\"TrackInterfaces\": { \"eth0\": 300 }", "TrackInterfaces.eth0: 300 is not between -253 and 253")]
    [InlineData("\"TrackInterfaces\": [ \"eth0\", \"eth0\" ]", "TrackInterfaces.1: \"eth0\" is there twice")]
    [InlineData("\"PreemptDelai\": 1", ": unknown key \"PreemptDelai\"; did you mean \"PreemptDelay\"?")]
    public void A_problem_is_told_on_its_line(string keys, string problem)
    {
        var line = Load(keys + ",").Lines().ShouldHaveSingleItem();

        var dot = problem.StartsWith(':') ? "" : ".";
        if (problem.EndsWith('*'))
            line.ShouldStartWith($"f.json:3: Vrrp.Instances.VI_1{dot}{problem[..^1]}");
        else
            line.ShouldBe($"f.json:3: Vrrp.Instances.VI_1{dot}{problem}");
    }

    [Theory]
    [InlineData("VirtualAddresses", "\"10.0.0.1\"", "\"fd00::1/64\"", "fd00::1/64 is not IPv4: the advertised addresses are of one family; others can be excluded addresses")]
    [InlineData("VirtualAddresses", "\"10.0.0.1\"", "\"127.0.0.1\"", "127.0.0.1/32 is no address of a host")]
    [InlineData("ExcludedAddresses", "\"10.0.0.1\"", "\"10.0.0.2 home\"", "10.0.0.2/32: detection of duplicates, home and mngtmpaddr are for IPv6")]
    [InlineData("ExcludedAddresses", "\"fd00::1/64\"", "{ \"Address\": \"fd00::2/64\", \"Label\": \"x\" }", "fd00::2/64: only IPv4 addresses have labels")]
    [InlineData("VirtualRoutes", "\"10.9.0.0/16 dev eth0\"", "\"10.8.0.0/16 src fd00::1 dev eth0\"", "10.8.0.0/16 dev eth0: the source fd00::1 is of the other family")]
    [InlineData("VirtualRoutes", "\"10.9.0.0/16 dev eth0\"", "\"10.9.0.0/16 dev eth0\"", "10.9.0.0/16 dev eth0 is there twice")]
    [InlineData("VirtualRules", "\"from 10.0.0.0/8 table 5\"", "\"from 10.0.0.0/8 table 6 iif eth:0\"", "from 10.0.0.0/8 iif eth:0 table 6: 'eth:0' is not an interface name")]
    [InlineData("VirtualRules", "\"from 10.0.0.0/8 table 5\"", "\"from 10.0.0.0/8 table 5\"", "from 10.0.0.0/8 table 5 is there twice")]
    public void What_the_engine_finds_in_a_list_is_told_at_the_line_of_the_element(string key, string good, string bad, string problem)
    {
        var lines = Configurations.Load($$"""
            { "FailoverIp": { "Vrrp": { "Instances": { "VI_1": {
              "Interface": "eth1", "VirtualRouterId": 101, "Priority": 150,
              "{{(key == "VirtualAddresses" ? "ExcludedAddresses" : "VirtualAddresses")}}": [ "10.132.0.100" ],
              "{{key}}": [
                {{good}},
                {{bad}}
              ] } } } } }
            """).Lines();

        lines.ShouldHaveSingleItem().ShouldBe($"f.json:6: Vrrp.Instances.VI_1.{key}: {problem}");
    }

    [Fact]
    public void Every_element_of_a_list_that_is_wrong_is_told() => Load("""
        "ExcludedAddresses": [ "10.0.0.1 home", "10.0.0.2", "10.0.0.3 scope lonk", "10.0.0.4 home" ],
        """).Lines().Select(l => l.Split(": ")[2].Split('/')[0]).ShouldBe(["10.0.0.1", "there is no scope 'lonk'; did you mean 'link'?", "10.0.0.4"], ignoreOrder: true);

    [Fact]
    public void What_a_virtual_MAC_is_told_without_one_is_a_warning() =>
        Load("\"VmacName\": \"x\",").Lines().ShouldBe(["f.json:3: warning: Vrrp.Instances.VI_1.VmacName: has no meaning without UseVmac or UseIpvlan"]);

    private static VirtualAddress Address(string json, string key = "VirtualAddresses")
    {
        var router = key == "VirtualAddresses" ? One("", json) : One($"\"{key}\": [ {json} ],");
        return (key == "VirtualAddresses" ? router.VirtualAddresses : router.ExcludedAddresses).ShouldHaveSingleItem();
    }

    private static VirtualRouterOptions One(string keys, string address = "\"10.132.0.100\"")
    {
        var configuration = Load(keys, address);
        configuration.Lines().Where(l => !l.Contains(": warning: ", StringComparison.Ordinal)).ShouldBeEmpty();
        return configuration.Options!.Instances.ShouldHaveSingleItem();
    }

    private static NodeConfiguration Load(string keys, string address = "\"10.132.0.100\"") => Configurations.Load($$"""
        { "FailoverIp": { "Vrrp": { "Instances": {
            "VI_1": {
              {{keys.ReplaceLineEndings(" ")}}
              "Interface": "eth1", "VirtualRouterId": 101, "Priority": 150, "VirtualAddresses": [ {{address}} ]
            } } } } }
        """);
}

using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp.Tests;

/// <summary>What the processor asks of the kernel and the network, in which order, and what it tells meanwhile.</summary>
public class VrrpProcessorKernelTests
{
    private const long Second = 1_000_000_000;
    private static readonly IPAddress Vip = IPAddress.Parse("10.132.0.100");
    private readonly KernelRecorder _recorder = new();

    private static VirtualRouterOptions Options(string name = "VI_1", int id = 101, int priority = 255) =>
        LanFixture.Options(priority) with { Name = name, VirtualRouterId = id };

    private static InterfaceStatus Eth1(int index = 7, string name = "eth1", bool isUp = true, string source = "10.132.0.10") =>
        new(index, name, isUp, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse(source));

    private VrrpProcessor Start(params VirtualRouterOptions[] routers)
    {
        var processor = new VrrpProcessor(new() { Routers = [.. routers] }, _recorder, TimeProvider.System, t => _recorder.Log($"{t.Router} {t.To}"), n => _recorder.Log("notice " + n.Message));
        processor.OnInterface(Eth1(), 0);
        processor.Start(0);
        return processor;
    }

    private static void Pass(VrrpProcessor processor, long until)
    {
        while (processor.NextDeadline <= until)
            processor.OnTime(processor.NextDeadline);
    }

    [Fact]
    public void A_role_is_told_when_its_addresses_are_there_and_before_they_are_announced()
    {
        Start(Options());
        _recorder.Take().ShouldBe(["send 7 255", "add 7 10.132.0.100/32", "VI_1 Active", .. Enumerable.Repeat("announce eth1 10.132.0.100/32", 5)]);
    }

    [Fact]
    public void The_end_of_a_role_is_told_before_anything_else_is_done()
    {
        var processor = Start(Options());
        _recorder.Take();
        processor.OnInterface(Eth1(isUp: false), Second);
        _recorder.Take().ShouldBe(["VI_1 Fault", "send 7 0", "remove 7 10.132.0.100/32"]);
    }

    [Fact]
    public void Stopping_resigns_every_role_before_it_removes_any_address()
    {
        var processor = Start(Options("A", 1), Options("B", 2) with { VirtualAddresses = [new(IPAddress.Parse("10.132.0.101"), 32)] });
        _recorder.Take();
        processor.Stop(Second);
        _recorder.Take().ShouldBe(["A Initialize", "send 7 0", "B Initialize", "send 7 0", "remove 7 10.132.0.100/32", "remove 7 10.132.0.101/32"]);
    }

    [Fact]
    public void A_failure_at_one_router_keeps_no_other_from_stopping()
    {
        var processor = Start(Options("A", 1), Options("B", 2) with { VirtualAddresses = [new(IPAddress.Parse("10.132.0.101"), 32)] });
        _recorder.Take();
        _recorder.FailsOnce = "send 7 0";
        Should.Throw<InvalidOperationException>(() => processor.Stop(Second)).Message.ShouldBe("scripted");
        _recorder.Take().ShouldBe(["A Initialize", "B Initialize", "send 7 0", "remove 7 10.132.0.100/32", "remove 7 10.132.0.101/32"]);
    }

    [Fact]
    public void An_interface_that_is_renamed_is_left_without_our_address_and_with_priority_0()
    {
        var processor = Start(Options());
        _recorder.Take();
        processor.OnInterface(Eth1(name: "lan0"), Second);
        _recorder.Take().ShouldBe(["VI_1 Fault", "send 7 0", "remove 7 10.132.0.100/32"]);
        processor.GetStatus()[0].Fault.ShouldBe("there is no interface eth1; waiting for it");
    }

    [Fact]
    public void An_interface_that_comes_back_under_another_index_is_listened_on_first()
    {
        var processor = Start(Options());
        processor.OnInterfaceRemoved(7, Second);
        _recorder.Take();
        processor.OnInterface(Eth1(index: 9), 2 * Second);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Backup);
        processor.OnTime(processor.NextDeadline);
        _recorder.Take().ShouldContain("add 9 10.132.0.100/32");
    }

    [Fact]
    public void An_address_that_somebody_takes_off_is_put_back_at_once_but_not_in_a_tight_loop()
    {
        var processor = Start(Options());
        Pass(processor, 6 * Second);
        _recorder.Take();

        processor.OnAddressRemoved(7, Vip, 32, 7 * Second);
        Pass(processor, 7 * Second);
        _recorder.Take().ShouldContain("add 7 10.132.0.100/32");

        processor.OnAddressRemoved(7, Vip, 32, (7 * Second) + 1);
        Pass(processor, (8 * Second) - 1);
        _recorder.Take().ShouldNotContain("add 7 10.132.0.100/32");
        Pass(processor, 8 * Second);
        _recorder.Take().ShouldContain("add 7 10.132.0.100/32");
    }

    [Fact]
    public void An_address_that_is_not_tracked_may_be_taken_off()
    {
        var processor = Start(Options() with { VirtualAddresses = [new(Vip, 32) { Track = false }] });
        Pass(processor, 6 * Second);
        _recorder.Take();

        processor.OnAddressRemoved(7, Vip, 32, 7 * Second);
        Pass(processor, 60 * Second);

        _recorder.Take().ShouldAllBe(l => l == "send 7 255");
        processor.GetStatus()[0].Repairs.ShouldBe(0);
    }

    [Fact]
    public void An_address_that_goes_while_we_are_Backup_or_that_is_not_ours_is_nobodys_business()
    {
        var processor = Start(Options(priority: 100));
        _recorder.Take();
        processor.OnAddressRemoved(7, Vip, 32, 1);
        processor.OnTime(1);
        _recorder.Take().ShouldBeEmpty();

        processor.OnTime(processor.NextDeadline); // Active
        _recorder.Take();
        processor.OnAddressRemoved(7, Vip, 24, 4 * Second);
        processor.OnAddressRemoved(7, IPAddress.Parse("10.132.0.200"), 32, 4 * Second);
        processor.OnAddressRemoved(8, Vip, 32, 4 * Second);
        processor.OnTime(4 * Second);
        _recorder.Take().ShouldNotContain(line => line.StartsWith("add", StringComparison.Ordinal));
    }

    [Fact]
    public void The_interfaces_own_address_which_an_owner_lends_is_never_removed()
    {
        var processor = new VrrpProcessor(new() { Routers = [Options()] }, _recorder, TimeProvider.System, _ => { }, _ => { });
        processor.OnInterface(Eth1(source: "10.132.0.100"), 0);
        processor.Start(0);
        processor.Stop(Second);
        _recorder.Take().ShouldNotContain(line => line.StartsWith("remove", StringComparison.Ordinal));
    }

    [Fact]
    public void Adverts_come_from_an_address_that_does_not_move_unless_an_owner_has_no_other()
    {
        var own = IPAddress.Parse("10.132.0.10");
        var owner = new VrrpProcessor(new() { Routers = [Options()] }, _recorder, TimeProvider.System, _ => { }, _ => { });
        owner.ChooseSource([Vip, own]).ShouldBe(own);
        owner.ChooseSource([Vip]).ShouldBe(Vip);
        var other = new VrrpProcessor(new() { Routers = [Options(priority: 254)] }, _recorder, TimeProvider.System, _ => { }, _ => { });
        other.ChooseSource([Vip]).ShouldBeNull();
    }

    [Fact]
    public void An_address_that_two_routers_carry_stays_while_one_of_them_is_Active()
    {
        var shared = new VirtualAddress(IPAddress.Parse("203.0.113.10"), 32);
        var processor = Start(Options("A", 1) with { ExcludedAddresses = [shared] },
            Options("B", 2) with { VirtualAddresses = [new(IPAddress.Parse("10.132.0.101"), 32)], ExcludedAddresses = [shared] });
        _recorder.Take();
        var higher = AdvertBuffers.Build(Options("A", 1), IPAddress.Parse("10.132.0.250")).Normal;
        processor.OnPacket(7, higher, 1);
        var done = _recorder.Take();
        done.ShouldContain("remove 7 10.132.0.100/32");
        done.ShouldNotContain("remove 7 203.0.113.10/32");
    }

    [Fact]
    public void Two_routers_with_one_identifier_on_an_interface_or_with_one_name_are_refused()
    {
        Should.Throw<VrrpException>(() => Start(Options("A", 1), Options("B", 1))).Message.ShouldBe("B: VirtualRouterId: 1 on eth1 is already that of A");
        Should.Throw<VrrpException>(() => Start(Options("A", 1), Options("A", 2))).Message.ShouldBe("A: Name: is there twice");
    }

    [Fact]
    public void A_peer_whose_adverts_never_count_is_told_of_once()
    {
        var processor = Start(LanFixture.Options(100, VrrpVersion.V2) with { Password = new("s3cret12") });
        _recorder.Take();
        var wrong = AdvertBuffers.Build(LanFixture.Options(200, VrrpVersion.V2) with { Password = new("another1") }, IPAddress.Parse("10.132.0.20")).Normal.ToArray();
        for (var i = 0; i < 100; i++)
            processor.OnPacket(7, wrong, i);
        _recorder.Take().ShouldBe(["notice adverts from 10.132.0.20 are discarded (BadAuthentication): they have another password or authentication type than ours"]);
    }

    private static VirtualRouterOptions WithRoutes() => Options() with
    {
        VirtualRoutes = [new() { Destination = IPNetwork.Parse("10.9.0.0/16"), Interface = "eth1" }],
        VirtualRules = [new() { Family = System.Net.Sockets.AddressFamily.InterNetwork, From = IPNetwork.Parse("10.0.0.0/8"), Table = 100 }],
    };

    [Fact]
    public void Routes_and_rules_come_after_the_addresses_and_go_before_them_within_a_noted_role()
    {
        _recorder.Detailed = true;
        var processor = Start(WithRoutes());
        _recorder.Take().Take(6).ShouldBe(["send 7 255", "begin VI_1", "add 7 10.132.0.100/32", "add route 7 10.9.0.0/16 dev eth1", "add rule from 10.0.0.0/8 table 100", "flush"]);
        processor.Stop(Second);
        _recorder.Take().ShouldBe(
            ["VI_1 Initialize", "send 7 0", "remove rule from 10.0.0.0/8 table 100", "remove route 7 10.9.0.0/16 dev eth1", "remove 7 10.132.0.100/32", "flush", "end VI_1"]);
    }

    [Fact]
    public void A_route_or_a_rule_that_somebody_removes_is_put_back_alone()
    {
        var processor = Start(WithRoutes());
        Pass(processor, 6 * Second);
        _recorder.Take();

        processor.OnRouteRemoved(new(System.Net.Sockets.AddressFamily.InterNetwork, IPAddress.Parse("10.9.0.0"), 16, 254, 0), 7 * Second);
        processor.OnTime(7 * Second);
        _recorder.Take().Where(l => !l.StartsWith("send", StringComparison.Ordinal)).ShouldBe(["notice 10.9.0.0/16 dev eth1 was removed while Active; it is put back", "add route 7 10.9.0.0/16 dev eth1"]);

        processor.OnRuleRemoved(new(System.Net.Sockets.AddressFamily.InterNetwork, IPNetwork.Parse("10.0.0.0/8"), null, 32765, 100, 0), 7 * Second);
        processor.OnTime(8 * Second);
        _recorder.Take().Where(l => !l.StartsWith("send", StringComparison.Ordinal)).ShouldBe(["notice from 10.0.0.0/8 table 100 was removed while Active; it is put back in 1 s", "add rule from 10.0.0.0/8 table 100"]);
        processor.GetStatus()[0].Repairs.ShouldBe(2);

        processor.OnRouteRemoved(new(System.Net.Sockets.AddressFamily.InterNetwork, IPAddress.Parse("10.9.0.0"), 16, 100, 0), 9 * Second);
        processor.OnTime(40 * Second);
        _recorder.Take().ShouldNotContain(l => l.StartsWith("add", StringComparison.Ordinal));
    }

    [Fact]
    public void After_lost_notifications_everything_that_an_Active_router_holds_is_put_in_place_and_a_Backup_does_nothing()
    {
        var backup = Options("B", 102, priority: 100) with { VirtualAddresses = [new(IPAddress.Parse("10.132.0.102"), 32)] };
        var processor = Start(WithRoutes(), backup);
        _recorder.Take();

        processor.OnNotificationsLost(Second / 2);
        processor.OnTime(Second / 2);
        _recorder.Take().ShouldBe(["add 7 10.132.0.100/32", "add again route 7 10.9.0.0/16 dev eth1", "add rule from 10.0.0.0/8 table 100"]);
        processor.GetStatus().Select(s => (s.State, s.Epoch, s.Repairs)).ShouldBe([(VrrpState.Active, 1, 1), (VrrpState.Backup, 1, 0)]);
        // The address may have been learnt elsewhere meanwhile.
        Pass(processor, 2 * Second);
        _recorder.Take().Count(l => l == "announce eth1 10.132.0.100/32").ShouldBe(5);

        // Lost again and again, as where somebody floods the tables: not in a tight loop.
        for (var i = 0; i < 100; i++)
        {
            processor.OnNotificationsLost((2 * Second) + i);
            Pass(processor, (2 * Second) + i);
        }
        _recorder.Take().Count(l => l == "add 7 10.132.0.100/32").ShouldBe(1);
    }

    [Fact]
    public void What_the_kernel_refuses_is_told_once_shown_and_tried_again()
    {
        var options = WithRoutes();
        var processor = Start(options);
        Pass(processor, 6 * Second);
        _recorder.Take();

        processor.OnRefused(options.VirtualAddresses[0], "refused", 6 * Second);
        processor.GetStatus()[0].AddressProblems.ShouldBe(["refused"]);
        processor.OnTime(6 * Second);
        processor.GetStatus()[0].AddressProblems.ShouldBeEmpty();
        processor.OnRefused(options.VirtualAddresses[0], "refused", 6 * Second);
        processor.OnTime(8 * Second);
        var done = _recorder.Take();
        done.Count(l => l == "add 7 10.132.0.100/32").ShouldBe(2);
        done.Count(l => l == "notice refused").ShouldBe(1);
    }

    [Fact]
    public void What_is_missing_at_a_reload_is_put_back_under_the_new_options()
    {
        var options = WithRoutes();
        var processor = Start(options);
        Pass(processor, 6 * Second);
        _recorder.Take();

        processor.OnRefused(options.VirtualAddresses[0], "refused", 6 * Second);
        processor.Reload(new() { Routers = [options with { AdvertisementInterval = TimeSpan.FromSeconds(3) }] }, 6 * Second);
        processor.GetStatus()[0].AddressProblems.ShouldBe(["refused"]);
        _recorder.Take().ShouldNotContain("add 7 10.132.0.100/32");

        Pass(processor, 8 * Second);
        _recorder.Take().ShouldContain("add 7 10.132.0.100/32");
        processor.GetStatus()[0].AddressProblems.ShouldBeEmpty();
    }

    [Fact]
    public void A_route_that_another_Active_router_holds_is_added_as_one_that_may_be_there_and_stays_until_the_last()
    {
        VirtualRouterOptions With(string name, int id) => Options(name, id) with
        {
            VirtualAddresses = [new(IPAddress.Parse($"10.132.0.{id}"), 32)],
            VirtualRoutes = [new() { Destination = IPNetwork.Parse("10.9.0.0/16"), NextHops = [new(IPAddress.Parse("10.132.0.1"), "eth1", 1)] }],
        };
        var processor = Start(With("A", 1), With("B", 2));
        string[] Routes() => [.. _recorder.Take().Where(l => l.Contains(" route ", StringComparison.Ordinal)).Select(l => l[..l.IndexOf(" route", StringComparison.Ordinal)])];
        Routes().ShouldBe(["add", "add again"]);
        processor.Reload(new() { Routers = [With("B", 2)] }, Second);
        Routes().ShouldBeEmpty();
        processor.Stop(2 * Second);
        Routes().ShouldBe(["remove"]);
    }

    [Theory]
    [InlineData("fe80::1", "fe80::1", null, false)]
    [InlineData("2001:db8::1", "fe80::7", "2001:db8::1", false)]
    [InlineData("2001:db8::1", "fe80::7", null, true)]
    public void An_IPv6_address_that_was_on_the_interface_before_is_never_removed(string vip, string linkLocal, string? global, bool isRemoved)
    {
        InterfaceStatus Eth(string? g) => new(7, "eth1", true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), null)
        {
            LinkLocalIPv6 = IPAddress.Parse(linkLocal),
            GlobalIPv6 = g is null ? null : IPAddress.Parse(g),
        };
        IPAddress[] addresses = vip.StartsWith("fe80", StringComparison.Ordinal) ? [IPAddress.Parse(vip)] : [IPAddress.Parse("fe80::100"), IPAddress.Parse(vip)];
        var options = Options() with { Version = VrrpVersion.V3, VirtualAddresses = [.. addresses.Select(a => new VirtualAddress(a, 64))] };
        var processor = new VrrpProcessor(new() { Routers = [options] }, _recorder, TimeProvider.System, _ => { }, _ => { });
        processor.OnInterface(Eth(global), 0);
        processor.Start(0);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Active);
        processor.OnInterface(Eth(vip.StartsWith("fe80", StringComparison.Ordinal) ? null : vip), 1); // what we have added shows there
        processor.Stop(Second);
        _recorder.Take().Contains($"remove 7 {vip}/64").ShouldBe(isRemoved);
    }

    [Fact]
    public void All_addresses_of_an_owner_that_were_there_before_are_noted_as_lent_and_stay()
    {
        VirtualAddress[] own = [new(IPAddress.Parse("fe80::1"), 64), new(IPAddress.Parse("2001:db8::1"), 64), new(IPAddress.Parse("2001:db8::2"), 64)];
        var brought = new VirtualAddress(IPAddress.Parse("2001:db8::3"), 64);
        var options = Options() with { Version = VrrpVersion.V3, VirtualAddresses = [.. own, brought] };
        var processor = new VrrpProcessor(new() { Routers = [options] }, _recorder, TimeProvider.System, _ => { }, _ => { });
        foreach (var address in own[1..])
            processor.OnAddressAdded(7, address.Address, 64, null, 0);
        // Another one is the first global address of the interface.
        processor.OnInterface(new(7, "eth1", true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), null) { LinkLocalIPv6 = own[0].Address, GlobalIPv6 = IPAddress.Parse("2001:db8::9") }, 0);
        processor.Start(0);
        processor.OnAddressAdded(7, brought.Address, 64, false, 1); // the kernel does not say whose it is
        _recorder.Lent.ShouldBe(own);

        processor.Stop(Second);
        _recorder.Take().Where(l => l.StartsWith("remove", StringComparison.Ordinal)).ShouldBe(["remove 7 2001:db8::3/64"]);
    }

    [Fact]
    public void Authentication_headers_go_on_above_an_earlier_run_and_are_noted()
    {
        _recorder.Last = uint.MaxValue - 1000;
        Start(Options() with { Version = VrrpVersion.V2, UseAuthenticationHeader = true, Password = new("s3cret12") });
        _recorder.Sequences.ShouldBe([uint.MaxValue - 999]);
    }

    [Fact]
    public void The_interface_of_a_router_that_a_reload_leaves_out_or_changes_is_removed()
    {
        var options = Options() with { VirtualMac = new() { Kind = VirtualLinkKind.Ipvlan, Name = "v1" } };
        var processor = Start(options);
        processor.Reload(new() { Routers = [options with { Priority = 100 }] }, Second);
        _recorder.Take().ShouldNotContain("unlink v1");
        processor.Reload(new() { Routers = [options with { VirtualMac = new() { Kind = VirtualLinkKind.Ipvlan, Name = "v2" } }] }, Second);
        _recorder.Take().ShouldContain("unlink v1");
        processor.Reload(new() { Routers = [Options()] }, Second);
        _recorder.Take().ShouldContain("unlink v2");
    }

    [Fact]
    public void Another_source_while_Active_is_noted()
    {
        _recorder.Detailed = true;
        var processor = Start(Options());
        _recorder.Take();
        processor.OnInterface(Eth1(source: "10.132.0.11"), Second);
        _recorder.Take().ShouldContain("begin VI_1");
    }

    [Fact]
    public void Announcements_of_one_interface_keep_their_distance_and_end_with_the_role()
    {
        var processor = Start(Options() with
        {
            VirtualAddresses = [new(Vip, 32), new(IPAddress.Parse("10.132.0.101"), 32)],
            Announcements = new() { Repeat = 2, ArpInterval = TimeSpan.FromMilliseconds(10), Delay = TimeSpan.Zero },
        });
        var seen = new List<(long Millisecond, string What)>();
        for (long now = 0; now < 25_000_000; now += 1_000_000)
        {
            processor.OnTime(now);
            seen.AddRange(_recorder.Take().Where(l => l.StartsWith("announce", StringComparison.Ordinal)).Select(l => (now / 1_000_000, l[^13..])));
        }
        seen.ShouldBe([(0, ".132.0.100/32"), (10, ".132.0.101/32"), (20, ".132.0.100/32")], ignoreOrder: false, customMessage: string.Join(' ', seen));

        processor.OnInterface(Eth1(isUp: false), 25_000_000);
        _recorder.Take();
        processor.OnTime(Second);
        _recorder.Take().ShouldBeEmpty();
    }
}

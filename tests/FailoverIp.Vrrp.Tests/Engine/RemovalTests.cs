using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp.Tests;

/// <summary>What the kernel does not remove at the end of a role, and what others put there.</summary>
public class RemovalTests
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1000 * Millisecond;
    private const long Yielded = 35 * Second; // Active since 32 s, and none that would take over again before 65 s
    private const string Refused = "notice 10.132.0.100/32 on eth1 could not be removed: busy; that is tried until it is gone";

    private static readonly IPAddress Vip = IPAddress.Parse("10.132.0.100");
    private static readonly VirtualRouterOptions Options = LanFixture.Options(200) with
    {
        AdvertisementInterval = TimeSpan.FromSeconds(10),
        Announcements = new() { Delay = TimeSpan.Zero },
        VirtualRoutes = [new() { Destination = IPNetwork.Parse("10.9.0.0/16"), Interface = "eth1" }],
        VirtualRules = [new() { Family = System.Net.Sockets.AddressFamily.InterNetwork, From = IPNetwork.Parse("10.0.0.0/8"), Table = 100 }],
    };

    private readonly KernelRecorder _recorder = new();

    private VrrpProcessor StartAndYield(params VirtualRouterOptions[] routers)
    {
        routers = routers.Length == 0 ? [Options] : routers;
        var processor = new VrrpProcessor(new() { Routers = [.. routers] }, _recorder, TimeProvider.System, t => _recorder.Log($"{t.Router} {t.To}"), n => _recorder.Log("notice " + n.Message));
        processor.OnInterface(Eth1(), 0);
        processor.Start(0);
        Pass(processor, Yielded - 1);
        processor.GetStatus().ShouldAllBe(r => r.State == VrrpState.Active);
        processor.OnPacket(7, AdvertBuffers.Build(routers[0] with { Priority = 254 }, IPAddress.Parse("10.132.0.250")).Normal, Yielded);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Backup);
        _recorder.Take();
        return processor;
    }

    private static InterfaceStatus Eth1(int index = 7, string name = "eth1") => new(index, name, true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse("10.132.0.10"));

    private static void Pass(VrrpProcessor processor, long until)
    {
        while (processor.NextDeadline <= until)
            processor.OnTime(processor.NextDeadline);
    }

    /// <summary>What is asked for, and when, in milliseconds since the end of the role.</summary>
    private List<string> Asked(VrrpProcessor processor, long until, Action<string, long>? answer = null)
    {
        var seen = new List<string>();
        while (processor.NextDeadline <= until)
        {
            var now = processor.NextDeadline;
            processor.OnTime(now);
            foreach (var line in _recorder.Take())
            {
                seen.Add($"{(now - Yielded) / Millisecond} {line}");
                answer?.Invoke(line, now);
            }
        }
        return seen;
    }

    [Fact]
    public void What_the_kernel_refuses_to_remove_is_asked_for_with_growing_pauses_until_it_is_gone()
    {
        var processor = StartAndYield();
        processor.OnNotRemoved(Options.VirtualAddresses[0], 7, "busy", Yielded);
        _recorder.Take().ShouldBe([Refused]);
        processor.GetStatus()[0].AddressProblems.ShouldBe(["10.132.0.100/32 on eth1 could not be removed: busy"]);
        processor.TellLeft();
        _recorder.Left.ShouldBe([new("VI_1", Options.VirtualAddresses[0] with { Interface = "eth1" })]);

        var refusals = 2;
        var asked = Asked(processor, Yielded + (20 * Second), (line, now) =>
        {
            if (line.StartsWith("remove", StringComparison.Ordinal) && refusals-- > 0)
                processor.OnNotRemoved(Options.VirtualAddresses[0], 7, "busy", now);
        });

        const string remove = "remove 7 10.132.0.100/32";
        asked.ShouldBe([$"100 {remove}", $"300 {remove}", $"700 {remove}", "800 notice 10.132.0.100/32 on eth1 is gone at last"]);
        (processor.HasRemovals, processor.GetStatus()[0].AddressProblems.Count, _recorder.Left.Count).ShouldBe((false, 0, 0));
    }

    [Fact]
    public void It_is_gone_as_soon_as_the_kernel_tells()
    {
        var processor = StartAndYield();
        processor.OnNotRemoved(Options.VirtualAddresses[0], 7, "busy", Yielded);
        processor.OnAddressRemoved(7, Vip, 24, Yielded);
        processor.HasRemovals.ShouldBeTrue();
        processor.OnAddressRemoved(7, Vip, 32, Yielded);
        _recorder.Take().ShouldBe([Refused, "notice 10.132.0.100/32 on eth1 is gone at last"]);
        Asked(processor, Yielded + (20 * Second)).ShouldBeEmpty();
    }

    [Fact]
    public void What_may_have_been_lost_is_asked_for_at_once_in_silence_and_not_in_a_tight_loop()
    {
        var processor = StartAndYield();
        processor.OnNotRemoved(Options.VirtualRoutes[0], 0, null, Yielded);
        processor.OnNotRemoved(Options.VirtualRules[0], 0, null, Yielded);

        var losses = 2;
        Asked(processor, Yielded + (20 * Second), (line, now) =>
        {
            if (line.StartsWith("remove route", StringComparison.Ordinal) && losses-- > 0)
                processor.OnNotRemoved(Options.VirtualRoutes[0], 0, null, now);
        }).ShouldBe(["0 remove route 7 10.9.0.0/16 dev eth1", "0 remove rule from 10.0.0.0/8 table 100", "100 remove route 7 10.9.0.0/16 dev eth1", "300 remove route 7 10.9.0.0/16 dev eth1"]);
        processor.HasRemovals.ShouldBeFalse();
    }

    [Fact]
    public void A_role_that_begins_meanwhile_keeps_what_was_to_be_removed()
    {
        var processor = StartAndYield();
        foreach (var subject in new object[] { Options.VirtualAddresses[0], Options.VirtualRoutes[0], Options.VirtualRules[0] })
            processor.OnNotRemoved(subject, subject is VirtualAddress ? 7 : 0, "busy", Yielded);
        processor.OnPacket(7, AdvertBuffers.Build(Options, IPAddress.Parse("10.132.0.250")).Prepare(0, 0, sequence: 1), Yielded);
        var lasting = Asked(processor, Yielded + (20 * Second), (line, now) =>
        {
            if (line.StartsWith("remove", StringComparison.Ordinal))
                processor.OnNotRemoved(line.Contains("route") ? Options.VirtualRoutes[0] : line.Contains("rule") ? Options.VirtualRules[0] : Options.VirtualAddresses[0], line.Contains("7 10.132") ? 7 : 0, "busy", now);
        });

        var active = lasting.FindIndex(l => l.EndsWith("VI_1 Active", StringComparison.Ordinal));
        active.ShouldBeGreaterThan(0, string.Join('\n', lasting));
        lasting[active..].ShouldNotContain(l => l.Contains("remove", StringComparison.Ordinal));
        (processor.HasRemovals, processor.GetStatus()[0].AddressProblems.Count).ShouldBe((false, 0));
        processor.OnNotRemoved(Options.VirtualAddresses[0], 7, "busy", Yielded + (20 * Second)); // late news of the role before
        processor.HasRemovals.ShouldBeFalse();
    }

    [Fact]
    public void What_another_Active_router_has_too_stays()
    {
        var shared = Options.VirtualAddresses[0];
        var processor = StartAndYield(Options, Options with { Name = "B", VirtualRouterId = 102 });
        processor.OnNotRemoved(shared, 7, null, Yielded);
        processor.OnAddressAdded(7, Vip, 32, true, Yielded);
        Asked(processor, Yielded + Second).ShouldBeEmpty();
    }

    [Fact]
    public void Many_that_come_and_go_at_once_are_noted_at_once()
    {
        VirtualAddress[] addresses = [.. Enumerable.Range(1, 200).Select(i => new VirtualAddress(IPAddress.Parse($"10.133.0.{i}"), 32))];
        var processor = StartAndYield(Options with { ExcludedAddresses = [.. addresses] });
        foreach (var address in addresses)
            processor.OnNotRemoved(address, 7, null, Yielded);
        Asked(processor, Yielded).Count(l => l.Contains("remove", StringComparison.Ordinal)).ShouldBe(addresses.Length);
        (_recorder.Left.Count, _recorder.LeftTold).ShouldBe((addresses.Length, 1));

        Asked(processor, Yielded + Second);
        (_recorder.Left.Count, _recorder.LeftTold).ShouldBe((0, 2));
    }

    [Fact]
    public void What_a_reload_leaves_out_is_removed_all_the_same()
    {
        var processor = StartAndYield();
        processor.Reload(new() { Routers = [Options with { VirtualAddresses = [new(IPAddress.Parse("10.132.0.101"), 32)] }] }, Yielded);
        _recorder.Take();
        processor.OnNotRemoved(Options.VirtualAddresses[0], 7, "busy", Yielded);
        processor.TellLeft();
        _recorder.Left.ShouldBe([new("", Options.VirtualAddresses[0] with { Interface = "eth1" })]);
        Asked(processor, Yielded + Second).ShouldContain("100 remove 7 10.132.0.100/32");
    }

    [Fact]
    public void A_renamed_interface_is_rid_of_it_too_and_one_that_is_gone_has_nothing()
    {
        var processor = StartAndYield();
        processor.OnInterface(Eth1(name: "lan0"), Yielded);
        processor.OnNotRemoved(Options.VirtualAddresses[0], 7, "busy", Yielded);
        Asked(processor, Yielded + (150 * Millisecond)).ShouldContain("100 remove 7 10.132.0.100/32");
        processor.OnNotRemoved(Options.VirtualAddresses[0], 7, "busy", Yielded);
        processor.OnInterfaceRemoved(7, Yielded + Second);
        processor.HasRemovals.ShouldBeFalse();
    }

    [Fact]
    public void After_a_stop_it_goes_on()
    {
        var processor = StartAndYield();
        processor.Stop(Yielded);
        processor.OnNotRemoved(Options.VirtualAddresses[0], 7, "busy", Yielded);
        Asked(processor, Yielded + Second).ShouldContain("100 remove 7 10.132.0.100/32");
        processor.HasRemovals.ShouldBeFalse();
    }

    [Fact]
    public void Our_own_address_that_shows_while_Backup_is_removed_and_a_strangers_is_told_of_once_and_left()
    {
        var processor = StartAndYield();
        processor.OnAddressAdded(7, Vip, 32, true, Yielded);
        Asked(processor, Yielded + Second).ShouldBe(["0 remove 7 10.132.0.100/32"]);

        const string told = "10.132.0.100/32 is on eth1 although this router is not Active: another program has put it there, and it is left alone";
        processor.OnAddressAdded(7, Vip, 32, false, Yielded + Second);
        processor.OnAddressAdded(7, Vip, 32, false, Yielded + Second);
        processor.OnAddressAdded(7, Vip, 32, null, Yielded + Second);
        processor.OnAddressAdded(7, Vip, 24, false, Yielded + Second); // none of ours
        Asked(processor, Yielded + (20 * Second)).ShouldBe([$"2000 notice {told}"]);
        processor.GetStatus()[0].AddressProblems.ShouldBe([told]);
        processor.OnAddressRemoved(7, Vip, 32, Yielded + (20 * Second));
        processor.GetStatus()[0].AddressProblems.ShouldBeEmpty();
    }

    [Fact]
    public void A_strangers_address_is_this_nodes_once_the_router_is_Active()
    {
        var processor = StartAndYield();
        processor.OnAddressAdded(7, Vip, 32, false, Yielded);
        Pass(processor, Yielded + (40 * Second));
        (processor.GetStatus()[0].State, processor.GetStatus()[0].AddressProblems.Count).ShouldBe((VrrpState.Active, 0));
        processor.OnPacket(7, AdvertBuffers.Build(Options with { Priority = 254 }, IPAddress.Parse("10.132.0.250")).Normal, Yielded + (40 * Second));
        _recorder.Take().ShouldContain("remove 7 10.132.0.100/32");
        processor.OnAddressAdded(7, Vip, 32, null, Yielded + (40 * Second));
        processor.HasRemovals.ShouldBeTrue();
    }

    [Fact]
    public void What_is_gone_again_at_once_is_nobodys_business()
    {
        var processor = StartAndYield();
        processor.OnAddressAdded(7, Vip, 32, false, Yielded); // the news of our own, late
        processor.OnAddressRemoved(7, Vip, 32, Yielded);
        Asked(processor, Yielded + (20 * Second)).ShouldBeEmpty();
    }

    [Fact]
    public void After_notifications_were_lost_what_shows_is_ours_where_the_router_was_Active()
    {
        var processor = StartAndYield(Options);
        processor.OnAddressAdded(7, Vip, 32, null, Yielded);
        Asked(processor, Yielded + Second).ShouldBe(["0 remove 7 10.132.0.100/32"]);

        var never = new VrrpProcessor(new() { Routers = [Options] }, _recorder, TimeProvider.System, _ => { }, n => _recorder.Log("notice"));
        never.OnInterface(Eth1(), 0);
        never.Start(0);
        _recorder.Take();
        never.OnAddressAdded(7, Vip, 32, null, 0);
        Pass(never, 2 * Second);
        _recorder.Take().ShouldBe(["notice"]);
    }

    [Fact]
    public void The_address_that_an_owner_lends_is_neither_removed_nor_told_of()
    {
        var options = Options with { Priority = 255, VirtualRoutes = [], VirtualRules = [] };
        var processor = new VrrpProcessor(new() { Routers = [options] }, _recorder, TimeProvider.System, _ => { }, n => _recorder.Log("notice"));
        var own = Eth1() with { PrimaryIPv4 = Vip };
        processor.OnInterface(own, 0);
        processor.Start(0);
        processor.OnInterface(own with { IsUp = false }, Second);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Fault);
        _recorder.Take();
        processor.OnAddressAdded(7, Vip, 32, true, Second);
        processor.OnAddressAdded(7, Vip, 32, false, Second);
        processor.OnNotRemoved(options.VirtualAddresses[0], 7, "busy", Second);
        Pass(processor, 4 * Second);
        _recorder.Take().ShouldBeEmpty();
    }
}

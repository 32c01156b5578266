using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace FailoverIp.Vrrp.Tests;

/// <summary>Tracked routes and rules that go, and that the kernel does not take again.</summary>
public class PutBackTests
{
    private const long Second = 1_000_000_000;
    private const string Reason = "route 10.9.0.0/16 via 10.132.0.1 dev eth1 could not be added: down";
    private static readonly VirtualRoute Route = new()
    {
        Destination = IPNetwork.Parse("10.9.0.0/16"), Interface = "eth1", Gateway = IPAddress.Parse("10.132.0.1"), Source = IPAddress.Parse("10.132.0.100"),
    };

    private static readonly VirtualRule Rule = new() { Family = AddressFamily.InterNetwork, From = IPNetwork.Parse("10.0.0.0/8"), Table = 100 };
    private static readonly VirtualRouterOptions Options = LanFixture.Options(255) with
    {
        VirtualAddresses = [new(IPAddress.Parse("10.132.0.100"), 24)], VirtualRoutes = [Route], VirtualRules = [Rule], Announcements = new() { Delay = TimeSpan.Zero },
    };

    private readonly KernelRecorder _recorder = new();

    private VrrpProcessor Start(VirtualRouterOptions options)
    {
        var processor = new VrrpProcessor(new() { Routers = [options] }, _recorder, TimeProvider.System, t => _recorder.Log($"{t.To} {t.Reason}"), _ => { });
        processor.OnInterface(new(7, "eth1", true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse("10.132.0.10")), 0);
        processor.Start(0);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Active);
        return processor;
    }

    private static void Lose(VrrpProcessor processor, long now)
    {
        processor.OnRouteRemoved(new(AddressFamily.InterNetwork, IPAddress.Parse("10.9.0.0"), 16, 254, 0), now);
        processor.OnTime(now);
    }

    private static void Pass(VrrpProcessor processor, long until)
    {
        while (processor.NextDeadline <= until)
            processor.OnTime(processor.NextDeadline);
    }

    private string[] Take() => [.. _recorder.Take().Where(l => !l.StartsWith("send", StringComparison.Ordinal) && !l.StartsWith("announce", StringComparison.Ordinal))];

    [Fact]
    public void A_lost_route_that_cannot_be_put_back_is_a_Fault_until_a_probe_is_not_refused()
    {
        var processor = Start(Options);
        Lose(processor, Second);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Active);
        Take();
        processor.OnRefused(Route, Reason, Second);
        Take().ShouldBe(["Fault TrackedDown", "remove rule from 10.0.0.0/8 table 100", "remove route 7 10.9.0.0/16 via 10.132.0.1 dev eth1", "remove 7 10.132.0.100/24"]);
        processor.GetStatus()[0].Fault.ShouldBe(Reason + "; it was there before, and is tracked");

        const string added = "add again route 7 10.9.0.0/16 via 10.132.0.1 dev eth1", removed = "remove route 7 10.9.0.0/16 via 10.132.0.1 dev eth1";
        Pass(processor, 2 * Second);
        Take().ShouldBe([added, removed]);
        var probe = _recorder.LastRoute.ShouldNotBeNull();
        (probe.Source, probe.OnLink, probe.Gateway).ShouldBe((null, true, Route.Gateway)); // nothing of the role is there
        processor.OnRefused(probe, "still down", 2 * Second);
        Pass(processor, (4 * Second) - 1);
        Take().ShouldBeEmpty();
        Pass(processor, (4 * Second) + (Second / 5));
        (Take() is [added, removed, .., "Backup TrackedUp"]).ShouldBeTrue();
        Pass(processor, 10 * Second);
        (processor.GetStatus()[0].State, processor.GetStatus()[0].Fault).ShouldBe((VrrpState.Active, null));
    }

    [Fact]
    public void A_lost_rule_is_a_Fault_too_and_lost_answers_let_none_out()
    {
        var processor = Start(Options);
        processor.OnRuleRemoved(new(AddressFamily.InterNetwork, IPNetwork.Parse("10.0.0.0/8"), null, 32765, 100, 0), Second);
        processor.OnTime(Second);
        processor.OnRefused(Rule, "refused", Second);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Fault);
        Take();
        Pass(processor, 2 * Second);
        Take().ShouldBe(["add rule from 10.0.0.0/8 table 100", "remove rule from 10.0.0.0/8 table 100"]);
        processor.OnNotificationsLost(2 * Second);
        Pass(processor, 3 * Second);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Fault);
        Pass(processor, 5 * Second);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Backup);
    }

    [Theory]
    [InlineData("not tracked")]
    [InlineData("never there")]
    [InlineData("occupied")]
    public void It_is_no_Fault_where_it_is(string what)
    {
        var route = what == "not tracked" ? Route with { Track = false } : Route;
        var processor = Start(Options with { VirtualRoutes = [route] });
        if (what == "never there")
            processor.OnRefused(route, Reason, 0); // as keepalived, which tells of it and goes on
        else
            processor.OnNotificationsLost(Second);
        Pass(processor, 2 * Second);
        processor.OnRefused(route, Reason, 2 * Second, isOccupied: what == "occupied");
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Active);
        processor.GetStatus()[0].AddressProblems.ShouldBe([Reason]);
    }

    [Fact]
    public void Other_options_and_a_stop_end_the_waiting()
    {
        var processor = Start(Options);
        Lose(processor, Second);
        processor.OnRefused(Route, Reason, Second);
        processor.Reload(new() { Routers = [Options with { VirtualRoutes = [] }] }, Second);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Backup);

        processor = Start(Options);
        Lose(processor, Second);
        processor.OnRefused(Route, Reason, Second);
        processor.Stop(Second);
        Take();
        Pass(processor, 20 * Second);
        Take().ShouldBeEmpty();
        processor.NextDeadline.ShouldBe(ElectionState.NoDeadline);
    }
}

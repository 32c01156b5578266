using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp.Tests;

/// <summary>Many routers that take over at once: adverts first, addresses in portions.</summary>
public class TakeoverTests
{
    private const int Count = 70;
    private readonly KernelRecorder _recorder = new();

    private static VirtualRouterOptions Options(int id) =>
        LanFixture.Options() with { Name = $"R{id}", VirtualRouterId = id, VirtualAddresses = [new(IPAddress.Parse($"10.132.1.{id}"), 32)], Announcements = new() { Delay = TimeSpan.Zero } };

    /// <summary>All of them are Active; a portion has its addresses.</summary>
    private (VrrpProcessor Processor, long Now) TakeOver()
    {
        var processor = new VrrpProcessor(
            new() { Routers = [.. Enumerable.Range(1, Count).Select(Options)] }, _recorder, TimeProvider.System, t => _recorder.Log($"{t.Router} {t.To}"), _ => { });
        processor.OnInterface(new(7, "eth1", true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse("10.132.0.10")), 0);
        processor.Start(0);
        _recorder.Take();
        var now = processor.NextDeadline;
        processor.OnTime(now);
        return (processor, now);
    }

    private static bool Is(string line, string what) => line.StartsWith(what, StringComparison.Ordinal);

    [Fact]
    public void Every_advert_goes_before_the_first_address_and_each_turn_adds_a_portion_in_order()
    {
        var (processor, now) = TakeOver();
        var first = _recorder.Take();
        first.Take(Count).ShouldAllBe(l => Is(l, "send 7 100"));
        first.Where(l => Is(l, "add")).ShouldBe(Enumerable.Range(1, 32).Select(i => $"add 7 10.132.1.{i}/32"));
        processor.NextDeadline.ShouldBe(now);
        processor.OnTime(now);
        processor.OnTime(now);
        _recorder.Take().Where(l => Is(l, "add")).ShouldBe(Enumerable.Range(33, Count - 32).Select(i => $"add 7 10.132.1.{i}/32"));
        processor.NextDeadline.ShouldBeGreaterThan(now);
    }

    [Fact]
    public void All_roles_of_a_portion_begin_before_the_first_address_of_one()
    {
        _recorder.Detailed = true;
        var (processor, now) = TakeOver();
        var lines = _recorder.Take();
        lines.Take(lines.FindIndex(l => Is(l, "add"))).Where(l => Is(l, "begin")).Distinct().ShouldBe(Enumerable.Range(1, 32).Select(i => $"begin R{i}"));
        processor.OnTime(now);
        _recorder.Take().Where(l => Is(l, "begin")).Distinct().ShouldBe(Enumerable.Range(33, 32).Select(i => $"begin R{i}"));
    }

    [Fact]
    public void A_higher_advert_while_it_waits_ends_the_role_in_order_and_once()
    {
        var (processor, now) = TakeOver();
        _recorder.Take();
        processor.OnPacket(7, AdvertBuffers.Build(Options(60) with { Priority = 200 }, IPAddress.Parse("10.132.0.250")).Normal, now);
        _recorder.Take().Where(l => !Is(l, "announce")).ShouldBe(["add 7 10.132.1.60/32", "R60 Active", "R60 Backup", "remove 7 10.132.1.60/32"]);
        processor.OnTime(now);
        processor.OnTime(now);
        _recorder.Take().ShouldNotContain(l => l.Contains("10.132.1.60/32", StringComparison.Ordinal) || Is(l, "R60"));
    }

    [Fact]
    public void A_stop_while_some_wait_resigns_all_of_them_and_adds_nothing()
    {
        var (processor, now) = TakeOver();
        _recorder.Take();
        processor.Stop(now);
        var done = _recorder.Take();
        done.Count(l => Is(l, "send 7 0")).ShouldBe(Count);
        done.ShouldNotContain(l => Is(l, "add"));
        done.Count(l => l.EndsWith(" Active", StringComparison.Ordinal)).ShouldBe(Count - 32); // they were it none the less
        done.Count(l => Is(l, "remove")).ShouldBe(Count);
        processor.OnTime(now);
        _recorder.Take().ShouldBeEmpty();
    }

    [Fact]
    public void A_reload_while_some_wait_finishes_them_first()
    {
        var (processor, now) = TakeOver();
        _recorder.Take();
        processor.Reload(new() { Routers = [.. Enumerable.Range(1, Count - 1).Select(Options)] }, now);
        var done = _recorder.Take();
        done.Count(l => Is(l, "add")).ShouldBe(Count - 32);
        done.Where(l => Is(l, $"R{Count} ") || l.Contains($"10.132.1.{Count}/32", StringComparison.Ordinal)).Where(l => !Is(l, "announce"))
            .ShouldBe([$"add 7 10.132.1.{Count}/32", $"R{Count} Active", $"R{Count} Initialize", $"remove 7 10.132.1.{Count}/32"]);
        processor.GetStatus().ShouldAllBe(r => r.State == VrrpState.Active);
    }
}

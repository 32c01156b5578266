using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp.Tests;

/// <summary>A sync group one of whose members has an interface of its own, which comes and goes.</summary>
public class VirtualMacGroupTests
{
    private const long Second = 1_000_000_000;
    private readonly KernelRecorder _recorder = new();

    private static VrrpEngineOptions Group(int id = 1) => new()
    {
        Routers =
        [
            LanFixture.Options() with { Name = "mac", VirtualRouterId = id, VirtualMac = new() { Name = "v1" } },
            LanFixture.Options() with { Name = "plain", VirtualRouterId = 2, VirtualAddresses = [new(IPAddress.Parse("10.132.0.101"), 32)] },
        ],
        SyncGroups = [new("G", ["mac", "plain"])],
    };

    private static InterfaceStatus Link(int index) => new(index, "v1", true, new PhysicalAddress([0, 0, 0x5e, 0, 1, 1]), null);

    private VrrpProcessor Create()
    {
        var processor = new VrrpProcessor(Group(), _recorder, TimeProvider.System, t => _recorder.Log($"{t.Router} {t.To}"), _ => { });
        processor.OnInterface(new(7, "eth1", true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse("10.132.0.10")), 0);
        return processor;
    }

    private string[] Transitions() => [.. _recorder.Take().Where(l => l.StartsWith("mac", StringComparison.Ordinal) || l.StartsWith("plain", StringComparison.Ordinal))];

    [Fact]
    public void At_the_start_it_is_waited_for()
    {
        var processor = Create();
        processor.Start(0);
        Transitions().ShouldBe(["plain Backup"]);
        processor.OnInterface(Link(9), Second);
        Transitions().ShouldBe(["mac Backup"]);
    }

    [Fact]
    public void At_the_start_it_is_not_waited_for_without_end()
    {
        var processor = Create();
        processor.Start(0);
        processor.RetryChannels(2 * Second);
        Transitions().ShouldBe(["plain Backup"]);
        processor.RetryChannels(3 * Second);
        Transitions().ShouldBe(["mac Fault", "plain Fault"], ignoreOrder: true);
    }

    [Fact]
    public void One_that_an_earlier_run_has_left_and_that_was_replaced_makes_no_Fault()
    {
        var processor = Create();
        processor.OnInterface(Link(9), 0);
        processor.OnInterfaceRemoved(9, 0);
        processor.Start(0);
        processor.OnInterface(Link(10), 1);
        Transitions().ShouldBe(["plain Backup", "mac Backup"]);
    }

    [Fact]
    public void A_reload_that_makes_another_by_its_name_makes_no_Fault()
    {
        var processor = Create();
        processor.OnInterface(Link(9), 0);
        processor.Start(0);
        Transitions();

        _recorder.Gone.Add(9); // while the reload removes it; the news comes later
        processor.Reload(Group(id: 101), Second);
        processor.OnInterfaceRemoved(9, Second);
        processor.OnInterface(Link(10), Second);
        var transitions = Transitions();
        transitions.ShouldNotContain(t => t.EndsWith("Fault", StringComparison.Ordinal));
        transitions[^1].ShouldBe("mac Backup");
        processor.RetryChannels(2 * Second);
        processor.HasChannelProblems.ShouldBeFalse();
    }
}

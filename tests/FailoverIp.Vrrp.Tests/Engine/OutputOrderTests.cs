using System.Net;

namespace FailoverIp.Vrrp.Tests;

/// <summary>What is asked of the output, in which order.</summary>
public class OutputOrderTests
{
    private const long Second = 1_000_000_000;
    private static readonly InterfaceStatus Up = new(1, "eth1", true, new([2, 0, 0, 0, 0, 1]), IPAddress.Parse("10.132.0.10"));
    private readonly Recorder _output = new();
    private readonly List<string> _notices = [];

    private VrrpProcessor Start(VirtualRouterOptions options)
    {
        var processor = new VrrpProcessor(new() { Routers = [options] }, _output, TimeProvider.System, _ => { }, n => _notices.Add(n.Message));
        processor.OnInterface(Up, 0);
        processor.Start(0);
        return processor;
    }

    [Fact]
    public void A_router_whose_source_goes_resigns_before_its_sockets_are_closed()
    {
        var processor = Start(LanFixture.Options(255));
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Active);
        _output.Calls.Clear();
        processor.OnInterface(Up with { PrimaryIPv4 = null }, Second);
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Fault);
        _output.Calls.ShouldBe(["send 0 on 1", "flush", "close 224.0.0.18", "close sender 1"]);
    }

    [Fact]
    public void The_socket_for_another_source_is_opened_before_the_old_one_is_closed()
    {
        var processor = Start(LanFixture.Options(255) with { UnicastPeers = [new(IPAddress.Parse("10.132.0.20"))] });
        _output.Calls.Clear();
        processor.OnInterface(Up with { PrimaryIPv4 = IPAddress.Parse("10.132.0.11") }, Second);
        _output.Calls.ShouldBe(["open 10.132.0.11", "close 10.132.0.10"]);
    }

    [Fact]
    public void Adverts_over_the_interface_below_have_something_to_go_by()
    {
        var processor = Start(LanFixture.Options(255) with { VirtualMac = new() { TransmitOnBase = true } });
        processor.OnInterface(new(7, "vrrp.101", true, new([0, 0, 0x5e, 0, 1, 101]), null), 0);
        _output.Calls.ShouldContain("open sender 1");
        _output.Calls.ShouldNotContain("open sender 7");
    }

    [Fact]
    public void An_own_interface_that_was_deleted_is_made_again()
    {
        var processor = Start(LanFixture.Options(255) with { VirtualMac = new() });
        processor.OnInterface(new(7, "vrrp.101", true, new([0, 0, 0x5e, 0, 1, 101]), null), 0);
        processor.HasChannelProblems.ShouldBeFalse();
        _output.Calls.Clear();
        processor.OnInterfaceRemoved(7, Second);
        processor.HasChannelProblems.ShouldBeTrue();
        processor.RetryChannels(2 * Second);
        _output.Calls.ShouldContain("make vrrp.101");
    }

    [Fact]
    public void Other_times_of_announcements_count_after_a_reload()
    {
        var options = LanFixture.Options(255);
        var processor = Start(options);
        for (; processor.NextDeadline < 20 * Second;)
            processor.OnTime(processor.NextDeadline);
        processor.Reload(new() { Routers = [options with { Announcements = new() { Refresh = TimeSpan.FromSeconds(2) } }] }, 20 * Second);
        for (; processor.NextDeadline < 40 * Second;)
            processor.OnTime(processor.NextDeadline);
        _output.Calls.Clear();
        for (; processor.NextDeadline < 50 * Second;)
            processor.OnTime(processor.NextDeadline);
        _output.Calls.Count(c => c == "announce").ShouldBe(5);
    }

    [Fact]
    public void Options_that_lack_something_are_refused_with_a_line()
    {
        var fine = LanFixture.Options(255);
        VrrpEngineOptions[] broken =
        [
            new() { Routers = default }, new() { Routers = [null!] }, new() { Routers = [fine], SyncGroups = default }, new() { Routers = [fine], SyncGroups = [null!] },
            Of(fine with { VirtualAddresses = default }), Of(fine with { VirtualAddresses = [null!] }), Of(fine with { VirtualAddresses = [new(null!, 32)] }),
            Of(fine with { VirtualRoutes = default }), Of(fine with { VirtualRules = [null!] }), Of(fine with { UnicastPeers = default }), Of(fine with { Name = null! }),
            Of(fine with { Interface = null! }), Of(fine with { Announcements = null! }), Of(fine with { TrackedHealth = [null!] }), Of(fine with { TrackedInterfaces = default }),
        ];
        var processor = Start(fine);
        foreach (var options in broken)
            Should.Throw<VrrpException>(() => processor.Reload(options, Second));
        processor.GetStatus()[0].State.ShouldBe(VrrpState.Active);

        static VrrpEngineOptions Of(VirtualRouterOptions options) => new() { Routers = [options] };
    }

    private sealed class Recorder : SilentOutput, IVrrpOutput
    {
        public List<string> Calls { get; } = [];

        public string? Open(AdvertChannel channel) => Note($"open {channel.Local}");

        public void Close(AdvertChannel channel) => Note($"close {channel.Local}");

        public string? OpenSender(InterfaceStatus @interface, bool isIPv6) => Note($"open sender {@interface.Index}");

        public void CloseSender(int interfaceIndex, bool isIPv6) => Note($"close sender {interfaceIndex}");

        public string? MakeLink(InterfaceStatus parent, VirtualLink link) => Note($"make {link.Name}");

        public override bool Send(int interfaceIndex, ReadOnlySpan<byte> packet) => Note($"send {packet[22]} on {interfaceIndex}") is null;

        public override void Announce(InterfaceStatus @interface, VirtualAddress address) => Note("announce");

        public override void Flush() => Note("flush");

        private string? Note(string call)
        {
            Calls.Add(call);
            return null;
        }
    }
}

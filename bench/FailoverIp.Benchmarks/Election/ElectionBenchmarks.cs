using System.Net;
using System.Net.NetworkInformation;
using BenchmarkDotNet.Attributes;
using FailoverIp.Vrrp;

namespace FailoverIp.Benchmarks;

/// <summary>One step of the election, and one packet or timer on its whole way through the processor.</summary>
[MemoryDiagnoser]
public class ElectionBenchmarks
{
    private const long Second = 1_000_000_000;
    private readonly ElectionParameters _parameters = new(VrrpVersion.V3, 100, Second, true, 0x0A84000A);
    private readonly ElectionState _backup = new(VrrpState.Backup, 3 * Second, Second, false);
    private readonly ElectionState _active = new(VrrpState.Active, Second, Second, false);
    private readonly ElectionEvent _higher = ElectionEvent.Advertisement(200, Second, 0x0A840014);
    private readonly ElectionEvent _timer = new(ElectionEventKind.TimerExpired);
    private VrrpProcessor _backups = null!;
    private VrrpProcessor _actives = null!;
    private byte[] _packet = null!;

    [GlobalSetup]
    public void Setup()
    {
        var options = new VirtualRouterOptions
        {
            Name = "VI_1", Interface = "eth1", VirtualRouterId = 101, Version = VrrpVersion.V3, VirtualAddresses = [new(IPAddress.Parse("10.132.0.100"), 32)],
        };
        _packet = AdvertBuffers.Build(options with { Priority = 200 }, IPAddress.Parse("10.132.0.20")).Normal.ToArray();
        _backups = Start(options);
        _actives = Start(options with { Priority = 255 });
        _actives.OnTime(10 * Second);
    }

    [Benchmark]
    public ElectionStep Step_Backup_hears_the_Active_router() => Election.Step(_parameters, _backup, _higher, Second);

    [Benchmark]
    public ElectionStep Step_Active_sends() => Election.Step(_parameters, _active, _timer, Second);

    [Benchmark]
    public void Processor_packet_to_a_Backup() => _backups.OnPacket(1, _packet, Second);

    [Benchmark]
    public void Processor_timer_of_an_Active() => _actives.OnTime(_actives.NextDeadline);

    private static VrrpProcessor Start(VirtualRouterOptions options)
    {
        var processor = new VrrpProcessor(new() { Routers = [options] }, new Nowhere(), TimeProvider.System, _ => { }, _ => { });
        processor.OnInterface(new(1, "eth1", true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse("10.132.0.10")), 0);
        processor.Start(0);
        return processor;
    }

    private sealed class Nowhere : IVrrpOutput
    {
        public bool Send(int interfaceIndex, ReadOnlySpan<byte> packet) => true;

        public void AddAddress(int interfaceIndex, VirtualAddress address)
        {
        }

        public void RemoveAddress(int interfaceIndex, VirtualAddress address)
        {
        }

        public void BeginRole(VirtualRouterOptions router, UInt128 source)
        {
        }

        public void EndRole(VirtualRouterOptions router)
        {
        }

        public void AddRoute(VirtualRoute route, ReadOnlySpan<int> interfaces, bool again)
        {
        }

        public void RemoveRoute(VirtualRoute route, ReadOnlySpan<int> interfaces)
        {
        }

        public void AddRule(VirtualRule rule)
        {
        }

        public void RemoveRule(VirtualRule rule)
        {
        }

        public void Flush()
        {
        }

        public void Announce(InterfaceStatus @interface, VirtualAddress address)
        {
        }
    }
}

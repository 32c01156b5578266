using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using FailoverIp.Vrrp.Wire;

namespace FailoverIp.Vrrp.Linux;

/// <summary>
/// Runs the way of a takeover once, against nothing, so that the first real one does not wait for the just-in-time compiler: a packet in, an election won
/// and lost, adverts and announcements out to a descriptor that does not exist.
/// </summary>
internal static class WarmUp
{
    private const int Rounds = 40; // above the 30 calls after which tiered compilation begins with the optimised code

    public static void Run()
    {
        var output = new Nowhere();
        var options = new VirtualRouterOptions
        {
            Name = "warm-up",
            Interface = "none",
            VirtualRouterId = 1,
            Priority = 100,
            VirtualAddresses = [new(IPAddress.Parse("192.0.2.1"), 32)],
            ExcludedAddresses = [new(IPAddress.Parse("2001:db8::1"), 128)],
        };
        var processor = new VrrpProcessor(new() { Routers = [options] }, output, TimeProvider.System, _ => { }, _ => { });
        var status = new InterfaceStatus(1, "none", true, new PhysicalAddress([2, 0, 0, 0, 0, 1]), IPAddress.Parse("192.0.2.2"));
        var higher = AdvertBuffers.Build(options with { Priority = 200 }, IPAddress.Parse("192.0.2.3"));
        processor.OnInterface(status, 0);
        processor.Start(0);
        for (var i = 0; i < Rounds; i++)
        {
            processor.OnTime(processor.NextDeadline); // Active
            processor.OnTime(processor.NextDeadline); // an advert
            processor.OnPacket(1, higher.Normal, processor.NextDeadline); // Backup
            processor.OnPacket(1, higher.PriorityZero, processor.NextDeadline - 1);
        }
        processor.Stop(processor.NextDeadline);
        _ = processor.GetStatus();
    }

    private sealed class Nowhere : IVrrpOutput
    {
        private readonly ImmutableArray<byte> _hardware = [2, 0, 0, 0, 0, 1];

        public bool Send(int interfaceIndex, ReadOnlySpan<byte> packet) => true;

        public void BeginRole(VirtualRouterOptions router, UInt128 source)
        {
        }

        public void EndRole(VirtualRouterOptions router)
        {
        }

        public void AddAddress(int interfaceIndex, VirtualAddress address)
        {
        }

        public void RemoveAddress(int interfaceIndex, VirtualAddress address)
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
            Span<byte> frame = stackalloc byte[AnnouncementFrames.MaxLength];
            _ = address.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
                ? AnnouncementFrames.WriteGratuitousArp(frame, _hardware.AsSpan(), address.Address)
                : AnnouncementFrames.WriteNeighborAdvertisement(frame, _hardware.AsSpan(), address.Address);
        }
    }
}

using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Tests.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Ipvs;

public class IpvsCodecTests
{
    private delegate void WriteTo(ref NetlinkWriter writer);

    [Fact]
    public void A_persistent_service_is_the_known_bytes()
    {
        var service = new IpvsService
        {
            Key = Samples.Tcp("127.0.1.1:80"), Scheduler = "wlc", Flags = IpvsServiceFlags.Persistent, Timeout = TimeSpan.FromSeconds(360), PersistencePrefixLength = 31,
        };

        Bytes((ref w) => IpvsWriter.Service(ref w, service)).ShouldBe("54000180"
            + "06000100" + "0200" + "0000"                                  // AF
            + "06000200" + "0600" + "0000"                                  // PROTOCOL
            + "14000300" + "7f000101" + "000000000000000000000000"          // ADDR
            + "06000400" + "0050" + "0000"                                  // PORT
            + "08000600" + "776c6300"                                       // SCHED_NAME
            + "0c000700" + "01000000" + "ffffffff"                          // FLAGS
            + "08000800" + "68010000"                                       // TIMEOUT
            + "08000900" + "fffffffe");                                     // NETMASK
    }

    [Fact]
    public void An_IPv6_service_holds_a_prefix_length_in_the_hosts_order()
    {
        var service = Samples.Service(Samples.Udp("[2001:db8::1]:53"));

        Bytes((ref w) => IpvsWriter.Service(ref w, service)).ShouldContain("06000100" + "0a00" + "0000" + "06000200" + "1100" + "0000" + "14000300" + "20010db8000000000000000000000001" + "06000400" + "0035");
        Bytes((ref w) => IpvsWriter.Service(ref w, service)).ShouldEndWith("08000900" + "80000000");
        Bytes((ref w) => IpvsWriter.Service(ref w, service), NetlinkByteOrder.BigEndian).ShouldEndWith("00080009" + "00000080");
    }

    [Fact]
    public void A_mask_of_IPv4_is_in_network_order_on_every_host()
    {
        var service = Samples.Service() with { PersistencePrefixLength = 24 };

        Bytes((ref w) => IpvsWriter.Service(ref w, service), NetlinkByteOrder.BigEndian).ShouldEndWith("00080009" + "ffffff00");
        Bytes((ref w) => IpvsWriter.Service(ref w, service)).ShouldEndWith("08000900" + "ffffff00");
    }

    [Fact]
    public void A_service_by_mark_has_neither_address_nor_protocol()
    {
        var key = IpvsServiceKey.OfMark(7, AddressFamily.InterNetworkV6);

        Bytes((ref w) => IpvsWriter.Service(ref w, key)).ShouldBe("14000180" + "06000100" + "0a00" + "0000" + "08000500" + "07000000");
    }

    [Fact]
    public void A_real_server_behind_GUE_is_the_known_bytes()
    {
        var destination = new IpvsDestination
        {
            Address = IPEndPoint.Parse("10.0.0.2:80"), Forwarding = IpvsForwarding.Tunnel, Weight = 5, UpperThreshold = 9, LowerThreshold = 4,
            Tunnel = new(IpvsTunnelType.Gue, 5580, IpvsTunnelChecksum.RemoteChecksum),
        };

        Bytes((ref w) => IpvsWriter.Destination(ref w, destination, whole: true)).ShouldBe("60000280"
            + "14000100" + "0a000002" + "000000000000000000000000" + "06000200" + "0050" + "0000" + "06000b00" + "0200" + "0000"
            + "08000300" + "02000000" + "08000400" + "05000000" + "08000500" + "09000000" + "08000600" + "04000000"
            + "05000d00" + "01000000" + "06000e00" + "15cc" + "0000" + "06000f00" + "0200" + "0000");
        Bytes((ref w) => IpvsWriter.Destination(ref w, destination with { Forwarding = IpvsForwarding.DirectRoute, Tunnel = null }, whole: true))
            .ShouldContain("08000300" + "03000000");
        Bytes((ref w) => IpvsWriter.Destination(ref w, destination, whole: false)).ShouldBe("28000280"
            + "14000100" + "0a000002" + "000000000000000000000000" + "06000200" + "0050" + "0000" + "06000b00" + "0200" + "0000");
    }

    [Fact]
    public void A_service_is_read_as_it_was_written() => Prop.ForAll(Arb.From(Samples.Services), Arb.From(Gen.Elements(true, false)), (service, swapped) =>
    {
        var order = swapped ? NetlinkByteOrder.Swapped : NetlinkByteOrder.Host;
        var payload = Payload((ref w) => IpvsWriter.Service(ref w, service), order);

        IpvsServiceMessage.TryRead(payload, order, out var message).ShouldBeTrue();

        message.ToEntry().Service.ShouldBe(service);
        IpvsServiceKey.TryParse(service.Key.ToString(), out var key).ShouldBeTrue();
        key.ShouldBe(service.Key);
    }).Holds(500);

    [Fact]
    public void A_real_server_is_read_as_it_was_written() => Prop.ForAll(
        Arb.From(Gen.OneOf(Samples.Destinations4, Samples.Destinations6)), Arb.From(Gen.Elements(true, false)), (destination, swapped) =>
    {
        var order = swapped ? NetlinkByteOrder.Swapped : NetlinkByteOrder.Host;
        var payload = Payload((ref w) => IpvsWriter.Destination(ref w, destination, whole: true), order);

        IpvsDestinationMessage.TryRead(payload, AddressFamily.InterNetwork, order, out var message).ShouldBeTrue();

        message.ToEntry().Destination.ShouldBe(destination);
    }).Holds(500);

    [Fact]
    public void Noise_is_refused_and_breaks_nothing() => Prop.ForAll(
        Arb.From(Samples.Services), Arb.From(Samples.Destinations6), Arb.From(Gen.ListOf(Gen.Two(Gen.Choose(0, 10_000)))), (service, destination, strokes) =>
    {
        var (first, second) = (Payload((ref w) => IpvsWriter.Service(ref w, service)), Payload((ref w) => IpvsWriter.Destination(ref w, destination, whole: true)));
        foreach (var (at, value) in strokes)
            first[at % first.Length] = second[at % second.Length] = (byte)value;
        foreach (var bytes in new[] { first, second, first[..(strokes.Count % first.Length)], second[..(strokes.Count % second.Length)] })
        {
            if (IpvsServiceMessage.TryRead(bytes, default, out var read))
                read.ToEntry().Service.Key.ToString().ShouldNotBeEmpty();
            if (IpvsDestinationMessage.TryRead(bytes, AddressFamily.InterNetworkV6, default, out var real))
                real.ToEntry().Destination.Address.ToString().ShouldNotBeEmpty();
            IpvsMessages.ReadInfo(bytes, default);
            IpvsMessages.ReadTimeouts(bytes, default);
            IpvsMessages.ReadDaemon(bytes, default);
        }
    }).Holds(2000);

    [Fact]
    public void A_sync_daemon_is_read_as_it_was_written()
    {
        var daemon = new IpvsSyncDaemon
        {
            State = IpvsSyncState.Backup, Interface = "eth0", SyncId = 7, MaxLength = 1472, Group = IPAddress.Parse("224.0.0.99"), Port = 9000, Ttl = 3,
        };

        foreach (var sample in new[] { daemon, daemon with { Group = IPAddress.Parse("ff02::99") }, new() { State = IpvsSyncState.Master, Interface = "eth0" } })
            IpvsMessages.ReadDaemon(Payload((ref w) => IpvsWriter.Daemon(ref w, sample)), default).ShouldBe(sample);
        // The port is in the host's order, unlike every other port.
        Bytes((ref w) => IpvsWriter.Daemon(ref w, daemon)).ShouldContain("06000700" + "2823");
    }

    [Fact]
    public void Reading_services_and_real_servers_allocates_nothing()
    {
        var kernel = new Fakes.FakeIpvsKernel();
        var service = kernel.Tell(Samples.Service());
        var destination = kernel.Tell(Samples.Real("10.0.0.2:80"));
        var read = Read(service, destination);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            read += Read(service, destination);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBe(0);
        read.ShouldBe(1001 * ((1UL << 32) + 4 + 3));
    }

    private static ulong Read(byte[] service, byte[] destination)
    {
        IpvsServiceMessage.TryRead(service, default, out var read).ShouldBeTrue();
        IpvsDestinationMessage.TryRead(destination, AddressFamily.InterNetwork, default, out var real).ShouldBeTrue();
        return read.Statistics.IncomingBytes + real.ActiveConnections;
    }

    private static byte[] Payload(WriteTo write, NetlinkByteOrder order = default)
    {
        var writer = new NetlinkWriter(new byte[1024], 30, 0, 0, order);
        writer.Fixed(0U);
        write(ref writer);
        return writer.Finish()[16..].ToArray();
    }

    private static string Bytes(WriteTo write) => Bytes(write, NetlinkByteOrder.LittleEndian);

    private static string Bytes(WriteTo write, NetlinkByteOrder order) => Convert.ToHexStringLower(Payload(write, order).AsSpan(4));
}

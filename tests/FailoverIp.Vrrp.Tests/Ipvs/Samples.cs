using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Ipvs;

/// <summary>Services and real servers for tests, by hand and at random.</summary>
internal static class Samples
{
    public static IpvsServiceKey Web { get; } = Tcp("203.0.113.10:80");

    public static readonly Gen<IpvsDestination> Destinations6 = Destination(isIPv6: true);
    public static readonly Gen<IpvsDestination> Destinations4 = Destination(isIPv6: false);

    public static readonly Gen<IpvsService> Services =
        from isIPv6 in Gen.Elements(true, false)
        from isMark in Gen.Elements(true, false, false)
        from protocol in Gen.Elements(IpvsProtocol.Tcp, IpvsProtocol.Udp, IpvsProtocol.Sctp)
        from bytes in Gen.ArrayOf(Gen.Choose(0, 255), 16)
        from port in Gen.Choose(1, 65535)
        from mark in Gen.OneOf(Gen.Choose(1, 10).Select(m => (uint)m), Gen.Constant(uint.MaxValue))
        from scheduler in Gen.Elements("rr", "wrr", "lc", "wlc", "sh", "mh")
        from flags in Gen.Choose(0, 7)
        from timeout in Gen.Choose(0, 100_000)
        from prefix in Gen.Choose(0, isIPv6 ? 128 : 32)
        from engine in Gen.Elements(null, null, "sip")
        let family = isIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork
        select new IpvsService
        {
            Key = isMark ? IpvsServiceKey.OfMark(mark, family) : IpvsServiceKey.Of(protocol, new(Address(bytes, isIPv6), port)),
            Scheduler = scheduler,
            Flags = (IpvsServiceFlags)(flags << 3) | (timeout > 0 ? IpvsServiceFlags.Persistent : IpvsServiceFlags.None),
            Timeout = TimeSpan.FromSeconds(timeout),
            PersistencePrefixLength = prefix == 0 || prefix == (isIPv6 ? 128 : 32) ? null : prefix,
            PersistenceEngine = engine,
        };

    public static IpvsServiceKey Tcp(string address) => IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse(address));

    public static IpvsServiceKey Udp(string address) => IpvsServiceKey.Of(IpvsProtocol.Udp, IPEndPoint.Parse(address));

    public static IpvsService Service(IpvsServiceKey? key = null, string scheduler = "rr") => new() { Key = key ?? Web, Scheduler = scheduler };

    public static IpvsDestination Real(string address, int weight = 1, IpvsForwarding forwarding = IpvsForwarding.Masquerade) =>
        new() { Address = IPEndPoint.Parse(address), Weight = weight, Forwarding = forwarding };

    public static IpvsVirtualServer Server(IpvsService service, params IpvsDestination[] destinations) => new(service, [.. destinations]);

    private static Gen<IpvsDestination> Destination(bool isIPv6) =>
        from bytes in Gen.ArrayOf(Gen.Choose(0, 255), 16)
        from port in Gen.Choose(0, 65535)
        from forwarding in Gen.Elements(IpvsForwarding.Masquerade, IpvsForwarding.DirectRoute, IpvsForwarding.Tunnel)
        from weight in Gen.OneOf(Gen.Choose(0, 100), Gen.Constant(int.MaxValue))
        from thresholds in Gen.Two(Gen.OneOf(Gen.Choose(0, 1000).Select(t => (uint)t), Gen.Constant(uint.MaxValue)))
        from tunnel in Gen.Elements<IpvsTunnel?>(null, new(IpvsTunnelType.Gue, 6080), new(IpvsTunnelType.Gue, 1, IpvsTunnelChecksum.RemoteChecksum), new(IpvsTunnelType.Gre, 0, IpvsTunnelChecksum.Checksum))
        select new IpvsDestination
        {
            Address = new(Address(bytes, isIPv6), port),
            Forwarding = forwarding,
            Weight = weight,
            UpperThreshold = thresholds.Item1,
            LowerThreshold = thresholds.Item2,
            Tunnel = forwarding == IpvsForwarding.Tunnel ? tunnel : null,
        };

    private static IPAddress Address(int[] bytes, bool isIPv6) => new([.. bytes.Take(isIPv6 ? 16 : 4).Select(b => (byte)b)]);
}

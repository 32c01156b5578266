using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.IpvsInterop.Table;

/// <summary>Everything that can be set, as records and as the lines of ipvsadm.</summary>
internal static class OptionMatrix
{
    private static readonly string[] Schedulers =
        ["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "mh", "dh", "fo", "ovf", "sed", "nq", .. Kernels.Has("ip_vs_twos") ? ["twos"] : Array.Empty<string>()];

    private static readonly IpvsServiceKey Web = Key(IpvsProtocol.Tcp, "203.0.113.10:80");
    private static readonly IpvsServiceKey Web6 = Key(IpvsProtocol.Tcp, "[2001:db8::10]:80");
    private static readonly IpvsServiceKey Mark = IpvsServiceKey.OfMark(7);
    private static readonly IpvsServiceKey Mark6 = IpvsServiceKey.OfMark(2147483647, AddressFamily.InterNetworkV6);

    public static (IpvsVirtualServer Server, string[] Lines)[] All { get; } =
    [
        .. Schedulers.Select((s, i) => Case(new() { Key = Key(IpvsProtocol.Tcp, $"203.0.113.20:{1000 + i}"), Scheduler = s }, $"-A -t 203.0.113.20:{1000 + i} -s {s}")),
        .. Flagged(),
        .. Persistent(),
        .. Kinds(),
        .. Forwarding(),
    ];

    private static IEnumerable<(IpvsVirtualServer, string[])> Flagged()
    {
        yield return Case(Udp(2001) with { Scheduler = "sh", Flags = IpvsServiceFlags.Scheduler1 }, "-A -u 203.0.113.20:2001 -s sh -b sh-fallback");
        yield return Case(Udp(2002) with { Scheduler = "sh", Flags = IpvsServiceFlags.Scheduler2 }, "-A -u 203.0.113.20:2002 -s sh -b sh-port");
        yield return Case(Udp(2003) with { Scheduler = "mh", Flags = IpvsServiceFlags.Scheduler1 | IpvsServiceFlags.Scheduler2 }, "-A -u 203.0.113.20:2003 -s mh -b mh-fallback,mh-port");
        yield return Case(Udp(2004) with { Scheduler = "rr", Flags = IpvsServiceFlags.Scheduler3 }, "-A -u 203.0.113.20:2004 -s rr -b flag-3");
        yield return Case(Udp(2005) with { Scheduler = "rr", Flags = IpvsServiceFlags.OnePacket }, "-A -u 203.0.113.20:2005 -s rr -o");
    }

    private static IEnumerable<(IpvsVirtualServer, string[])> Persistent()
    {
        yield return Case(For(Udp(3001), 50), "-A -u 203.0.113.20:3001 -s rr -p 50");
        yield return Case(For(Udp(3002), 360) with { PersistencePrefixLength = 24 }, "-A -u 203.0.113.20:3002 -s rr -p 360 -M 255.255.255.0");
        yield return Case(For(Udp(5060), 300) with { PersistenceEngine = "sip" }, "-A -u 203.0.113.20:5060 -s rr -p 300 --pe sip");
        yield return Case(For(new() { Key = Key(IpvsProtocol.Tcp, "203.0.113.21:0"), Scheduler = "rr" }, 2678400), "-A -t 203.0.113.21:0 -s rr -p 2678400");
        yield return Case(For(new() { Key = Key(IpvsProtocol.Tcp, "[2001:db8::21]:443"), Scheduler = "rr" }, 1) with { PersistencePrefixLength = 64 }, "-A -t [2001:db8::21]:443 -s rr -p 1 -M 64");
    }

    private static IEnumerable<(IpvsVirtualServer, string[])> Kinds()
    {
        yield return Case(new() { Key = Key(IpvsProtocol.Sctp, "203.0.113.20:9") }, "-A --sctp-service 203.0.113.20:9 -s wlc");
        yield return Case(new() { Key = Key(IpvsProtocol.Sctp, "[2001:db8::20]:9") }, "-A --sctp-service [2001:db8::20]:9 -s wlc");
        yield return Case(new() { Key = Key(IpvsProtocol.Udp, "[2001:db8::20]:53") }, "-A -u [2001:db8::20]:53 -s wlc");
        yield return Case(new() { Key = Mark }, [Real("10.0.0.2:0", IpvsForwarding.DirectRoute), Real("10.0.0.3:8080")],
            "-A -f 7 -s wlc", "-a -f 7 -r 10.0.0.2:0 -g -w 1", "-a -f 7 -r 10.0.0.3:8080 -m -w 1");
        yield return Case(new() { Key = Mark6 }, [Real("[fd00::2]:0", IpvsForwarding.DirectRoute)], "-A -f 2147483647 -6 -s wlc", "-a -f 2147483647 -6 -r [fd00::2]:0 -g -w 1");
    }

    private static IEnumerable<(IpvsVirtualServer, string[])> Forwarding()
    {
        yield return Case(new() { Key = Web },
            [
                Real("10.0.0.2:8080"), Real("10.0.0.3:80", IpvsForwarding.DirectRoute) with { Weight = 0 }, Real("10.0.0.4:80", IpvsForwarding.Tunnel) with { Weight = 65535 },
                Tunnelled("10.0.0.5:80", new(IpvsTunnelType.Gue, 6080)), Tunnelled("10.0.0.6:80", new(IpvsTunnelType.Gue, 6081, IpvsTunnelChecksum.Checksum)),
                Tunnelled("10.0.0.7:80", new(IpvsTunnelType.Gue, 5580, IpvsTunnelChecksum.RemoteChecksum)), Tunnelled("10.0.0.8:80", new(IpvsTunnelType.Gre)),
                Tunnelled("10.0.0.9:80", new(IpvsTunnelType.Gre, 0, IpvsTunnelChecksum.Checksum)), Real("[fd00::2]:80", IpvsForwarding.Tunnel),
            ],
            "-A -t 203.0.113.10:80 -s wlc",
            "-a -t 203.0.113.10:80 -r 10.0.0.2:8080 -m -w 1",
            "-a -t 203.0.113.10:80 -r 10.0.0.3:80 -g -w 0",
            "-a -t 203.0.113.10:80 -r 10.0.0.4:80 -i -w 65535 --tun-type ipip",
            "-a -t 203.0.113.10:80 -r 10.0.0.5:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum",
            "-a -t 203.0.113.10:80 -r 10.0.0.6:80 -i -w 1 --tun-type gue --tun-port 6081 --tun-csum",
            "-a -t 203.0.113.10:80 -r 10.0.0.7:80 -i -w 1 --tun-type gue --tun-port 5580 --tun-remcsum",
            "-a -t 203.0.113.10:80 -r 10.0.0.8:80 -i -w 1 --tun-type gre --tun-nocsum",
            "-a -t 203.0.113.10:80 -r 10.0.0.9:80 -i -w 1 --tun-type gre --tun-csum",
            "-a -t 203.0.113.10:80 -r [fd00::2]:80 -i -w 1 --tun-type ipip");
        yield return Case(new() { Key = Web6 },
            [Real("[fd00::2]:8080"), Real("[fd00::3]:80", IpvsForwarding.DirectRoute), Tunnelled("[fd00::4]:80", new(IpvsTunnelType.Gue, 6080)), Real("10.0.0.2:80", IpvsForwarding.Tunnel)],
            "-A -t [2001:db8::10]:80 -s wlc",
            "-a -t [2001:db8::10]:80 -r [fd00::2]:8080 -m -w 1",
            "-a -t [2001:db8::10]:80 -r [fd00::3]:80 -g -w 1",
            "-a -t [2001:db8::10]:80 -r [fd00::4]:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum",
            "-a -t [2001:db8::10]:80 -r 10.0.0.2:80 -i -w 1 --tun-type ipip");
    }

    private static IpvsServiceKey Key(IpvsProtocol protocol, string address) => IpvsServiceKey.Of(protocol, IPEndPoint.Parse(address));

    private static IpvsService Udp(int port) => new() { Key = Key(IpvsProtocol.Udp, $"203.0.113.20:{port}"), Scheduler = "rr" };

    private static IpvsService For(IpvsService service, int seconds) => service with { Flags = service.Flags | IpvsServiceFlags.Persistent, Timeout = TimeSpan.FromSeconds(seconds) };

    private static IpvsDestination Real(string address, IpvsForwarding forwarding = IpvsForwarding.Masquerade) => new() { Address = IPEndPoint.Parse(address), Forwarding = forwarding };

    private static IpvsDestination Tunnelled(string address, IpvsTunnel tunnel) => Real(address, IpvsForwarding.Tunnel) with { Tunnel = tunnel };

    private static (IpvsVirtualServer, string[]) Case(IpvsService service, string line) => Case(service, [], line);

    private static (IpvsVirtualServer, string[]) Case(IpvsService service, IpvsDestination[] destinations, params string[] lines) => (new(service, [.. destinations]), lines);
}

using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FailoverIp.Cli.Commands.Ipvs;
using FailoverIp.Cli.Output;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Cli.Tests.Output;

/// <summary>The expected text is what <c>ipvsadm -Ln</c> 1.31 printed for the same table.</summary>
public class IpvsTableTextTests
{
    private static readonly IpvsInfo Info = new(new(1, 2, 1), 4096);

    private static readonly IReadOnlyList<IpvsTableEntry> Table = IpvsTableOrder.Of(
    [
        Of(IpvsServiceKey.OfMark(8, AddressFamily.InterNetworkV6), "rr", s => s, Destination("[fd00::1]:0", IpvsForwarding.DirectRoute)),
        Of(IpvsServiceKey.OfMark(7), "wrr", s => s),
        Of(Tcp("[2001:db8::10]:80"), "rr", s => s with { Flags = IpvsServiceFlags.Persistent, Timeout = TimeSpan.FromSeconds(10), PersistencePrefixLength = 64 },
            Destination("[fd00:1111:2222:3333:4444:5555:6666:7777]:80", IpvsForwarding.DirectRoute), Destination("[fd00::1]:80", IpvsForwarding.Masquerade)),
        Of(IpvsServiceKey.Of(IpvsProtocol.Sctp, IPEndPoint.Parse("203.0.113.10:9")), "nq", s => s),
        Of(IpvsServiceKey.Of(IpvsProtocol.Udp, IPEndPoint.Parse("203.0.113.10:5060")), "rr",
            s => s with { Flags = IpvsServiceFlags.Persistent | IpvsServiceFlags.OnePacket, Timeout = TimeSpan.FromSeconds(60), PersistenceEngine = "sip" }),
        Of(Tcp("203.0.113.12:80"), "lc", s => s with { Flags = IpvsServiceFlags.Scheduler1 | IpvsServiceFlags.Scheduler3 }),
        Of(Tcp("203.0.113.11:80"), "mh", s => s with { Flags = IpvsServiceFlags.Scheduler1 | IpvsServiceFlags.Scheduler2 }),
        Of(Tcp("203.0.113.10:81"), "wlc", s => s with { Flags = IpvsServiceFlags.Persistent, Timeout = TimeSpan.FromSeconds(50), PersistencePrefixLength = 24 },
            Destination("10.132.0.10:8081", IpvsForwarding.Masquerade, weight: 0, upper: 10)),
        Of(Tcp("203.0.113.10:80"), "rr", s => s with { Flags = IpvsServiceFlags.Persistent, Timeout = TimeSpan.FromSeconds(50) },
            Destination("192.168.0.1:80", IpvsForwarding.Tunnel, weight: 100000), Destination("10.132.0.10:80", IpvsForwarding.DirectRoute, active: 3, inactive: 12345678)),
    ]);

    [Fact]
    public void The_table_is_that_of_ipvsadm() => IpvsTableText.ToLines(Info, Table).ShouldBe(
    [
        "IP Virtual Server version 1.2.1 (size=4096)",
        "Prot LocalAddress:Port Scheduler Flags",
        "  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn",
        "TCP  203.0.113.10:80 rr persistent 50",
        "  -> 10.132.0.10:80               Route   1      3          12345678  ",
        "  -> 192.168.0.1:80               Tunnel  100000 0          0         ",
        "TCP  203.0.113.10:81 wlc persistent 50 mask 255.255.255.0",
        "  -> 10.132.0.10:8081             Masq    0      0          0         ",
        "TCP  203.0.113.11:80 mh (mh-fallback,mh-port)",
        "TCP  203.0.113.12:80 lc (flag-1,flag-3)",
        "UDP  203.0.113.10:5060 rr persistent 60 pe sip ops",
        "SCTP 203.0.113.10:9 nq",
        "TCP  [2001:db8::10]:80 rr persistent 10 mask 64",
        "  -> [fd00::1]:80                 Masq    1      0          0         ",
        "  -> [fd00:1111:2222:3333:4444:5555:6666:7777]:80 Route   1      0          0         ",
        "FWM  7 wrr",
        "FWM  8 IPv6 rr",
        "  -> [fd00::1]:0                  Route   1      0          0         ",
    ]);

    [Fact]
    public void The_statistics_are_those_of_ipvsadm()
    {
        var statistics = new IpvsStatistics(1, 99_999_999, 999_999_999, 99_999_999_999, 123_456_789_012_345, 0, 0, 0, 0, 0);
        var counted = Table.Take(1).Select(e => e with { Service = e.Service with { Statistics = statistics } }).ToList();

        IpvsTableText.ToStatisticsLines(Info, counted).ShouldBe(
        [
            "IP Virtual Server version 1.2.1 (size=4096)",
            "Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes",
            "  -> RemoteAddress:Port",
            "TCP  203.0.113.10:80                     1 99999999  999999K   99999M     123T",
            "  -> 10.132.0.10:80                      0        0        0        0        0",
            "  -> 192.168.0.1:80                      0        0        0        0        0",
        ]);
    }

    [Fact]
    public void The_document_says_the_same_in_the_words_of_the_status()
    {
        var document = JsonSerializer.Serialize(IpvsTableDocument.From(Info, [Table[1]], withStatistics: false), ToolJson.Readable.IpvsTableDocument);

        document.ShouldBe("""
            {"version":"1.2.1","connectionTableSize":4096,"virtualServers":[{"address":"203.0.113.10:81","firewallMark":null,"family":"IPv4","protocol":"Tcp","scheduler":"wlc","schedulerFlags":[],"persistenceSeconds":50,"persistencePrefixLength":24,"persistenceEngine":null,"onePacket":false,"realServers":[{"address":"10.132.0.10:8081","method":"NAT","weight":0,"upperThreshold":10,"lowerThreshold":0,"activeConnections":0,"inactiveConnections":0,"persistentConnections":0}]}]}
            """);
        JsonSerializer.Serialize(IpvsTableDocument.From(Info, Table, withStatistics: true), ToolJson.Readable.IpvsTableDocument).ShouldContain("\"statistics\":{\"connections\":0");
    }

    private static IpvsServiceKey Tcp(string address) => IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse(address));

    private static IpvsTableEntry Of(IpvsServiceKey key, string scheduler, Func<IpvsService, IpvsService> change, params IpvsDestinationEntry[] destinations) =>
        new(new(change(new() { Key = key, Scheduler = scheduler }), default), [.. destinations]);

    private static IpvsDestinationEntry Destination(string address, IpvsForwarding forwarding, int weight = 1, uint active = 0, uint inactive = 0, uint upper = 0) =>
        new(new() { Address = IPEndPoint.Parse(address), Forwarding = forwarding, Weight = weight, UpperThreshold = upper }, active, inactive, 0, default);
}

using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.IpvsBench;

/// <summary>The tables that are measured, as records and as the lines of <c>ipvsadm -R</c>.</summary>
internal static class Tables
{
    /// <summary>So many services with so many real servers in all, spread evenly.</summary>
    public static IpvsVirtualServer[] Make(int services, int destinations) =>
    [
        .. Enumerable.Range(0, services).Select(i => new IpvsVirtualServer(
            new() { Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, new(Address(100, i), 80)) },
            [.. Enumerable.Range(0, (destinations / services) + (i < destinations % services ? 1 : 0)).Select(j => new IpvsDestination { Address = new(Address(200 + j, i), 80) })])),
    ];

    /// <summary>The same table with another weight of one real server.</summary>
    public static IpvsVirtualServer[] WithOneChange(IpvsVirtualServer[] table, int weight) =>
    [
        .. table[..(table.Length / 2)],
        table[table.Length / 2] with { Destinations = table[table.Length / 2].Destinations.SetItem(3, table[table.Length / 2].Destinations[3] with { Weight = weight }) },
        .. table[((table.Length / 2) + 1)..],
    ];

    public static IEnumerable<string> Lines(IpvsVirtualServer[] table) => table.SelectMany(t =>
        t.Destinations.Select(d => $"-a -t {t.Service.Key.Address} -r {d.Address} -m -w {d.Weight}").Prepend($"-A -t {t.Service.Key.Address} -s {t.Service.Scheduler}"));

    private static IPAddress Address(int second, int i) => new([10, (byte)second, (byte)(i / 250), (byte)((i % 250) + 1)]);
}

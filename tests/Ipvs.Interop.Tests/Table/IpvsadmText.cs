using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.IpvsInterop.Table;

/// <summary>Services and real servers as <c>ipvsadm -S -n</c> writes them.</summary>
internal static class IpvsadmText
{
    public static IEnumerable<string> Lines(IpvsVirtualServer server) =>
        [Service(server.Service), .. server.Destinations.Select(d => Destination(server.Service.Key, d))];

    public static string Key(IpvsServiceKey key) => key.Address is not { } address
        ? $"-f {key.FirewallMark}{(key.Family == AddressFamily.InterNetworkV6 ? " -6" : "")}"
        : $"{key.Protocol switch { IpvsProtocol.Udp => "-u", IpvsProtocol.Sctp => "--sctp-service", _ => "-t" }} {address}";

    private static string Service(IpvsService service)
    {
        var line = $"-A {Key(service.Key)} -s {service.Scheduler}";
        var flags = string.Join(',', Flags(service));
        if (flags.Length > 0)
            line += $" -b {flags}";
        if (service.Flags.HasFlag(IpvsServiceFlags.Persistent))
            line += $" -p {service.Timeout.TotalSeconds:0}";
        if (service.PersistencePrefixLength is { } prefix)
            line += service.Key.Family == AddressFamily.InterNetworkV6 ? $" -M {prefix}" : $" -M {Mask(prefix)}";
        if (service.PersistenceEngine is { } engine)
            line += $" --pe {engine}";
        return service.Flags.HasFlag(IpvsServiceFlags.OnePacket) ? line + " -o" : line;
    }

    private static IEnumerable<string> Flags(IpvsService service)
    {
        string[] names = service.Scheduler switch
        {
            "sh" => ["sh-fallback", "sh-port", "flag-3"],
            "mh" => ["mh-fallback", "mh-port", "flag-3"],
            _ => ["flag-1", "flag-2", "flag-3"],
        };
        return names.Where((_, i) => service.Flags.HasFlag((IpvsServiceFlags)(8 << i)));
    }

    private static string Destination(IpvsServiceKey key, IpvsDestination destination)
    {
        var line = $"-a {Key(key)} -r {destination.Address} {destination.Forwarding switch { IpvsForwarding.Tunnel => "-i", IpvsForwarding.DirectRoute => "-g", _ => "-m" }} -w {destination.Weight}";
        if (destination.Forwarding != IpvsForwarding.Tunnel)
            return line;
        var tunnel = destination.Tunnel ?? new();
        var checksum = tunnel.Checksum switch { IpvsTunnelChecksum.Checksum => " --tun-csum", IpvsTunnelChecksum.RemoteChecksum => " --tun-remcsum", _ => " --tun-nocsum" };
        return tunnel.Type switch
        {
            IpvsTunnelType.Gue => $"{line} --tun-type gue --tun-port {tunnel.Port}{checksum}",
            IpvsTunnelType.Gre => $"{line} --tun-type gre{checksum}",
            _ => $"{line} --tun-type ipip",
        };
    }

    private static string Mask(int prefix) => new System.Net.IPAddress(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((uint)(ulong.MaxValue << (32 - prefix)))).ToString();
}

using System.Globalization;
using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Cli.Output;

/// <summary>A virtual server table in the columns of <c>ipvsadm -Ln</c>, to the blank: eyes and scripts find what they know.</summary>
internal static class IpvsTableText
{
    private const int NameWidth = 33;

    /// <summary>As <c>ipvsadm -Ln</c>.</summary>
    public static IEnumerable<string> ToLines(IpvsInfo info, IReadOnlyList<IpvsTableEntry> table)
    {
        yield return Title(info);
        yield return "Prot LocalAddress:Port Scheduler Flags";
        yield return "  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn";
        foreach (var (entry, destinations) in table)
        {
            yield return $"{NameOf(entry.Service.Key)} {entry.Service.Scheduler}{FlagsOf(entry.Service)}";
            foreach (var d in destinations)
            {
                var address = d.Destination.Address.ToString();
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"  -> {address,-28} {ForwardingOf(d.Destination),-7} {d.Destination.Weight,-6} {d.ActiveConnections,-10} {d.InactiveConnections,-10}");
            }
        }
    }

    /// <summary>As <c>ipvsadm -Ln --stats</c>.</summary>
    public static IEnumerable<string> ToStatisticsLines(IpvsInfo info, IReadOnlyList<IpvsTableEntry> table)
    {
        yield return Title(info);
        yield return "Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes";
        yield return "  -> RemoteAddress:Port";
        foreach (var (entry, destinations) in table)
        {
            yield return NameOf(entry.Service.Key).PadRight(NameWidth) + Counters(entry.Statistics);
            foreach (var d in destinations)
                yield return $"  -> {d.Destination.Address}".PadRight(NameWidth) + Counters(d.Statistics);
        }
    }

    /// <summary>The names of a service's scheduler flags, as its scheduler has them.</summary>
    public static IEnumerable<string> SchedulerFlags(IpvsService service)
    {
        var (first, second, third) = service.Scheduler is "sh" or "mh"
            ? ($"{service.Scheduler}-fallback", $"{service.Scheduler}-port", null)
            : ("flag-1", "flag-2", "flag-3");
        if (service.Flags.HasFlag(IpvsServiceFlags.Scheduler1))
            yield return first;
        if (service.Flags.HasFlag(IpvsServiceFlags.Scheduler2))
            yield return second;
        if (service.Flags.HasFlag(IpvsServiceFlags.Scheduler3) && third is not null)
            yield return third;
    }

    private static string Title(IpvsInfo info) => $"IP Virtual Server version {info.Version} (size={info.ConnectionTableSize})";

    private static string NameOf(IpvsServiceKey key) => key.Address is { } address
        ? $"{key.Protocol.ToString().ToUpperInvariant(),-4} {address}"
        : $"FWM  {key.FirewallMark}{(key.Family == AddressFamily.InterNetworkV6 ? " IPv6" : "")}";

    private static string FlagsOf(IpvsService service)
    {
        var words = new List<string>();
        var flags = SchedulerFlags(service).ToList();
        if (flags.Count > 0)
            words.Add($"({string.Join(',', flags)})");
        if (service.Flags.HasFlag(IpvsServiceFlags.Persistent))
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"persistent {service.Timeout.TotalSeconds:0}"));
            if (MaskOf(service) is { } mask)
                words.Add($"mask {mask}");
        }
        if (service.PersistenceEngine is { } engine)
            words.Add($"pe {engine}");
        if (service.Flags.HasFlag(IpvsServiceFlags.OnePacket))
            words.Add("ops");
        return string.Concat(words.Select(w => $" {w}"));
    }

    /// <summary>The part of the client's address that counts, where it is not all of it: a netmask, or with IPv6 a prefix length.</summary>
    private static string? MaskOf(IpvsService service)
    {
        var length = service.EffectivePrefixLength;
        if (service.Key.Family == AddressFamily.InterNetworkV6)
            return length == 128 ? null : length.ToString(CultureInfo.InvariantCulture);
        if (length == 32)
            return null;
        var mask = length == 0 ? 0 : uint.MaxValue << (32 - length);
        return $"{mask >> 24}.{(mask >> 16) & 255}.{(mask >> 8) & 255}.{mask & 255}";
    }

    private static string ForwardingOf(IpvsDestination destination) => destination.Forwarding switch
    {
        IpvsForwarding.Masquerade => "Masq",
        IpvsForwarding.DirectRoute => "Route",
        var other => other.ToString(),
    };

    private static string Counters(IpvsStatistics s) =>
        string.Concat(((ulong[])[s.Connections, s.IncomingPackets, s.OutgoingPackets, s.IncomingBytes, s.OutgoingBytes]).Select(Counter));

    /// <summary>A counter in nine columns; what does not fit is cut to thousands, millions and so on.</summary>
    private static string Counter(ulong number) => number switch
    {
        < 100_000_000 => $"{number,9}",
        < 1_000_000_000 => $"{number / 1000,8}K",
        < 100_000_000_000 => $"{number / 1_000_000,8}M",
        < 100_000_000_000_000 => $"{number / 1_000_000_000,8}G",
        _ => $"{number / 1_000_000_000_000,8}T",
    };
}

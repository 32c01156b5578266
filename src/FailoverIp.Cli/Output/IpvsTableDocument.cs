using System.Net.Sockets;
using System.Text.Json.Serialization;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Cli.Output;

/// <summary>What <c>ipvs list --json</c> prints. Words that <c>status --json</c> has as well are the same here.</summary>
/// <param name="Version">The version of the kernel's IPVS.</param>
/// <param name="ConnectionTableSize">The size of its hash table of connections.</param>
/// <param name="VirtualServers">The services.</param>
internal sealed record IpvsTableDocument(string Version, uint ConnectionTableSize, IReadOnlyList<IpvsServiceDocument> VirtualServers)
{
    public static IpvsTableDocument From(IpvsInfo info, IReadOnlyList<IpvsTableEntry> table, bool withStatistics) =>
        new(info.Version.ToString(), info.ConnectionTableSize, [.. table.Select(e => IpvsServiceDocument.From(e, withStatistics))]);
}

/// <summary>One service.</summary>
internal sealed record IpvsServiceDocument(
    string? Address,
    uint? FirewallMark,
    string Family,
    string? Protocol,
    string Scheduler,
    IReadOnlyList<string> SchedulerFlags,
    long? PersistenceSeconds,
    int? PersistencePrefixLength,
    string? PersistenceEngine,
    bool OnePacket,
    IReadOnlyList<IpvsRealServerDocument> RealServers)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IpvsStatisticsDocument? Statistics { get; init; }

    public static IpvsServiceDocument From(IpvsTableEntry entry, bool withStatistics)
    {
        var service = entry.Service.Service;
        var key = service.Key;
        var isPersistent = service.Flags.HasFlag(IpvsServiceFlags.Persistent);
        return new(
            key.Address?.ToString(),
            key.Address is null ? key.FirewallMark : null,
            key.Family == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4",
            key.Address is null ? null : key.Protocol.ToString(), // the kernel keeps none for a mark
            service.Scheduler,
            [.. IpvsTableText.SchedulerFlags(service)],
            isPersistent ? (long)service.Timeout.TotalSeconds : null,
            isPersistent ? service.EffectivePrefixLength : null,
            service.PersistenceEngine,
            service.Flags.HasFlag(IpvsServiceFlags.OnePacket),
            [.. entry.Destinations.Select(d => IpvsRealServerDocument.From(d, withStatistics))])
        {
            Statistics = withStatistics ? IpvsStatisticsDocument.From(entry.Service.Statistics) : null,
        };
    }
}

/// <summary>One real server of a service.</summary>
internal sealed record IpvsRealServerDocument(
    string Address, string Method, int Weight, uint UpperThreshold, uint LowerThreshold, uint ActiveConnections, uint InactiveConnections, uint PersistentConnections)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IpvsTunnelDocument? Tunnel { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IpvsStatisticsDocument? Statistics { get; init; }

    public static IpvsRealServerDocument From(IpvsDestinationEntry entry, bool withStatistics)
    {
        var d = entry.Destination;
        return new(d.Address.ToString(), MethodOf(d.Forwarding), d.Weight, d.UpperThreshold, d.LowerThreshold, entry.ActiveConnections, entry.InactiveConnections, entry.PersistentConnections)
        {
            Tunnel = d is { Forwarding: IpvsForwarding.Tunnel, Tunnel: { } tunnel } ? new(tunnel.Type.ToString(), tunnel.Port, tunnel.Checksum.ToString()) : null,
            Statistics = withStatistics ? IpvsStatisticsDocument.From(entry.Statistics) : null,
        };
    }

    private static string MethodOf(IpvsForwarding forwarding) => forwarding switch
    {
        IpvsForwarding.Masquerade => "NAT",
        IpvsForwarding.DirectRoute => "DR",
        IpvsForwarding.Tunnel => "TUN",
        var kernels => kernels.ToString(),
    };
}

/// <summary>How packets are wrapped.</summary>
internal sealed record IpvsTunnelDocument(string Type, int Port, string Checksum);

/// <summary>What a service or a real server has carried.</summary>
internal sealed record IpvsStatisticsDocument(
    ulong Connections, ulong IncomingPackets, ulong OutgoingPackets, ulong IncomingBytes, ulong OutgoingBytes, ulong ConnectionsPerSecond, ulong IncomingPacketsPerSecond,
    ulong OutgoingPacketsPerSecond, ulong IncomingBytesPerSecond, ulong OutgoingBytesPerSecond)
{
    public static IpvsStatisticsDocument From(IpvsStatistics s) => new(
        s.Connections, s.IncomingPackets, s.OutgoingPackets, s.IncomingBytes, s.OutgoingBytes, s.ConnectionsPerSecond, s.IncomingPacketsPerSecond,
        s.OutgoingPacketsPerSecond, s.IncomingBytesPerSecond, s.OutgoingBytesPerSecond);
}

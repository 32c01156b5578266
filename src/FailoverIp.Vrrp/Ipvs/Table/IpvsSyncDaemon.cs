using System.Net;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>
/// A thread of the kernel that tells other directors of connections, or hears of theirs, by multicast (<c>ipvsadm --start-daemon</c>). The interface must be
/// up. Those of the two states are started and stopped each by itself. What is null is the kernel's choice; kernels before 4.3 make it always.
/// </summary>
public sealed record IpvsSyncDaemon
{
    /// <summary>Which of the two.</summary>
    public required IpvsSyncState State { get; init; }

    /// <summary>The interface, 1 to 15 bytes.</summary>
    public required string Interface { get; init; }

    /// <summary>The number of the group of directors, 0 to 255; a backup with 0 takes messages of every group.</summary>
    public byte SyncId { get; init; }

    /// <summary>The longest message, 1 to 65507 bytes; null: what the interface's MTU holds.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The multicast group, IPv4 or IPv6; null: 224.0.0.81.</summary>
    public IPAddress? Group { get; init; }

    /// <summary>The UDP port, 1 to 65535; null: 8848.</summary>
    public ushort? Port { get; init; }

    /// <summary>The TTL or hop limit of the messages, 1 to 255; null: 1.</summary>
    public byte? Ttl { get; init; }
}

/// <summary>The two sync daemons (IP_VS_STATE_* of linux/ip_vs.h).</summary>
public enum IpvsSyncState
{
    /// <summary>Tells of its connections.</summary>
    Master = 1,

    /// <summary>Hears of others' connections.</summary>
    Backup = 2,
}

using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node;

/// <summary>What holds for the kernel's load balancer as a whole. Immutable; equal by value.</summary>
public sealed record NodeIpvsOptions
{
    /// <summary>Nothing is changed but the virtual servers of the node.</summary>
    public static NodeIpvsOptions Default { get; } = new();

    /// <summary>How long connections without packets stay (keepalived: lvs_timeouts); zero leaves one as it is. They are put back when the node stops.</summary>
    /// <value>Null: as they are.</value>
    public IpvsTimeouts? Timeouts { get; init; }

    /// <summary>The kernel's threads that tell other directors of connections (keepalived: lvs_sync_daemon).</summary>
    /// <value>Null: none is started.</value>
    public NodeSyncDaemonOptions? SyncDaemon { get; init; }

    /// <summary>EVERY service is removed when the node starts, whoever has put it there (keepalived: lvs_flush).</summary>
    public bool FlushOnStart { get; init; }

    /// <summary>EVERY service is removed when the node stops, whoever has put it there (keepalived: lvs_flush_on_stop).</summary>
    public bool FlushOnStop { get; init; }
}

/// <summary>The kernel's sync daemons: while this node is Active it tells the others of its connections, otherwise it hears of theirs.</summary>
/// <param name="Interface">The interface, which must be up.</param>
public sealed record NodeSyncDaemonOptions(string Interface)
{
    /// <summary>The instance whose role decides which of the two runs.</summary>
    /// <value>Null: both run always.</value>
    public string? Follows { get; init; }

    /// <summary>The number of the group of directors, 0 to 255.</summary>
    /// <value>Null: the VRID of the instance, or 0.</value>
    public byte? SyncId { get; init; }

    /// <inheritdoc cref="IpvsSyncDaemon.MaxLength"/>
    public int? MaxLength { get; init; }

    /// <inheritdoc cref="IpvsSyncDaemon.Group"/>
    public System.Net.IPAddress? Group { get; init; }

    /// <inheritdoc cref="IpvsSyncDaemon.Port"/>
    public ushort? Port { get; init; }

    /// <inheritdoc cref="IpvsSyncDaemon.Ttl"/>
    public byte? Ttl { get; init; }
}

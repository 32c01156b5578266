using System.Collections.Immutable;

namespace FailoverIp.Node;

/// <summary>Whom the node tells what happens: scripts, and FIFOs that others read. Immutable.</summary>
/// <remarks>Scripts get the arguments, and FIFOs the lines, that keepalived 2.2.7 gives: those that were written for it need no change.</remarks>
public sealed record NotifyOptions
{
    /// <summary>The scripts of virtual routers, by the name of the router.</summary>
    public ImmutableDictionary<string, RouterNotifyOptions> Instances { get; init; } = ImmutableDictionary.Create<string, RouterNotifyOptions>(StringComparer.Ordinal);

    /// <summary>The scripts of sync groups, by the name of the group.</summary>
    public ImmutableDictionary<string, RouterNotifyOptions> SyncGroups { get; init; } = ImmutableDictionary.Create<string, RouterNotifyOptions>(StringComparer.Ordinal);

    /// <summary>The scripts of virtual servers, by the name of the server.</summary>
    public ImmutableDictionary<string, VirtualServerNotifyOptions> VirtualServers { get; init; } =
        ImmutableDictionary.Create<string, VirtualServerNotifyOptions>(StringComparer.Ordinal);

    /// <summary>Where everything is told (keepalived: <c>notify_fifo</c>); null for nowhere.</summary>
    public NotifyFifoOptions? Fifo { get; init; }

    /// <summary>Where virtual routers and sync groups are told of (<c>vrrp_notify_fifo</c>); null for nowhere.</summary>
    public NotifyFifoOptions? VrrpFifo { get; init; }

    /// <summary>Where virtual servers are told of (<c>lvs_notify_fifo</c>); null for nowhere.</summary>
    public NotifyFifoOptions? LvsFifo { get; init; }

    /// <summary>Run before the virtual routers are started (<c>startup_script</c>); null for nothing. That it fails keeps nobody from starting.</summary>
    public NodeCommand? StartupCommand { get; init; }

    /// <summary>How long that may take before it is ended, 1 to 1000 s.</summary>
    /// <value>10 s.</value>
    public TimeSpan StartupTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Run after the virtual routers have stopped (<c>shutdown_script</c>); null for nothing.</summary>
    public NodeCommand? ShutdownCommand { get; init; }

    /// <summary>How long that may take before it is ended, 1 to 1000 s.</summary>
    /// <value>10 s.</value>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a reload tells the states of all virtual routers and sync groups to the FIFOs (<c>fifo_write_vrrp_states_on_reload</c>).</summary>
    /// <value>False.</value>
    public bool StatesOnReload { get; init; }
}

/// <summary>A FIFO. Immutable.</summary>
/// <param name="Path">Where it is. One that does not exist is made, with mode 0600, and removed when the node stops.</param>
public sealed record NotifyFifoOptions(string Path)
{
    /// <summary>The user it belongs to where it is made, by name; null: that of this process.</summary>
    public string? User { get; init; }

    /// <summary>The group it belongs to where it is made, by name, with <see cref="User"/>; null: the user's.</summary>
    public string? Group { get; init; }

    /// <summary>Started beside the node with the path of the FIFO as its last argument, and started again where it ends (<c>notify_fifo_script</c>); null: somebody else reads it.</summary>
    public NodeCommand? Reader { get; init; }
}

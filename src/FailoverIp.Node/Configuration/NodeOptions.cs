using System.Collections.Immutable;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>What a node runs: immutable and checked.</summary>
public sealed record NodeOptions
{
    /// <summary>Where the control socket of a node started by the tool is, unless the configuration says otherwise.</summary>
    public const string DefaultControlSocket = "/run/failoverip/control.sock";

    /// <summary>The name of this node.</summary>
    /// <value>The host's name.</value>
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>The failover addresses, in the order of the configuration.</summary>
    public ImmutableArray<NodeAddress> Addresses { get; init; } = [];

    /// <summary>
    /// The virtual routers, in the order of the configuration. An address of <see cref="Addresses"/> with an interface need not be repeated
    /// here: the node adds it to the excluded addresses of the instance that it follows.
    /// </summary>
    public ImmutableArray<VirtualRouterOptions> Instances { get; init; } = [];

    /// <summary>The virtual servers of the kernel's load balancer, in the order of the configuration.</summary>
    public ImmutableArray<NodeVirtualServer> VirtualServers { get; init; } = [];

    /// <summary>What is done about kernel settings that the virtual servers need.</summary>
    /// <value><see cref="SysctlHandling.Check"/>.</value>
    public SysctlHandling Sysctls { get; init; }

    /// <summary>The URL at which <c>/status</c> and <c>/healthz</c> are answered, such as <c>http://127.0.0.1:9112/</c>; null for none.</summary>
    public Uri? StatusListen { get; init; }

    /// <summary>The path of the control socket; null for none.</summary>
    public string? ControlSocket { get; init; }
}

/// <summary>A failover address of a node.</summary>
/// <param name="Route">The address and where it is routed.</param>
public sealed record NodeAddress(FailoverRoute Route)
{
    /// <summary>
    /// The instance it follows: while that is Active here, the address is kept routed to its target, and not a moment longer. Null: it is only
    /// for <see cref="IFailoverIpRouter"/>.
    /// </summary>
    public string? Follows { get; init; }

    /// <summary>The interface that holds the address while the instance is Active, and on which it is announced; null for none.</summary>
    public string? Interface { get; init; }
}

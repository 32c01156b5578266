using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>A virtual server of a node.</summary>
/// <param name="Options">The service, its real servers and their checks.</param>
public sealed record NodeVirtualServer(VirtualServerOptions Options)
{
    /// <summary>
    /// The instance whose role says whether this node is Active for the service's address. Null: the instance that has the address among its own, or
    /// that a failover address with it follows.
    /// </summary>
    public string? Follows { get; init; }

    /// <summary>
    /// True: while this node is not Active for the service's address, what arrives for it all the same (a director sends it here, with
    /// <see cref="Vrrp.Ipvs.IpvsForwarding.DirectRoute"/>) is redirected to this machine's own service on the same port. Without it a real server
    /// that is a director as well would balance such packets again, back and forth. It stays when the node is stopped, for this machine is then still a real
    /// server of the other node; a node that starts without it removes it.
    /// </summary>
    public bool Bypass { get; init; }
}

namespace FailoverIp.Node;

/// <summary>
/// The node of this process: it elects with its peers, and keeps the failover addresses routed here for as long as the instance that they
/// follow is Active. Runs with the host.
/// </summary>
public interface IFailoverNode
{
    /// <summary>What it runs.</summary>
    NodeOptions Options { get; }

    /// <summary>
    /// What it is doing. Never waits for the network. Where an instance is shown as no longer Active, all work on its addresses has been cancelled
    /// before.
    /// </summary>
    NodeStatus GetStatus();

    /// <summary>
    /// Goes over to other options. Only the difference is applied: an instance that is the same keeps its state. Options that cannot work are refused whole, and
    /// the old ones run on. Failover addresses, their providers, the control socket and the status page are those of the start; that they differ is told in the log.
    /// </summary>
    /// <exception cref="FailoverIpException">The options cannot work (<see cref="FailoverErrorKind.Configuration"/>); nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The node does not run.</exception>
    Task ReloadAsync(NodeOptions options, CancellationToken cancellationToken = default);
}

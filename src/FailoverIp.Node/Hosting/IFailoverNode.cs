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
}

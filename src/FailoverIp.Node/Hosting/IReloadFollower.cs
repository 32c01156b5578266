namespace FailoverIp.Node;

/// <summary>Something beside the elections that goes over to other options with the node.</summary>
internal interface IReloadFollower
{
    /// <summary>Goes over as far as it can; what it cannot do it tells.</summary>
    /// <returns>The options that are in force now, as far as they are its own.</returns>
    Task<NodeOptions> FollowAsync(NodeOptions before, NodeOptions after);
}

namespace FailoverIp.Node;

/// <summary>What becomes of a failover address when the node that keeps it is stopped.</summary>
/// <param name="Target">Where it is routed then, in the words of its provider: a peer.</param>
public sealed record NodeHandOver(RouteTarget Target)
{
    /// <summary>How long the stop waits for the route at most, 1 ms to 20 s. The peers are told when the route is there, or this time is over.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}

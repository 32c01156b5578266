namespace FailoverIp;

/// <summary>What is asked of a provider: an address and the target it is to be routed to.</summary>
/// <param name="Address">The failover address.</param>
/// <param name="Target">Where it is to be routed; the names in it are the provider's.</param>
public sealed record RouteRequest(FailoverAddress Address, RouteTarget Target)
{
    /// <summary>The longest that one request on the network may take. A provider that sends several bounds each.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// True where the owner's name is wanted also when it is not the target. When false, a provider that would need more requests for it may
    /// answer null as owner: on the way of a failover only "is it the target" counts.
    /// </summary>
    /// <value>False.</value>
    public bool FindOwner { get; init; }
}

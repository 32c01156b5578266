namespace FailoverIp;

/// <summary>One failover address as configured: what, through which account, to where, and how patiently. Immutable.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Address">The failover address.</param>
/// <param name="Provider">The name of the provider (account) that routes it.</param>
/// <param name="Target">Where it is to be routed.</param>
public sealed record FailoverRoute(string Name, FailoverAddress Address, string Provider, RouteTarget Target)
{
    /// <summary>How patiently a reroute is tried.</summary>
    public RouteRetry Retry { get; init; } = new();

    /// <summary>How often a kept route is read again.</summary>
    /// <value>1 minute.</value>
    public TimeSpan VerifyInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Fills options with what this address was made of.</summary>
    internal void CopyTo(FailoverAddressOptions options)
    {
        (options.Address, options.Provider) = (Address.ToString(), Provider);
        (options.Retry, options.VerifyInterval) = (Retry, VerifyInterval);
        foreach (var name in Target.Names)
            options.Target[name] = Target[name]!;
    }
}

namespace FailoverIp;

/// <summary>One failover address as the configuration gives it (<c>FailoverIp:Addresses:NAME</c>); named options, checked as a whole.</summary>
public sealed class FailoverAddressOptions
{
    /// <summary>The failover address, such as <c>203.0.113.10</c> or <c>2001:db8:a:20::/64</c>. Required; the forms are those of <see cref="FailoverAddress"/>.</summary>
    public string Address { get; set; } = "";

    /// <summary>The name of the provider (account) that routes it. Required.</summary>
    public string Provider { get; set; } = "";

    /// <summary>Where it is to be routed, in the provider's own words, such as <c>Server</c>. At least one; see <see cref="RouteTarget"/>.</summary>
    public IDictionary<string, string> Target { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How patiently a reroute is tried.</summary>
    /// <value>10 attempts, 3 seconds apart; see <see cref="RouteRetry"/>.</value>
    public RouteRetry Retry { get; set; } = new();

    /// <summary>How often a kept route is read again; more than zero, at most one day.</summary>
    /// <value>1 minute.</value>
    public TimeSpan VerifyInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What the configuration held that could not be read, as <c>KEY: reason</c>.</summary>
    internal List<string> Unreadable { get; } = [];
}

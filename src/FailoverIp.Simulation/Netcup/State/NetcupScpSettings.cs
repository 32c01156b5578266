using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

/// <summary>How the simulated service behaves where the real one leaves room, or where a test wants it otherwise. Immutable.</summary>
[JsonConverter(typeof(NetcupScpSettingsJson))]
public sealed record NetcupScpSettings
{
    /// <summary>How long the work on an accepted write takes, zero or more; the owner changes at its end.</summary>
    /// <value>400 ms: live tasks took 360 to 780 ms.</value>
    public TimeSpan TaskDuration { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long an access token lives.</summary>
    /// <value>300 s.</value>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long a refresh token lives without being used.</summary>
    /// <value>30 days.</value>
    public TimeSpan RefreshTokenIdleLimit { get; init; } = TimeSpan.FromDays(30);

    /// <summary>True where every refresh gives out a new refresh token and ends the old one.</summary>
    /// <value>False: netcup's refresh tokens can be used many times.</value>
    public bool RotateRefreshTokens { get; init; }

    /// <summary>How long a device login may take.</summary>
    /// <value>600 s.</value>
    public TimeSpan DeviceCodeLifetime { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>How long a device that waits for its login must pause between two polls.</summary>
    /// <value>5 s.</value>
    public TimeSpan DevicePollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many reroutes the REST API accepts for the account, IPv4 and IPv6 together, in each sliding window. Refused ones do not count.</summary>
    /// <value>10 in 5 minutes and 20 in 60 minutes, the published limits.</value>
    public ImmutableArray<NetcupRateLimit> RateLimits { get; init; } = [new(10, TimeSpan.FromMinutes(5)), new(20, TimeSpan.FromMinutes(60))];

    /// <summary>True where a 429 says in <c>Retry-After</c> when the next reroute will be accepted. Whether the real service does is not known.</summary>
    /// <value>False.</value>
    public bool SendRetryAfter { get; init; }

    /// <summary>True where the REST API answers as <c>application/hal+json</c>, which the published document allows.</summary>
    /// <value>False.</value>
    public bool HalJson { get; init; }

    /// <summary>How long the SOAP web service refuses to reroute an address again.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan SoapRoutingInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The HTTP status of a SOAP fault: 500, as SOAP 1.1 wants it, or 200.</summary>
    /// <value>500.</value>
    public int SoapFaultStatus { get; init; } = 500;

    /// <summary>True where a successful changeIPRouting answers <c>&lt;return&gt;true&lt;/return&gt;</c>; otherwise its answer is empty.</summary>
    /// <value>False.</value>
    public bool SoapReturnsTrue { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (TaskDuration < TimeSpan.Zero)
            yield return "settings.taskDuration is negative";
        if (AccessTokenLifetime < TimeSpan.FromSeconds(1))
            yield return "settings.accessTokenLifetime is shorter than a second";
        if (RefreshTokenIdleLimit <= TimeSpan.Zero || DeviceCodeLifetime <= TimeSpan.Zero || DevicePollInterval < TimeSpan.Zero || SoapRoutingInterval < TimeSpan.Zero)
            yield return "settings: the limits and intervals must not be negative";
        if (RateLimits.Any(l => l.Requests < 1 || l.Window <= TimeSpan.Zero))
            yield return "settings.rateLimits: each needs requests of 1 or more and a window";
        if (SoapFaultStatus is not (200 or 500))
            yield return "settings.soapFaultStatus is neither 200 nor 500";
    }
}

/// <summary>A limit on requests in a sliding window.</summary>
/// <param name="Requests">How many are accepted.</param>
/// <param name="Window">In what time.</param>
public sealed record NetcupRateLimit(int Requests, TimeSpan Window);

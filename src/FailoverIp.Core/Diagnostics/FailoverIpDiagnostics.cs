namespace FailoverIp;

/// <summary>The names under which this library reports to System.Diagnostics; hand them to OpenTelemetry's AddMeter and AddSource.</summary>
public static class FailoverIpDiagnostics
{
    /// <summary>
    /// The meter: <c>failoverip.route.ensures</c> (name, outcome), <c>failoverip.route.writes</c> (name, outcome: accepted, refused, lost),
    /// <c>failoverip.route.duration</c> in seconds (name, outcome), <c>failoverip.route.time_to_write</c> in seconds from the call to the first
    /// write (name), <c>failoverip.route.routed</c> (name), 1 where the last read showed the target as owner. An outcome of ensure is a
    /// <see cref="RouteOutcome"/>, a <see cref="FailoverErrorKind"/> or <c>Cancelled</c>.
    /// </summary>
    public const string MeterName = "FailoverIp";

    /// <summary>The source of spans: <c>ensure</c>, and within it <c>read</c> and <c>write</c>.</summary>
    public const string ActivitySourceName = "FailoverIp";
}

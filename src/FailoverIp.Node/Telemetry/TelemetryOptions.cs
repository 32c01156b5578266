namespace FailoverIp.Node;

/// <summary>Where a node sends its metrics and traces: an OpenTelemetry collector that takes OTLP over HTTP.</summary>
public sealed record TelemetryOptions
{
    /// <summary>The collector, such as <c>http://127.0.0.1:4318/</c>; <c>v1/metrics</c> and <c>v1/traces</c> are added to it.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The time from one sending of the metrics to the next, 1 s to 1 hour.</summary>
    /// <value>60 seconds.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What is sent as the header Authorization, a secret; null for none.</summary>
    public string? Authorization { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{nameof(TelemetryOptions)} {{ Endpoint = {Endpoint}, Interval = {Interval} }}";
}

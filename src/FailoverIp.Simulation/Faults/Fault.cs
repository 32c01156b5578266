using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

/// <summary>
/// One thing that goes wrong: what, for which requests, when and how often. Immutable. Made by the static methods and narrowed by
/// <see cref="On"/>, <see cref="Times"/>, <see cref="For"/> and <c>with</c>; a fault that is not narrowed strikes every request, for ever.
/// </summary>
/// <remarks>In JSON the names are in camel case and durations are TimeSpan strings; unknown names are errors.</remarks>
/// <example>
/// <code>simulator.Faults.Add(Fault.LostAnswer().On(SimulatedOperation.Write).Once());</code>
/// The same in JSON, under <c>"faults"</c> of a state file or sent to <c>/_simulator/faults</c>:
/// <code>{ "kind": "LostAnswer", "on": "Write", "count": 1 }</code>
/// </example>
public sealed partial record Fault
{
    internal const long HugeBytes = 64 * 1024 * 1024;

    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>The requests that it strikes; in JSON <c>"on"</c>. Task faults strike accepted writes in any case.</summary>
    /// <value>Any.</value>
    [JsonPropertyName("on")]
    public SimulatedOperation Operations { get; init; }

    /// <summary>A part of the path and query, or the SOAP operation, that a request must have; compared in any case. Null: all.</summary>
    public string? Path { get; init; }

    /// <summary>How many of the matching requests are let through first, 0 or more.</summary>
    public int Skip { get; init; }

    /// <summary>How many requests it strikes, 1 or more. Null: no limit.</summary>
    public int? Count { get; init; }

    /// <summary>The probability with which it strikes a matching request, above 0 and up to 1, drawn from the plan's seeded numbers. Null: always.</summary>
    public double? Probability { get; init; }

    /// <summary>How long after it was added it begins. Null: at once.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>How long it lasts from its beginning. Null: for ever.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>With <see cref="FaultKind.Latency"/>, <see cref="FaultKind.SlowAnswer"/> and <see cref="FaultKind.SlowTask"/>: how long it takes.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>With <see cref="FaultKind.Status"/>: the HTTP status, 200 to 599.</summary>
    public int? Status { get; init; }

    /// <summary>With <see cref="FaultKind.Status"/>: the body. Null: none.</summary>
    public string? Body { get; init; }

    /// <summary>With <see cref="FaultKind.Status"/>: the content type of the body. Null: plain text.</summary>
    public string? ContentType { get; init; }

    /// <summary>With <see cref="FaultKind.RateLimit"/> and <see cref="FaultKind.Status"/>: the <c>Retry-After</c> header, in whole seconds. Null: none is sent.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>With <see cref="FaultKind.TaskError"/> and <see cref="FaultKind.TaskCanceled"/>: the provider's message. Null: one of the simulator's.</summary>
    public string? Message { get; init; }

    /// <summary>With <see cref="FaultKind.Huge"/>: the length of the body, 1 or more. Null: 64 MiB.</summary>
    public long? Bytes { get; init; }

    internal FaultGroup Group => Kind switch
    {
        FaultKind.Latency => FaultGroup.Delay,
        >= FaultKind.SlowTask => FaultGroup.Task,
        _ => FaultGroup.Answer,
    };

    /// <summary>Why it cannot be used, in words for a person; null where it can.</summary>
    internal string? Problem() => this switch
    {
        { Kind: FaultKind.Latency or FaultKind.SlowAnswer or FaultKind.SlowTask, Delay: null } => "needs a delay",
        { Delay: { } delay } when delay < TimeSpan.Zero => "has a negative delay",
        { Kind: FaultKind.Status, Status: null } => "needs a status",
        { Status: < 200 or > 599 } => "has a status that is not between 200 and 599",
        { Probability: { } p } when p is not (> 0 and <= 1) => "has a probability that is not above 0 and up to 1",
        { Skip: < 0 } => "has a negative skip",
        { Count: < 1 } => "has a count below 1",
        { Bytes: < 1 } => "has less than 1 byte",
        { After: { } after } when after < TimeSpan.Zero => "begins before it was added",
        { Duration: { } duration } when duration <= TimeSpan.Zero => "has no duration",
        { RetryAfter: { } wait } when wait < TimeSpan.Zero => "has a negative retryAfter",
        _ => null,
    };
}

internal enum FaultGroup
{
    Delay,
    Answer,
    Task,
}

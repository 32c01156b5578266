namespace FailoverIp.Simulation;

/// <summary>A request that reached a simulator. It holds no secrets: headers are left out, and passwords and tokens in the body are replaced by <c>***</c>.</summary>
public sealed class RecordedRequest
{
    /// <summary>Its number, from 1, in the order of arrival.</summary>
    public long Number { get; internal init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The HTTP method, such as <c>PATCH</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query.</summary>
    public required string Path { get; init; }

    /// <summary>The SOAP operation, such as <c>changeIPRouting</c>; null where the path says all.</summary>
    public string? Action { get; init; }

    /// <summary>What it is for.</summary>
    public required SimulatedOperation Operation { get; init; }

    /// <summary>The body without secrets; empty where there was none.</summary>
    public required string Body { get; init; }

    /// <summary>The status it was answered with; null while it is being answered, and for ever where the connection was reset.</summary>
    public int? Status { get; internal set; }

    /// <summary>True once it is known how it ends: with <see cref="Status"/>, or with a reset.</summary>
    public bool IsAnswered { get; internal set; }

    /// <summary>The faults that struck it, in the order in which they did.</summary>
    public IReadOnlyList<FaultKind> Faults { get; internal set; } = [];

    /// <summary>One line: what was asked and how it ended, such as <c>PATCH /scp-core/… → 202</c>.</summary>
    public override string ToString()
    {
        var end = !IsAnswered ? "…" : Status is { } status ? status.ToString() : "reset";
        var faults = Faults.Count > 0 ? $" ({string.Join(", ", Faults)})" : "";
        return $"{Method} {Path}{(Action is null ? "" : " " + Action)} → {end}{faults}";
    }
}

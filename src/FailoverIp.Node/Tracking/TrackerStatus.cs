namespace FailoverIp.Node;

/// <summary>What one tracker has found.</summary>
public sealed record TrackerStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>script</c>, <c>file</c>, <c>process</c> or <c>health check</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether it is well; null before the first reading.</summary>
    public required bool? Well { get; init; }

    /// <summary>The number of a file; null otherwise.</summary>
    public required int? Value { get; init; }

    /// <summary>Why it is as it is, one line; null where there is nothing to say.</summary>
    public required string? Detail { get; init; }

    /// <summary>Since when it is so; null before the first reading.</summary>
    public required DateTimeOffset? Since { get; init; }
}

using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>A block of reserved addresses.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="Location">Where they can be used, such as <c>de/fra</c>.</param>
public sealed record ProfitBricksIpBlock(string Id, string Location)
{
    /// <summary>Its name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The number of the contract it belongs to; null for the user's first.</summary>
    public int? Contract { get; init; }

    /// <summary>Its addresses, one or more.</summary>
    public required ImmutableArray<string> Ips { get => field.IsDefault ? [] : field; init; }
}

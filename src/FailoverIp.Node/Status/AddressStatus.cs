namespace FailoverIp.Node;

/// <summary>What is known of one failover address.</summary>
public sealed record AddressStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The address with its prefix length.</summary>
    public required string Address { get; init; }

    /// <summary>The name of the provider that routes it.</summary>
    public required string Provider { get; init; }

    /// <summary>Where it is to be routed, in the provider's own words.</summary>
    public required string Target { get; init; }

    /// <summary>The owner that the last read gave, in the provider's own words; null before the first, and where it was routed nowhere.</summary>
    public required string? Owner { get; init; }

    /// <summary>What this node does about it.</summary>
    public required RouteKeeperState State { get; init; }

    /// <summary>When a read last showed the target as owner.</summary>
    public required DateTimeOffset? LastVerified { get; init; }

    /// <summary>Why the last try failed, one line; null after a success.</summary>
    public required string? LastError { get; init; }

    /// <summary>The epoch of the role on whose behalf it is, or was last, kept; 0 before the first.</summary>
    public required long Epoch { get; init; }
}

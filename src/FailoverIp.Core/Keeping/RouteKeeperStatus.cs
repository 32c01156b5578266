namespace FailoverIp;

/// <summary>What a <see cref="RouteKeeper"/> knew at one moment. Immutable.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Epoch">The epoch of the role it works, or last worked, for; 0 before the first.</param>
public sealed record RouteKeeperStatus(RouteKeeperState State, long Epoch)
{
    /// <summary>The target's name in the provider's own words; null before the first successful read.</summary>
    public string? Target { get; init; }

    /// <summary>The owner's name as the last successful read gave it; null before the first, and where the address was routed nowhere.</summary>
    public string? Owner { get; init; }

    /// <summary>When a read last showed the target as owner.</summary>
    public DateTimeOffset? LastVerified { get; init; }

    /// <summary>Why the last try failed; null again after the next success.</summary>
    public FailoverIpException? LastError { get; init; }
}

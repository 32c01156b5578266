namespace FailoverIp;

/// <summary>
/// Routes failover addresses: look who owns it, write only where it is not the target, wait, look again. Safe for concurrent use; for each
/// address one attempt is in flight at a time, later callers wait for their turn and then look first.
/// </summary>
/// <remarks>
/// A node that is reloaded may give an address another configuration, or take it away. What is under way for it then ends in a <see cref="FailoverIpException"/> of kind
/// <see cref="FailoverErrorKind.Configuration"/>: nothing is written any more on behalf of a configuration that is no longer in force.
/// </remarks>
public interface IFailoverIpRouter
{
    /// <summary>The addresses that are configured now, in the order of their names.</summary>
    IReadOnlyList<FailoverRoute> Routes { get; }

    /// <summary>Reads who owns the address, with the owner's name. Never writes.</summary>
    /// <param name="name">The name of a configured address, in any case.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="FailoverIpException">Unknown name (<see cref="FailoverErrorKind.Configuration"/>), or the owner could not be read.</exception>
    Task<RouteReading> ReadAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes sure that the address is routed to its target. Returns only after a read has shown the target as owner; in every other case it throws.
    /// </summary>
    /// <param name="name">The name of a configured address, in any case.</param>
    /// <param name="cancellationToken">Stops it at any point. A write in flight may still take effect: only a later read tells.</param>
    /// <exception cref="FailoverIpException">The route was not made; the kind says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<RouteResult> EnsureAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="EnsureAsync(string, CancellationToken)"/>, with another target than the configured one, such as a peer's: hands the address over.</summary>
    /// <param name="name">The name of a configured address, in any case.</param>
    /// <param name="target">Where it is to be routed, in the words of its provider.</param>
    /// <param name="cancellationToken">Stops it at any point. A write in flight may still take effect: only a later read tells.</param>
    /// <exception cref="FailoverIpException">The route was not made; the kind says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<RouteResult> EnsureAsync(string name, RouteTarget target, CancellationToken cancellationToken = default);
}

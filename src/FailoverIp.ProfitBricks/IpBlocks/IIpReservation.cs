namespace FailoverIp.ProfitBricks;

/// <summary>Reserves public addresses and gives them back, as the data center designer's IP Manager does.</summary>
/// <remarks>Every failure is a <see cref="FailoverIpException"/>; a cancelled token ends in <see cref="OperationCanceledException"/>.</remarks>
public interface IIpReservation
{
    /// <summary>The contract's reserved blocks.</summary>
    Task<IReadOnlyList<IpReservation>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Reserves a block, and returns when its addresses are known. Each call reserves, and costs, another one.</summary>
    /// <param name="location">Where the addresses will be used: the data center's own location, such as <c>de/fra</c>.</param>
    /// <param name="size">How many addresses, 1 or more; the contract may limit it.</param>
    /// <param name="name">A name for the block.</param>
    /// <param name="cancellationToken">Ends the waiting. What was asked for may still be reserved: list before asking again.</param>
    /// <exception cref="FailoverIpException">It was refused, or the answer was lost; the message says which.</exception>
    Task<IpReservation> ReserveAsync(string location, int size, string? name = null, CancellationToken cancellationToken = default);

    /// <summary>Gives a block back to the provider. Its addresses are lost, and may be somebody else's a moment later.</summary>
    /// <param name="id">The block's <see cref="IpReservation.Id"/>.</param>
    /// <param name="force">True to ask for it although addresses of it are in use; the service itself may still refuse.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="FailoverIpException">Addresses of it are in use (<see cref="FailoverErrorKind.Rejected"/>), or it was refused.</exception>
    Task ReleaseAsync(string id, bool force = false, CancellationToken cancellationToken = default);
}

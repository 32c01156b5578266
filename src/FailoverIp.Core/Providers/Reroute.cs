namespace FailoverIp;

/// <summary>A reroute that the provider has accepted. It is done only when a read shows the target as owner.</summary>
public sealed class Reroute
{
    private readonly Func<CancellationToken, Task>? _wait;

    private Reroute(Func<CancellationToken, Task>? wait, bool isStep = false) => (_wait, IsStep) = (wait, isStep);

    /// <summary>Accepted, and the provider tells nothing more about it.</summary>
    public static Reroute Accepted { get; } = new(null);

    /// <summary>
    /// Accepted as a task of the provider's. <paramref name="wait"/> polls it: it returns when the task has ended well and throws
    /// <see cref="FailoverIpException"/> with the provider's message when it has failed.
    /// </summary>
    public static Reroute AcceptedAs(Func<CancellationToken, Task> wait)
    {
        ArgumentNullException.ThrowIfNull(wait);
        return new(wait);
    }

    /// <summary>
    /// As <see cref="AcceptedAs"/>, for the first of two writes where the provider cannot route an address away and here in one. When
    /// <paramref name="wait"/> has ended well, the router looks and asks for the next write at once.
    /// </summary>
    public static Reroute AcceptedAsStep(Func<CancellationToken, Task> wait)
    {
        ArgumentNullException.ThrowIfNull(wait);
        return new(wait, isStep: true);
    }

    /// <summary>True where another write has to follow before the target can be the owner.</summary>
    public bool IsStep { get; }

    /// <summary>True where <see cref="WaitAsync"/> tells when the provider's own work has ended.</summary>
    public bool TellsCompletion => _wait is not null;

    /// <summary>Waits for the end of the provider's own work; returns at once where it tells nothing.</summary>
    /// <exception cref="FailoverIpException">The provider's work failed.</exception>
    public Task WaitAsync(CancellationToken cancellationToken) => _wait?.Invoke(cancellationToken) ?? Task.CompletedTask;
}

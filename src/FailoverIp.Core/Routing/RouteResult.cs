namespace FailoverIp;

/// <summary>How an address came to be routed to its target.</summary>
public enum RouteOutcome
{
    /// <summary>It was already; nothing was written.</summary>
    AlreadyRouted,

    /// <summary>A write was sent, and a read has shown its effect.</summary>
    Rerouted,
}

/// <summary>An address that is routed to its target, verified by a read.</summary>
/// <param name="Route">The address as configured.</param>
/// <param name="Outcome">How it came to be.</param>
/// <param name="Owner">The owner's name as the last read gave it: the target's.</param>
/// <param name="Attempts">The writes sent; 0 with <see cref="RouteOutcome.AlreadyRouted"/>.</param>
/// <param name="Elapsed">From the call to the read that showed it.</param>
public sealed record RouteResult(FailoverRoute Route, RouteOutcome Outcome, string Owner, int Attempts, TimeSpan Elapsed);

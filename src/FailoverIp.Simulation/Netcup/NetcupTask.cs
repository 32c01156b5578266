namespace FailoverIp.Simulation;

/// <summary>The states of a task, netcup's own (in the API in capitals).</summary>
public enum NetcupTaskState
{
    /// <summary>Accepted, not begun.</summary>
    Pending,

    /// <summary>Begun.</summary>
    Running,

    /// <summary>Ended well: the owner has changed.</summary>
    Finished,

    /// <summary>Ended with an error; nothing has changed.</summary>
    Error,

    /// <summary>It is to be cancelled, and is not yet.</summary>
    WaitingForCancel,

    /// <summary>Ended by a cancellation; nothing has changed.</summary>
    Canceled,
}

/// <summary>The provider's work on one accepted write, at one moment.</summary>
/// <param name="Uuid">Its id; counted up, so that a run can be repeated.</param>
/// <param name="Address">The failover address.</param>
/// <param name="Server">The name of the server it is to be routed to; null for nowhere.</param>
/// <param name="StartedAt">When the write was accepted.</param>
public sealed record NetcupTask(string Uuid, FailoverAddress Address, string? Server, DateTimeOffset StartedAt)
{
    /// <summary><c>RouteFailoverIpTask</c> or <c>ClearFailoverIpTask</c>.</summary>
    public string Name => Server is null ? "ClearFailoverIpTask" : "RouteFailoverIpTask";

    /// <summary>How far it is.</summary>
    public NetcupTaskState State { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When it is expected to end.</summary>
    public DateTimeOffset ExpectedAt { get; init; }

    /// <summary>The service's words on a failure; null without one.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>True where nothing more will happen to it.</summary>
    public bool HasEnded => State is NetcupTaskState.Finished or NetcupTaskState.Error or NetcupTaskState.Canceled;
}

/// <summary>A change of an address's owner.</summary>
/// <param name="At">When.</param>
/// <param name="Address">The failover address.</param>
/// <param name="From">The owner before; null for none.</param>
/// <param name="To">The owner after; null for none.</param>
/// <param name="Task">The task that did it; null where it was done behind the API's back.</param>
public sealed record NetcupRouteChange(DateTimeOffset At, FailoverAddress Address, string? From, string? To, string? Task);

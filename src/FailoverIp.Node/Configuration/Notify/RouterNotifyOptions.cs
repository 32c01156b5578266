namespace FailoverIp.Node;

/// <summary>The scripts of a virtual router or of a sync group. Immutable.</summary>
public sealed record RouterNotifyOptions
{
    /// <summary>When it has become Active (keepalived: <c>notify_master</c>).</summary>
    public NodeCommand? Active { get; init; }

    /// <summary>When it has become Backup, also at its start (<c>notify_backup</c>).</summary>
    public NodeCommand? Backup { get; init; }

    /// <summary>When it has come into Fault (<c>notify_fault</c>).</summary>
    public NodeCommand? Fault { get; init; }

    /// <summary>When it has been stopped with the node (<c>notify_stop</c>).</summary>
    public NodeCommand? Stop { get; init; }

    /// <summary>When a reload has removed it, or has it start anew as another (<c>notify_deleted</c>).</summary>
    public NodeCommand? Deleted { get; init; }

    /// <summary>Whether its end by a reload is told as <c>DELETED</c>; otherwise as <c>FAULT</c>, as keepalived does without <c>notify_deleted</c>.</summary>
    /// <value>True where there is <see cref="Deleted"/>.</value>
    public bool TellsDeleted { get => field || Deleted is not null; init; }

    /// <summary>While Active: when another router with a lower priority was heard to be Active as well (<c>notify_master_rx_lower_pri</c>). Of a sync group it has no meaning.</summary>
    public NodeCommand? ReceivedLowerPriority { get; init; }

    /// <summary>
    /// With every state, after the script of that state (<c>notify</c>): four more arguments say <c>INSTANCE</c> or <c>GROUP</c>, the name, the state
    /// (<c>MASTER</c>, <c>BACKUP</c>, <c>FAULT</c>, <c>STOP</c>, <c>DELETED</c>) and the effective priority, which is 0 for a group.
    /// </summary>
    public NodeCommand? Any { get; init; }

    /// <summary>Whether changes of the effective priority are told to the FIFOs (<c>notify_priority_changes</c>).</summary>
    public bool PriorityChanges { get; init; }
}

namespace FailoverIp.Vrrp;

/// <summary>Why a virtual router changed its state.</summary>
public enum TransitionReason
{
    /// <summary>None.</summary>
    None,

    /// <summary>It was started.</summary>
    Started,

    /// <summary>It was started as the address owner (priority 255).</summary>
    AddressOwner,

    /// <summary>Active_Down_Interval passed without an advert of the Active router.</summary>
    ActiveDown,

    /// <summary>The Active router resigned with an advert of priority 0, and Skew_Time passed.</summary>
    ActiveResigned,

    /// <summary>An advert of a higher priority arrived.</summary>
    HigherPriority,

    /// <summary>An advert of the same priority and a higher source address arrived.</summary>
    HigherAddress,

    /// <summary>The interface is missing, down or without an address.</summary>
    InterfaceDown,

    /// <summary>The interface is up again.</summary>
    InterfaceUp,

    /// <summary>This router acted so late that others must have counted it as gone: it listens before it acts again.</summary>
    Stalled,

    /// <summary>It was stopped.</summary>
    Stopped,

    /// <summary>Something it depends on, a tracked interface or a tracker's health, is not well.</summary>
    TrackedDown,

    /// <summary>Everything it depends on is well again.</summary>
    TrackedUp,

    /// <summary>Another router of its sync group changed its state.</summary>
    SyncGroup,

    /// <summary>A new configuration leaves it out, or has it start anew.</summary>
    Reconfigured,
}

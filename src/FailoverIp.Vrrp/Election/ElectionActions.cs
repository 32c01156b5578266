namespace FailoverIp.Vrrp;

/// <summary>What is to be done after a step, in the order of these values.</summary>
[Flags]
public enum ElectionActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Send an advert with this router's priority.</summary>
    SendAdvertisement = 1,

    /// <summary>Send an advert with priority 0: this router resigns.</summary>
    SendPriorityZero = 2,

    /// <summary>Take the virtual addresses off this machine.</summary>
    RemoveAddresses = 4,

    /// <summary>Put the virtual addresses on this machine.</summary>
    AddAddresses = 8,

    /// <summary>Announce the virtual addresses (gratuitous ARP, unsolicited neighbour advertisements).</summary>
    Announce = 16,
}

/// <summary>The outcome of a step.</summary>
/// <param name="State">The new state.</param>
/// <param name="Actions">What is to be done.</param>
/// <param name="Reason">Why the state changed; <see cref="TransitionReason.None"/> where it did not.</param>
public readonly record struct ElectionStep(ElectionState State, ElectionActions Actions, TransitionReason Reason);

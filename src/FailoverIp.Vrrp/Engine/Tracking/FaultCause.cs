namespace FailoverIp.Vrrp;

/// <summary>Why a virtual router cannot take part.</summary>
/// <param name="Text">One line for a person.</param>
/// <param name="Reason">In a word.</param>
internal sealed record FaultCause(string Text, TransitionReason Reason)
{
    /// <summary>The reason of the transition that the end of this one leads to.</summary>
    public TransitionReason WhenOver => Reason switch
    {
        TransitionReason.InterfaceDown => TransitionReason.InterfaceUp,
        TransitionReason.TrackedDown => TransitionReason.TrackedUp,
        _ => Reason,
    };
}

using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>The reason of a transition in words for a log.</summary>
internal static class ReasonText
{
    /// <summary>What the engine says about it, or the reason in general.</summary>
    public static string Of(in VrrpTransition transition) => transition.Detail.Length > 0 ? transition.Detail : Of(transition.Reason);

    private static string Of(TransitionReason reason) => reason switch
    {
        TransitionReason.Started => "started",
        TransitionReason.AddressOwner => "address owner",
        TransitionReason.ActiveDown => "the Active router is silent",
        TransitionReason.ActiveResigned => "the Active router resigned",
        TransitionReason.HigherPriority => "a router of higher priority is there",
        TransitionReason.HigherAddress => "a router of the same priority and a higher address is there",
        TransitionReason.InterfaceDown => "the interface is missing, down or without an address",
        TransitionReason.InterfaceUp => "the interface is up",
        TransitionReason.TrackedDown => "something that it tracks is down",
        TransitionReason.TrackedUp => "everything that it tracks is well again",
        TransitionReason.SyncGroup => "its sync group changes",
        TransitionReason.Reconfigured => "the configuration has changed",
        TransitionReason.Stalled => "this machine stood still; it listens before it acts again",
        TransitionReason.Stopped => "stopped",
        _ => reason.ToString(),
    };
}

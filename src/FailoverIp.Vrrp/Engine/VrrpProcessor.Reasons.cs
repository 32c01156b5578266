using System.Globalization;
using System.Net;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private const double Second = 1_000_000_000;

    // Why a state has changed, for a person. The router's own fields are still those of before.
    private static string Describe(VirtualRouter router, in ElectionState previous, in ElectionEvent e, in ElectionStep step, long now)
    {
        var p = router.Parameters;
        return step.Reason switch
        {
            TransitionReason.Started => "started",
            TransitionReason.AddressOwner => "started as the address owner (priority 255)",
            TransitionReason.ActiveDown when router.LowerHeard != 0 => $"{Active(router)} is Active with priority {router.LowerHeard}, lower than {p.Priority}",
            TransitionReason.ActiveDown => $"no advert of {Active(router)} for {Seconds(p.ActiveDownInterval(previous.ActiveAdverInterval))}",
            TransitionReason.ActiveResigned => $"the Active router resigned with priority 0, and Skew_Time of {Seconds(p.SkewTime(previous.ActiveAdverInterval))} has passed",
            TransitionReason.HigherPriority => $"advert of {Source(router, e)} with priority {e.Priority} is higher than {p.Priority}",
            TransitionReason.HigherAddress => $"advert of {Source(router, e)} with the same priority {e.Priority} and a higher address",
            TransitionReason.Stalled => $"it stood still for {Seconds(e.Kind == ElectionEventKind.Paused ? e.Pause : now - previous.Deadline)}: it listens before it acts again",
            TransitionReason.Stopped => "stopped",
            TransitionReason.InterfaceUp => $"interface {router.Options.Interface} can be used again",
            TransitionReason.TrackedUp => "everything that it tracks is well again",
            TransitionReason.SyncGroup when step.State.State == VrrpState.Active => $"all of the sync group {router.Group?.Name} become Active",
            TransitionReason.SyncGroup when step.State.State == VrrpState.Backup && previous.State == VrrpState.Active => $"another of the sync group {router.Group?.Name} is Active no more",
            TransitionReason.SyncGroup when step.State.State == VrrpState.Backup => "its sync group is out of Fault",
            TransitionReason.Reconfigured => "the new configuration leaves it out, or has it start anew",
            _ => router.FaultCause?.Text ?? step.Reason.ToString(),
        };
    }

    private static string Active(VirtualRouter router) => router.ActiveRouter == 0 ? "any router" : ToAddress(router.ActiveRouter).ToString();

    private static IPAddress Source(VirtualRouter router, in ElectionEvent e) => ToAddress((uint)e.Source);

    private static string Seconds(long nanoseconds) => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / Second:0.###} s");
}

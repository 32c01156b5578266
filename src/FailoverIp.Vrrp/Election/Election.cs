namespace FailoverIp.Vrrp;

/// <summary>
/// The whole state machine of one virtual router (RFC 9568 section 6.4; RFC 3768 section 6.4 for VRRPv2), as a pure function. It allocates nothing,
/// knows no clock and does nothing: the caller carries out the actions.
/// </summary>
/// <remarks>
/// Beyond the RFC stand two things. Keepalived's Fault, for an interface that cannot be used: left through Backup with a full Active_Down_Interval, also
/// by the address owner, because what happened on the network meanwhile is unknown. And stalls: a timer that fires far too late (a virtual machine that was
/// paused) is not acted upon; the router listens first. An Active router answers a lower priority with an
/// advert in both versions (RFC 9568 asks for it, RFC 3768 is silent, keepalived does it), and announces again: a bridge may have learned the other one.
/// </remarks>
public static class Election
{
    /// <summary>Makes one step. <paramref name="now"/> is in nanoseconds on the clock of the deadlines.</summary>
    public static ElectionStep Step(in ElectionParameters parameters, in ElectionState state, in ElectionEvent @event, long now) => state.State switch
    {
        VrrpState.Initialize => Initialize(parameters, state, @event, now),
        VrrpState.Backup => Backup(parameters, state, @event, now),
        VrrpState.Active => Active(parameters, state, @event, now),
        _ => Fault(parameters, state, @event, now),
    };

    // Below this, lateness is a busy machine's and not a stall.
    private const long ShortestStall = 100_000_000;

    private static ElectionStep Initialize(in ElectionParameters p, in ElectionState state, in ElectionEvent e, long now) => e.Kind switch
    {
        ElectionEventKind.Startup when p.IsOwner => BecomeActive(p, now, TransitionReason.AddressOwner),
        // Addresses that a crashed run has left behind are taken off before this router listens.
        ElectionEventKind.Startup => BecomeBackup(p, p.AdvertisementInterval, now, ElectionActions.RemoveAddresses, TransitionReason.Started),
        ElectionEventKind.InterfaceDown => BecomeFault(ElectionActions.RemoveAddresses),
        _ => Stay(state),
    };

    private static ElectionStep Backup(in ElectionParameters p, in ElectionState state, in ElectionEvent e, long now)
    {
        switch (e.Kind)
        {
            // Late by more than an interval: this machine stood still and did not listen. The silence counts from now.
            case ElectionEventKind.TimerExpired when now - state.Deadline > Math.Max(state.ActiveAdverInterval, ShortestStall):
                return Stay(state with { Deadline = now + p.ActiveDownInterval(state.ActiveAdverInterval), ActiveResigned = false });

            case ElectionEventKind.TimerExpired:
                return BecomeActive(p, now, state.ActiveResigned ? TransitionReason.ActiveResigned : TransitionReason.ActiveDown);

            case ElectionEventKind.AdvertisementReceived when e.Priority == 0:
                return Stay(state with { Deadline = now + p.SkewTime(state.ActiveAdverInterval), ActiveResigned = true });

            case ElectionEventKind.AdvertisementReceived when !MayPreempt(p) || e.Priority >= p.Priority:
                var interval = LearnedInterval(p, e);
                return Stay(new(VrrpState.Backup, now + p.ActiveDownInterval(interval), interval, false));

            case ElectionEventKind.InterfaceDown:
                return BecomeFault(ElectionActions.None);

            case ElectionEventKind.Shutdown:
                return BecomeInitialize(ElectionActions.None);

            default:
                return Stay(state); // a lower priority is let run out
        }
    }

    private static ElectionStep Active(in ElectionParameters p, in ElectionState state, in ElectionEvent e, long now)
    {
        switch (e.Kind)
        {
            // So late that a Backup has taken over, if there is one: listen before acting again.
            case ElectionEventKind.TimerExpired when now - state.Deadline > Math.Max(p.ActiveDownInterval(p.AdvertisementInterval), ShortestStall):
                return BecomeBackup(p, p.AdvertisementInterval, now, ElectionActions.RemoveAddresses, TransitionReason.Stalled);

            case ElectionEventKind.TimerExpired:
                return new(state with { Deadline = NextAdvertisement(p, state, now) }, ElectionActions.SendAdvertisement, TransitionReason.None);

            case ElectionEventKind.AdvertisementReceived when e.Priority == 0:
                return new(state with { Deadline = now + p.AdvertisementInterval }, ElectionActions.SendAdvertisement, TransitionReason.None);

            case ElectionEventKind.AdvertisementReceived when e.Priority > p.Priority || (e.Priority == p.Priority && e.Source > p.LocalAddress):
                return BecomeBackup(p, LearnedInterval(p, e), now, ElectionActions.RemoveAddresses,
                    e.Priority > p.Priority ? TransitionReason.HigherPriority : TransitionReason.HigherAddress);

            case ElectionEventKind.AdvertisementReceived:
                return new(state, ElectionActions.SendAdvertisement | ElectionActions.Announce, TransitionReason.None);

            case ElectionEventKind.InterfaceDown:
                return BecomeFault(ElectionActions.SendPriorityZero | ElectionActions.RemoveAddresses);

            case ElectionEventKind.Shutdown:
                return BecomeInitialize(ElectionActions.SendPriorityZero | ElectionActions.RemoveAddresses);

            default:
                return Stay(state);
        }
    }

    private static ElectionStep Fault(in ElectionParameters p, in ElectionState state, in ElectionEvent e, long now) => e.Kind switch
    {
        ElectionEventKind.InterfaceUp => BecomeBackup(p, p.AdvertisementInterval, now, ElectionActions.RemoveAddresses, TransitionReason.InterfaceUp),
        ElectionEventKind.Shutdown => BecomeInitialize(ElectionActions.None),
        _ => Stay(state),
    };

    private static bool MayPreempt(in ElectionParameters p) => p.Preempt || p.IsOwner;

    // VRRPv2 accepts only adverts of its own interval (RFC 3768 section 7.1), so there is nothing to learn.
    private static long LearnedInterval(in ElectionParameters p, in ElectionEvent e) => p.Version == VrrpVersion.V2 ? p.AdvertisementInterval : e.AdverInterval;

    // From the deadline, not from now: lateness does not add up. After a stall the missed adverts are not sent after the fact.
    private static long NextAdvertisement(in ElectionParameters p, in ElectionState state, long now)
    {
        var next = state.Deadline + p.AdvertisementInterval;
        return next > now ? next : now + p.AdvertisementInterval;
    }

    private static ElectionStep BecomeActive(in ElectionParameters p, long now, TransitionReason reason) =>
        new(new(VrrpState.Active, now + p.AdvertisementInterval, p.AdvertisementInterval, false),
            ElectionActions.SendAdvertisement | ElectionActions.AddAddresses | ElectionActions.Announce, reason);

    private static ElectionStep BecomeBackup(in ElectionParameters p, long activeAdverInterval, long now, ElectionActions actions, TransitionReason reason) =>
        new(new(VrrpState.Backup, now + p.ActiveDownInterval(activeAdverInterval), activeAdverInterval, false), actions, reason);

    private static ElectionStep BecomeFault(ElectionActions actions) =>
        new(new(VrrpState.Fault, ElectionState.NoDeadline, 0, false), actions, TransitionReason.InterfaceDown);

    private static ElectionStep BecomeInitialize(ElectionActions actions) => new(ElectionState.Initial, actions, TransitionReason.Stopped);

    private static ElectionStep Stay(in ElectionState state) => new(state, ElectionActions.None, TransitionReason.None);
}

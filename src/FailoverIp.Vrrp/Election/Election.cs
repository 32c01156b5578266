namespace FailoverIp.Vrrp;

/// <summary>
/// The whole state machine of one virtual router (RFC 9568 section 6.4; RFC 3768 section 6.4 for VRRPv2), as a pure function. It allocates nothing,
/// knows no clock and does nothing: the caller carries out the actions.
/// </summary>
/// <remarks>
/// Beyond the RFC stand four things. Keepalived's Fault, for a router that cannot take part: left through Backup with a full Active_Down_Interval, also
/// by the address owner, because what happened on the network meanwhile is unknown. Stalls: a timer that fires far too late (a virtual machine that was
/// paused) is not acted upon; the router listens first. Sync groups, of which all become Active together or none. And an Active router answers a lower
/// priority with an advert in both versions (RFC 9568 asks for it, RFC 3768 is silent, keepalived does it). Whatever shows that another router was Active
/// beside this one lets it announce again: a bridge may have learned the other one.
/// </remarks>
public static partial class Election
{
    // Below this, lateness is a busy machine's and not a stall.
    private const long ShortestStall = 100_000_000;

    /// <summary>Makes one step. <paramref name="now"/> is in nanoseconds on the clock of the deadlines.</summary>
    public static ElectionStep Step(in ElectionParameters parameters, in ElectionState state, in ElectionEvent @event, long now) => state.State switch
    {
        VrrpState.Initialize => Initialize(parameters, state, @event, now),
        VrrpState.Backup => Backup(parameters, state, @event, now),
        VrrpState.Active => Active(parameters, state, @event, now),
        _ => Fault(parameters, state, @event, now),
    };

    private static ElectionStep Initialize(in ElectionParameters p, in ElectionState state, in ElectionEvent e, long now) => e.Kind switch
    {
        ElectionEventKind.Startup when p.IsOwner && !p.InGroup => BecomeActive(p, now, TransitionReason.AddressOwner),
        // Addresses that a crashed run has left behind are taken off before this router listens.
        ElectionEventKind.Startup => Listen(p, now, ElectionActions.RemoveAddresses, TransitionReason.Started),
        ElectionEventKind.Fault => BecomeFault(e, ElectionActions.RemoveAddresses),
        _ => Stay(state),
    };

    private static ElectionStep Backup(in ElectionParameters p, in ElectionState state, in ElectionEvent e, long now)
    {
        switch (e.Kind)
        {
            // Late by more than an interval: this machine stood still and did not listen. The silence counts from now.
            case ElectionEventKind.TimerExpired when now - state.Deadline > Math.Max(state.ActiveAdverInterval, ShortestStall):
                return Stay(state with { Deadline = now + p.ActiveDownInterval(state.ActiveAdverInterval), ActiveResigned = false });

            case ElectionEventKind.TimerExpired when p.InGroup:
                return Stay(state with { Deadline = ElectionState.NoDeadline, WantsActive = true });

            case ElectionEventKind.TimerExpired:
                return BecomeActive(p, now, state.ActiveResigned ? TransitionReason.ActiveResigned : TransitionReason.ActiveDown);

            case ElectionEventKind.AdvertisementReceived when p.IsOwner && p.OwnerIgnoresAdverts:
                return Stay(state);

            case ElectionEventKind.AdvertisementReceived when e.Priority == 0:
                return Stay(state with { Deadline = now + p.SkewTime(state.ActiveAdverInterval), ActiveResigned = true, WantsActive = false });

            // An equal or higher one ends a delay of preemption; its next one starts with the next lower one that is seen.
            case ElectionEventKind.AdvertisementReceived when e.Priority >= p.Priority:
                return Follow(p, e, preemptAt: 0, now);

            case ElectionEventKind.AdvertisementReceived when !p.Preempt && !p.IsOwner:
                return Follow(p, e, preemptAt: 0, now);

            case ElectionEventKind.AdvertisementReceived when p.PreemptDelay > 0 && (state.PreemptAt == 0 || now < state.PreemptAt):
                return Follow(p, e, state.PreemptAt == 0 ? now + p.PreemptDelay : state.PreemptAt, now);

            // No advert was heard either while it stood still. In a group that waits, the wish is no longer founded.
            case ElectionEventKind.Paused when e.Pause > Math.Max(state.ActiveAdverInterval, ShortestStall):
                return Stay(state with { Deadline = now + p.ActiveDownInterval(state.ActiveAdverInterval), ActiveResigned = false, WantsActive = false });

            case ElectionEventKind.GroupActive:
                return BecomeActive(p, now, TransitionReason.SyncGroup);

            case ElectionEventKind.Fault:
                return BecomeFault(e, ElectionActions.None);

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
            case ElectionEventKind.TimerExpired when now - state.Deadline > LongestSilence(p):
            case ElectionEventKind.Paused when e.Pause > LongestSilence(p):
                return Listen(p, now, ElectionActions.RemoveAddresses, TransitionReason.Stalled);

            // Not as late as that, but an impatient Backup may have been Active meanwhile, and goes quiet at this advert.
            case ElectionEventKind.TimerExpired when now - state.Deadline > ShortestSilence(p):
            case ElectionEventKind.Paused when e.Pause > ShortestSilence(p):
                return Remain(state with { Deadline = now + p.AdvertisementInterval }, ElectionActions.SendAdvertisement | ElectionActions.Announce);

            case ElectionEventKind.TimerExpired:
                return Remain(state with { Deadline = NextAdvertisement(p, state, now) }, ElectionActions.SendAdvertisement);

            case ElectionEventKind.AdvertisementReceived when p.IsOwner && p.OwnerIgnoresAdverts:
                return Stay(state);

            // Who resigns was Active, beside this one.
            case ElectionEventKind.AdvertisementReceived when e.Priority == 0:
                return Remain(state with { Deadline = now + p.AdvertisementInterval }, ElectionActions.SendAdvertisement | ElectionActions.Announce);

            case ElectionEventKind.AdvertisementReceived when e.Priority > p.Priority || (e.Priority == p.Priority && e.Source > p.LocalAddress):
                return BecomeBackup(p, LearnedInterval(p, e), now,
                    ElectionActions.RemoveAddresses | (p.HigherPrioritySendAdvert ? ElectionActions.SendAdvertisement : ElectionActions.None),
                    e.Priority > p.Priority ? TransitionReason.HigherPriority : TransitionReason.HigherAddress);

            case ElectionEventKind.AdvertisementReceived:
                return Remain(state, ElectionActions.Announce | (p.LowerPriorityNoAdvert ? ElectionActions.None : ElectionActions.SendAdvertisement));

            // Nobody has told this one to yield: the others on its network are told, so that they need not wait an Active_Down_Interval.
            case ElectionEventKind.GroupBackup:
                return BecomeBackup(p, p.AdvertisementInterval, now, ElectionActions.SendPriorityZero | ElectionActions.RemoveAddresses, TransitionReason.SyncGroup);

            case ElectionEventKind.Fault:
                return BecomeFault(e, ElectionActions.SendPriorityZero | ElectionActions.RemoveAddresses);

            case ElectionEventKind.Shutdown:
                return BecomeInitialize(ElectionActions.SendPriorityZero | ElectionActions.RemoveAddresses);

            default:
                return Stay(state);
        }
    }

    private static ElectionStep Fault(in ElectionParameters p, in ElectionState state, in ElectionEvent e, long now) => e.Kind switch
    {
        ElectionEventKind.Recovery => Listen(p, now, ElectionActions.RemoveAddresses, e.Reason),
        ElectionEventKind.Shutdown => BecomeInitialize(ElectionActions.None),
        _ => Stay(state),
    };

    // The silence after which the most patient Backup has taken over, were its options ours.
    private static long LongestSilence(in ElectionParameters p) => Math.Max(p.ActiveDownInterval(p.AdvertisementInterval), ShortestStall);

    // The silence after which the least patient one has: the interval that was waited for is part of it.
    private static long ShortestSilence(in ElectionParameters p) => Math.Max((p.DownTimerAdverts - 1) * p.AdvertisementInterval, ShortestStall);

    // VRRPv2 accepts only adverts of its own interval (RFC 3768 section 7.1), so there is nothing to learn.
    private static long LearnedInterval(in ElectionParameters p, in ElectionEvent e) => p.Version == VrrpVersion.V2 ? p.AdvertisementInterval : e.AdverInterval;

    // From the deadline, not from now: lateness does not add up. After a stall the missed adverts are not sent after the fact.
    private static long NextAdvertisement(in ElectionParameters p, in ElectionState state, long now)
    {
        var next = state.Deadline + p.AdvertisementInterval;
        return next > now ? next : now + p.AdvertisementInterval;
    }

    private static ElectionStep Follow(in ElectionParameters p, in ElectionEvent e, long preemptAt, long now)
    {
        var interval = LearnedInterval(p, e);
        return Stay(new(VrrpState.Backup, now + p.ActiveDownInterval(interval), interval, false) { PreemptAt = preemptAt });
    }

    // Out of what kept it from listening: what has happened meanwhile is unknown, and a delay of preemption runs from here.
    private static ElectionStep Listen(in ElectionParameters p, long now, ElectionActions actions, TransitionReason reason)
    {
        var step = BecomeBackup(p, p.AdvertisementInterval, now, actions, reason);
        return p.PreemptDelay > 0 ? step with { State = step.State with { PreemptAt = now + p.PreemptDelay } } : step;
    }

    private static ElectionStep BecomeActive(in ElectionParameters p, long now, TransitionReason reason) =>
        new(new(VrrpState.Active, now + p.AdvertisementInterval, p.AdvertisementInterval, false),
            ElectionActions.SendAdvertisement | ElectionActions.AddAddresses | ElectionActions.Announce, reason);

    private static ElectionStep BecomeBackup(in ElectionParameters p, long activeAdverInterval, long now, ElectionActions actions, TransitionReason reason) =>
        new(new(VrrpState.Backup, now + p.ActiveDownInterval(activeAdverInterval), activeAdverInterval, false), actions, reason);

    private static ElectionStep BecomeFault(in ElectionEvent e, ElectionActions actions) =>
        new(new(VrrpState.Fault, ElectionState.NoDeadline, 0, false), actions, e.Reason == TransitionReason.None ? TransitionReason.InterfaceDown : e.Reason);

    private static ElectionStep BecomeInitialize(ElectionActions actions) => new(ElectionState.Initial, actions, TransitionReason.Stopped);

    private static ElectionStep Remain(in ElectionState state, ElectionActions actions) => new(state, actions, TransitionReason.None);

    private static ElectionStep Stay(in ElectionState state) => new(state, ElectionActions.None, TransitionReason.None);
}

using System.Collections.Frozen;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private readonly Dictionary<string, TrackerReading> _readings = new(StringComparer.Ordinal);
    private FrozenDictionary<string, VirtualRouter[]> _byLink;
    private FrozenDictionary<string, VirtualRouter[]> _byTracker;

    /// <summary>A tracker tells what it has found. What is told before <see cref="Start"/> counts from the start.</summary>
    public void SetTracker(string tracker, TrackerReading reading, long now)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        if (_readings.TryGetValue(tracker, out var before) && before == reading)
            return;
        _readings[tracker] = reading; // also where nobody tracks it: a reload may
        foreach (var router in RoutersOn(_byTracker, tracker))
            Review(router, now);
    }

    private void SetLinks(string name, bool isUp, long now)
    {
        foreach (var router in RoutersOn(_byLink, name))
        {
            foreach (var link in router.Links)
            {
                if (string.Equals(link.Name, name, StringComparison.Ordinal))
                    SetLink(router, link, isUp, now);
            }
            router.FindLinkDue();
            _deadlines.Update(router);
        }
    }

    private static void SetLink(VirtualRouter router, TrackedLink link, bool isUp, long now) =>
        link.Set(isUp, now, router.Options.InterfaceUpDelay.Ticks * 100, router.Options.InterfaceDownDelay.Ticks * 100);

    private void RemoveLinks(string name)
    {
        foreach (var router in RoutersOn(_byLink, name))
        {
            foreach (var link in router.Links)
            {
                if (string.Equals(link.Name, name, StringComparison.Ordinal))
                    link.Remove();
            }
            router.FindLinkDue();
            _deadlines.Update(router);
        }
    }

    // Before the start, and for links that a reload has brought: an interface that does not exist is down, and its coming is a change.
    private void FindLinks(VirtualRouter router, long now)
    {
        foreach (var link in router.Links)
        {
            if (_interfaces.TryGetValue(link.Name, out var status))
                SetLink(router, link, status.IsUp, now);
            else
                link.Remove();
        }
        router.FindLinkDue();
        _deadlines.Update(router);
    }

    private void CountLinks(VirtualRouter router, long now)
    {
        foreach (var link in router.Links)
        {
            if (link.Due <= now)
                link.Count();
        }
        router.FindLinkDue();
        _deadlines.Update(router);
        Review(router, now);
    }

    private void ReviewTrackers(string interfaceName, long now)
    {
        foreach (var router in RoutersOn(_byLink, interfaceName))
            Review(router, now);
    }

    // Everything that a router depends on, looked at anew: its priority, and whether it can take part.
    private void Review(VirtualRouter router, long now)
    {
        if (!_started)
            return;
        var standing = Standing.Of(router.Options, router.Links, _readings);
        if (standing != router.Standing)
            router.Standing = standing;
        Reconfigure(router, router.ParametersOf(router.Options, standing.Priority), now);
        if (IsLinkAwaited(router) && standing.Fault is null)
            return;
        Judge(router,
            UnusableReason(router) is { } unusable ? new(unusable, TransitionReason.InterfaceDown)
            : standing.Fault is { } fault ? new(fault, TransitionReason.TrackedDown)
            : router.PutBack is { } putBack ? new(putBack.Problem, TransitionReason.TrackedDown)
            : null, now);
        if (router.BeginsWithLink)
            BeginOrAwaitLink(router, now);
    }

    private void Reconfigure(VirtualRouter router, in ElectionParameters after, long now)
    {
        var before = router.Parameters;
        if (before == after)
            return;
        router.Parameters = after;
        router.SetAdvertisedPriority(after.Priority);
        var previous = router.Election;
        if (after.Priority != before.Priority && previous.State is VrrpState.Active or VrrpState.Backup)
            OnIncident?.Invoke(new(router.Options.Name, VrrpIncidentKind.PriorityChanged, previous.State, after.Priority));
        Carry(router, previous, default, Election.Reconfigure(before, after, previous, now), now);
    }

    // What it finds for one router of a sync group concerns all of them.
    private void Judge(VirtualRouter router, FaultCause? cause, long now)
    {
        router.OwnFault = cause;
        if (router.Group is not { } group)
        {
            Settle(router, cause, now);
            return;
        }
        var faulty = cause is null ? Array.Find(group.Members, m => m.OwnFault is not null) : router;
        var shared = faulty?.OwnFault is { } fault
            ? new FaultCause($"{faulty.Options.Name} of the sync group {group.Name} is in Fault: {fault.Text}", TransitionReason.SyncGroup)
            : null;
        if (cause is not null)
            Settle(router, cause, now);
        foreach (var member in group.Members)
            Settle(member, member.OwnFault ?? shared, now);
    }

    private void Settle(VirtualRouter router, FaultCause? cause, long now)
    {
        var before = router.FaultCause;
        router.FaultCause = cause;
        var state = router.Election.State;
        if (state == VrrpState.Initialize)
            return; // not started yet, or stopped
        if (cause is null && state == VrrpState.Fault)
            Step(router, ElectionEvent.Recovery(before?.WhenOver ?? TransitionReason.InterfaceUp), now);
        else if (cause is not null && state != VrrpState.Fault)
            Step(router, ElectionEvent.Fault(cause.Reason), now);
        else if (cause is not null && !string.Equals(router.Role.Fault, cause.Text, StringComparison.Ordinal))
            router.Role = router.Role with { Fault = cause.Text };
    }

    private static string? IsLinkDown(VirtualRouter router)
    {
        var link = router.Links[0];
        if (!router.Options.TrackInterface || link.CountsUp)
            return null;
        return link.IsUp ? $"interface {link.Name} is up, but not for {router.Options.InterfaceUpDelay.TotalSeconds:0.###} s yet" : $"interface {link.Name} is down";
    }
}

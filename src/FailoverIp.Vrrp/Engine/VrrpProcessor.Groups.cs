namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private SyncGroup[] _groups = [];

    private void FormGroups(VrrpEngineOptions options)
    {
        foreach (var router in _routers)
            router.Group = null;
        _groups = [.. options.SyncGroups.Select(g => new SyncGroup(g.Name, [.. g.Routers.Select(name => _routers.First(r => string.Equals(r.Options.Name, name, StringComparison.Ordinal)))]))];
        foreach (var group in _groups)
        {
            foreach (var member in group.Members)
                member.Group = group;
        }
    }

    // Backup is preferred: one router of a group whose network has an Active router elsewhere holds all of them back, where each pulling the others along
    // would let the two nodes push each other off without end.
    private void Synchronise(VirtualRouter router, in ElectionState previous, in ElectionEvent @event, long now)
    {
        if (router.Group is not { IsChanging: false } group)
            return;
        var state = router.Election;
        if (state.State == VrrpState.Active && previous.State != VrrpState.Active)
            Take(group, router, VrrpState.Backup, new(ElectionEventKind.GroupActive), now);
        else if (state.State == VrrpState.Backup && previous.State == VrrpState.Active)
            Take(group, router, VrrpState.Active, new(ElectionEventKind.GroupBackup), now);
        else if (state.WantsActive && !previous.WantsActive && group.IsUnanimous)
            Step(router, new(ElectionEventKind.GroupActive), now);
        else if (state.State == VrrpState.Backup && @event is { Kind: ElectionEventKind.AdvertisementReceived, Priority: > 0 } && state.Deadline != previous.Deadline)
            Take(group, router, VrrpState.Active, new(ElectionEventKind.GroupBackup), now); // only where one has joined a group that is Active
    }

    // Where the member that the others waited for has left, nothing else would tell them.
    private void CompleteGroups(long now)
    {
        foreach (var group in _groups)
        {
            if (group.IsUnanimous && Array.Find(group.Members, m => m.Election is { State: VrrpState.Backup, WantsActive: true }) is { } waiting)
                Step(waiting, new(ElectionEventKind.GroupActive), now);
        }
    }

    private void Take(SyncGroup group, VirtualRouter leader, VrrpState from, in ElectionEvent @event, long now)
    {
        group.IsChanging = true;
        try
        {
            foreach (var member in group.Members)
            {
                if (member != leader && member.Election.State == from)
                    Step(member, @event, now);
            }
        }
        finally
        {
            group.IsChanging = false;
        }
    }

    // A router that was Active on one network was it on the others too.
    private void AnnounceWithGroup(VirtualRouter router, long now)
    {
        if (router.Group is not { } group)
            return;
        foreach (var member in group.Members)
        {
            if (member == router || member.Election.State != VrrpState.Active)
                continue;
            Announce(member, becameActive: false, now);
            _deadlines.Update(member);
        }
    }
}

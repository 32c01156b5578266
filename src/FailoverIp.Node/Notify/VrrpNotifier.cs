using System.Collections.Immutable;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>
/// Makes lines and scripts of the transitions of virtual routers, in keepalived's order: a group is told of before its routers where they start, and after the last of them where
/// they change.
/// </summary>
internal sealed class VrrpNotifier(NotifyFifos fifos, NotifyLanes lanes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (VrrpState State, int Priority)> _routers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VrrpState> _groups = new(StringComparer.Ordinal);
    private Told _told = new(new(), []);
    private Told? _coming;

    // The routers that have started under the options that are coming: of these they are, whatever happens to them before the others go over.
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);

    /// <summary>A reload is about to happen: what starts from here on is of the other options, what runs on and what ends still of the ones before.</summary>
    public void Prepare(NodeOptions after)
    {
        lock (_gate)
            _coming = new(after.Notify, after.SyncGroups);
    }

    /// <summary>The reload did not take place.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _coming = null;
            _begun.Clear();
        }
    }

    /// <summary>These options count from here on, for the next transition of each router.</summary>
    public void Commit(NodeOptions options)
    {
        lock (_gate)
        {
            (_told, _coming) = (new(options.Notify, options.SyncGroups), null);
            _begun.Clear();
            foreach (var gone in _groups.Keys.Where(g => _told.Groups.All(o => o.Name != g)).ToList())
                EndGroup(gone);
            foreach (var group in _told.Groups)
                TellGroupWhereAllAgree(group, _told);
        }
    }

    /// <summary>Tells the FIFOs how things are (fifo_write_vrrp_states_on_reload).</summary>
    public void TellStates()
    {
        lock (_gate)
        {
            foreach (var group in _told.Groups.Where(g => _groups.ContainsKey(g.Name)))
                fifos.WriteVrrp(NotifyWords.Line(NotifyWords.Group, group.Name, NotifyWords.Of(_groups[group.Name]), 0));
            foreach (var (name, (state, priority)) in _routers.Where(r => r.Value.State != VrrpState.Initialize))
                fifos.WriteVrrp(NotifyWords.Line(NotifyWords.Instance, name, NotifyWords.Of(state), priority));
        }
    }

    public void OnTransition(in VrrpTransition transition)
    {
        lock (_gate)
        {
            var isStart = transition.From == VrrpState.Initialize;
            var router = transition.Router;
            if (isStart && _coming is not null)
                _begun.Add(router);
            var told = ToldOf(router);
            var group = told.Groups.FirstOrDefault(g => g.Routers.Contains(router));
            if (isStart && group is not null && _groups.GetValueOrDefault(group.Name) == VrrpState.Initialize)
                TellGroup(group.Name, transition.To, told);
            _routers[router] = (transition.To, transition.Priority);
            if (transition.Reason == TransitionReason.Reconfigured)
            {
                TellEnd(transition, told);
                _begun.Remove(router);
                _routers.Remove(router);
                return;
            }
            Tell(NotifyWords.Instance, router, transition.To, transition.Priority, told.Notify.Instances.GetValueOrDefault(router));
            if (transition.To != VrrpState.Initialize)
                TellGroupWhereAllAgree(group, told);
            else if (_routers.Values.All(r => r.State == VrrpState.Initialize))
                TellGroupsStopped(told);
        }
    }

    public void OnIncident(VrrpIncident incident)
    {
        lock (_gate)
        {
            var scripts = ToldOf(incident.Router).Notify.Instances.GetValueOrDefault(incident.Router);
            if (incident.Kind == VrrpIncidentKind.PriorityChanged)
            {
                if (_routers.TryGetValue(incident.Router, out var known))
                    _routers[incident.Router] = known with { Priority = incident.Priority };
                if (scripts?.PriorityChanges == true)
                    fifos.WriteVrrp(NotifyWords.Line(NotifyWords.Instance, incident.Router, NotifyWords.PriorityOf(incident.State), incident.Priority));
                return;
            }
            fifos.WriteVrrp(NotifyWords.Line(NotifyWords.Instance, incident.Router, NotifyWords.ReceivedLowerPriority, incident.Priority));
            if (scripts?.ReceivedLowerPriority is { } script)
                lanes.Happen(NotifyWords.Instance, incident.Router, new($"{incident.Router} {NotifyWords.ReceivedLowerPriority}", true, [(script, [])]));
        }
    }

    private Told ToldOf(string router) => _coming is { } coming && _begun.Contains(router) ? coming : _told;

    // Nobody tells of it any more, and nobody would end what runs for its last state.
    private void EndGroup(string group)
    {
        _groups.Remove(group);
        lanes.Change(NotifyWords.Group, group, new($"{group} removed", false, []));
    }

    // A router that a reload has removed, or that starts anew as another one.
    private void TellEnd(in VrrpTransition transition, Told told)
    {
        var scripts = told.Notify.Instances.GetValueOrDefault(transition.Router);
        Tell(NotifyWords.Instance, transition.Router, scripts?.TellsDeleted == true ? NotifyWords.Deleted : NotifyWords.Fault, transition.Priority, isActive: false, scripts?.Deleted, scripts?.Any);
    }

    private void TellGroupWhereAllAgree(SyncGroupOptions? group, Told told)
    {
        if (group is null || !_routers.TryGetValue(group.Routers[0], out var first) || first.State == VrrpState.Initialize || _groups.GetValueOrDefault(group.Name) == first.State)
            return;
        if (group.Routers.All(r => _routers.TryGetValue(r, out var member) && member.State == first.State))
            TellGroup(group.Name, first.State, told);
    }

    private void TellGroupsStopped(Told told)
    {
        foreach (var group in told.Groups.Where(g => _groups.GetValueOrDefault(g.Name) != VrrpState.Initialize))
            TellGroup(group.Name, VrrpState.Initialize, told);
    }

    private void TellGroup(string group, VrrpState state, Told told)
    {
        _groups[group] = state;
        Tell(NotifyWords.Group, group, state, 0, told.Notify.SyncGroups.GetValueOrDefault(group));
    }

    private void Tell(string kind, string name, VrrpState state, int priority, RouterNotifyOptions? scripts) => Tell(
        kind, name, NotifyWords.Of(state), priority, state == VrrpState.Active,
        state switch { VrrpState.Active => scripts?.Active, VrrpState.Backup => scripts?.Backup, VrrpState.Fault => scripts?.Fault, _ => scripts?.Stop }, scripts?.Any);

    private void Tell(string kind, string name, string word, int priority, bool isActive, NodeCommand? specific, NodeCommand? any)
    {
        fifos.WriteVrrp(NotifyWords.Line(kind, name, word, priority));
        var scripts = ImmutableArray.CreateBuilder<(NodeCommand, ImmutableArray<string>)>(2);
        if (specific is not null)
            scripts.Add((specific, []));
        if (any is not null)
            scripts.Add((any, [kind, name, word, priority.ToString(System.Globalization.CultureInfo.InvariantCulture)]));
        lanes.Change(kind, name, new($"{name} {word}", isActive, scripts.DrainToImmutable()));
    }

    /// <summary>What is told by.</summary>
    private sealed record Told(NotifyOptions Notify, ImmutableArray<SyncGroupOptions> Groups);
}

namespace FailoverIp.Node;

/// <summary>Looks at the scripts once everything was read, and takes away those that are not to run.</summary>
internal sealed class ScriptCheck(ConfContext context, ConfScripts scripts)
{
    public void Check(IReadOnlyDictionary<string, Given<ConfCommand>> tracked, IReadOnlyCollection<ConfInstance> instances, IReadOnlyCollection<ConfSyncGroup> groups)
    {
        if (instances.Count == 0)
            return;
        foreach (var (name, command) in tracked)
        {
            if (scripts.IsFit(command.Value, command.At, isTracked: true))
                continue;
            context.Trackers.Scripts.Remove(name);
            foreach (var list in instances.Select(i => i.Tracked).Concat(groups.Select(g => g.Tracked)))
                list.Scripts.Remove(name);
        }
        foreach (var notify in instances.Select(i => i.Notify).Concat(groups.Select(g => g.Notify)))
            notify.KeepOnly(c => scripts.IsFit(c.Value, c.At, isTracked: false));
    }
}

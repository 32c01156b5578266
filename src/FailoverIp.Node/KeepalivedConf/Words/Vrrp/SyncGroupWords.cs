namespace FailoverIp.Node;

/// <summary><c>vrrp_sync_group</c>.</summary>
internal sealed class SyncGroupWords(ConfContext context)
{
    /// <summary>The groups; the last is the one that is read.</summary>
    public List<ConfSyncGroup> All { get; } = [];

    public ConfRoot Root => new("vrrp_sync_group", ConfProcesses.Vrrp, Begin, Block());

    public static void Write(ConfigurationNode root, ConfSyncGroup group)
    {
        var node = root.Object("Vrrp", group.At).Object("SyncGroups", group.At).Object(group.Name, group.At);
        var members = node.List("Instances", group.At);
        foreach (var member in group.Members)
            members.Add(member.Name, group.Names!.Find(n => n.Value == member.Name).At);
        if (group.Members.Count > 1)
            group.Tracked.Write(node); // an only member has it already
        group.Notify.Write(node, isInstance: false);
    }

    private ConfBlock Block()
    {
        var block = new ConfBlock
        {
            ["group"] = Members,
            ["sync_group_tracking_weight"] = _ => All[^1].KeepsWeights = true,
            ["global_tracking"] = _ =>
            {
                context.Complain("global_tracking is of the past: the group has track_interface, track_script and track_file");
                All[^1].KeepsWeights = true;
            },
        };
        new TrackingWords(context, context.Trackers).AddTo(block, () => All[^1].Tracked);
        ConfNotify.AddTo(block, context, () => All[^1].Notify, isInstance: false);
        return block;
    }

    private void Begin(ConfLine line)
    {
        var problem = line.Count != 2 ? "a vrrp_sync_group has a name" : All.Exists(g => g.Name == line[1]) ? $"there is a vrrp_sync_group {SchemaChecker.Shown(line[1])} already" : null;
        if (problem is null)
        {
            All.Add(new(line[1], line.Location));
            return;
        }
        context.Complain(problem);
        context.SkipBlock();
    }

    private void Members(ConfLine head)
    {
        if (All[^1].Names is not null)
        {
            context.Complain("the members were given already");
            context.SkipBlock();
            return;
        }
        var names = context.Lines(head).SelectMany(l => l.Words.Select(w => new Given<string>(w, l.Location))).ToList();
        if (names.Count == 0)
            context.Complain($"the vrrp_sync_group {All[^1].Name} has no members");
        else
            All[^1].Names = names;
    }
}

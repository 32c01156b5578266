namespace FailoverIp.Node;

/// <summary>What is there whatever the role, and what tells of links by asking: read, checked, and left to the machine's own network configuration.</summary>
internal sealed class StaticWords(ConfContext context, ConfRulePriorities priorities)
{
    private const string Instead = "what is there whatever the role belongs to the machine's own network configuration";

    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);
    private bool _hasMembers;

    public IEnumerable<ConfRoot> Roots =>
    [
        new("static_ipaddress", ConfProcesses.Vrrp, head => Each(head, Address)),
        new("static_routes", ConfProcesses.Vrrp, head => Each(head, line => new ConfRouteReader(line, context, isStatic: true).Read())),
        new("static_rules", ConfProcesses.Vrrp, head => Each(head, line => new ConfRuleReader(line, context, isStatic: true, priorities).Read())),
        new("track_group", ConfProcesses.Vrrp, BeginGroup, new ConfBlock { ["group"] = Members }),
        new("linkbeat_interfaces", ConfProcesses.Vrrp, head => Each(head, Linkbeat)),
    ];

    private void Each(ConfLine head, Action<ConfLine> read)
    {
        context.Problems.NotSupported(head.Location, head.Keyword == "linkbeat_interfaces"
            ? "linkbeat_interfaces is not carried out: the kernel tells of a link that goes"
            : $"{head.Keyword} is not carried out: {Instead}");
        foreach (var line in context.Lines(head))
            read(line);
    }

    private void Address(ConfLine line)
    {
        if (ConfVirtualAddress.Read(line, context, isStatic: true) is { HasInterface: false } && context.Machine.FindInterface(context.Globals.DefaultInterface ?? "eth0") is null)
            context.Problems.Die(line.Location, $"the static address {line[0]} has no interface, and there is no default one");
    }

    private void Linkbeat(ConfLine line)
    {
        if (context.Machine.FindInterface(line[0]) is null)
            context.Problems.Die(line.Location, $"there is no interface {SchemaChecker.Shown(line[0])}");
        else if (line.Count > 2 || (line.At(1) is { } how && how is not ("MII" or "ETHTOOL" or "IOCTL")))
            context.Complain($"what follows the interface is MII, ETHTOOL or IOCTL, not '{SchemaChecker.Shown(line[1])}'");
    }

    private void BeginGroup(ConfLine line)
    {
        _hasMembers = false;
        if (line.Count == 2 && _groups.Add(line[1]))
        {
            context.NotSupported($"track_group is not carried out: {Instead}");
            return;
        }
        context.Complain(line.Count == 2 ? $"there is a track_group {SchemaChecker.Shown(line[1])} already" : "a track_group has a name");
        context.SkipBlock();
    }

    private void Members(ConfLine head)
    {
        if (_hasMembers)
        {
            context.Complain("the members were given already");
            context.SkipBlock();
            return;
        }
        _hasMembers = context.Lines(head).ToList().Count > 0;
        if (!_hasMembers)
            context.Complain("the track_group has no members");
    }
}

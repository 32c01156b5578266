using System.Globalization;

namespace FailoverIp.Node;

/// <summary><c>garp_group</c>: interfaces that announce with one distance.</summary>
internal sealed class GarpGroupWords(ConfContext context)
{
    private readonly List<Group> _all = [];

    public ConfRoot Root => new("garp_group", ConfProcesses.Vrrp, line => _all.Add(new(line.Location)), new ConfBlock
    {
        ["garp_interval"] = line => _all[^1].Interval = Interval(line) ?? _all[^1].Interval,
        ["gna_interval"] = line => _all[^1].NeighbourInterval = Interval(line) ?? _all[^1].NeighbourInterval,
        ["interface"] = line => Add(line[1], line.Location),
        ["interfaces"] = Interfaces,
        End = End,
    });

    public void Write(ConfigurationNode root)
    {
        for (var i = 0; i < _all.Count; i++)
        {
            var group = _all[i];
            if (group.Interfaces.Count == 0)
                continue;
            var node = root.Object("Vrrp", group.At).Object("GarpGroups", group.At).Object(string.Create(CultureInfo.InvariantCulture, $"group{i + 1}"), group.At);
            foreach (var name in group.Interfaces)
                node.List("Interfaces", name.At).Add(name.Value, name.At);
            Time(node, "Interval", group.Interval);
            Time(node, "NeighbourInterval", group.NeighbourInterval);
        }
    }

    private static void Time(ConfigurationNode node, string key, Given<TimeSpan>? given)
    {
        if (given is { } time)
            node.Time(key, time.Value > TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : time.Value, time.At);
    }

    private Given<TimeSpan>? Interval(ConfLine line) => context.Seconds(line, 1, TimeSpan.Zero, TimeSpan.FromMicroseconds(int.MaxValue)) is { } time ? new(time, line.Location) : null;

    private void Interfaces(ConfLine head)
    {
        var names = context.Lines(head).SelectMany(l => l.Words).ToList();
        if (names.Count == 0)
            context.Complain("the garp_group has no interfaces");
        foreach (var name in names)
            Add(name, context.Here);
    }

    private void Add(string name, NodeLocation at)
    {
        if (context.Interface(name) is null)
            context.Complain($"there is no interface {SchemaChecker.Shown(name)}");
        else if (_all.Exists(g => g.Interfaces.Exists(i => i.Value == name)))
            context.Complain($"{name} is in a garp_group already");
        else
            _all[^1].Interfaces.Add(new(name, at));
    }

    private void End()
    {
        if (_all[^1] is not { Interval: null, NeighbourInterval: null })
            return;
        context.Complain("the garp_group has no interval, and is left out");
        _all.RemoveAt(_all.Count - 1);
    }

    private sealed class Group(NodeLocation at)
    {
        public NodeLocation At => at;

        public List<Given<string>> Interfaces { get; } = [];

        public Given<TimeSpan>? Interval { get; set; }

        public Given<TimeSpan>? NeighbourInterval { get; set; }
    }
}

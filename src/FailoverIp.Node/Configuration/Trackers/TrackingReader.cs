using System.Collections.Immutable;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Reads what an instance tracks: names with their weights, or a list of names.</summary>
internal sealed class TrackingReader(ProblemList problems, ImmutableArray<TrackerOptions> trackers, ConfigurationNode? section)
{
    private readonly ValueReader _values = new(problems);
    private readonly List<TrackerOptions> _implied = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The trackers of the section, and the health checks that instances name without one.</summary>
    public ImmutableArray<TrackerOptions> All => [.. trackers, .. _implied];

    public ImmutableArray<TrackedInterface> Interfaces(ConfigurationNode instance)
    {
        var found = ImmutableArray.CreateBuilder<TrackedInterface>();
        foreach (var (name, node) in Names(instance["TrackInterfaces"]))
        {
            if (name is not { Length: > 0 and <= 15 } || name.Any(c => c is '/' or ':' || char.IsWhiteSpace(c)))
                problems.Add(node, $"\"{SchemaChecker.Shown(name)}\" is not the name of an interface (1 to 15 characters)");
            else
                found.Add(new(name, Weight(node) ?? 0, Reverse(node) ?? false));
        }
        return found.ToImmutable();
    }

    public ImmutableArray<TrackedHealth> Health(ConfigurationNode instance) =>
    [
        .. Of(instance["TrackScripts"], "script", "Scripts"), .. Of(instance["TrackFiles"], "file", "Files"), .. Of(instance["TrackProcesses"], "process", "Processes"),
        .. Of(instance["TrackHealthChecks"], "health check", "HealthChecks"),
    ];

    /// <summary>A tracker that nobody tracks is most likely a name that was mistyped elsewhere.</summary>
    public void TellUnused()
    {
        foreach (var tracker in trackers.Where(t => !_used.Contains(t.Tracker)))
        {
            if (section?[KeyOf(tracker)]?[tracker.Name] is { } node)
                problems.Add(node.Location, $"{node.Path}: no instance tracks it", node.Path, isWarning: true);
        }
    }

    private IEnumerable<TrackedHealth> Of(ConfigurationNode? list, string kind, string key)
    {
        foreach (var (name, node) in Names(list))
        {
            if (Find(kind, name) is not { } tracker)
            {
                var known = trackers.Where(t => t.Kind == kind).Select(t => t.Name).ToList();
                var start = $"there is no {kind} \"{SchemaChecker.Shown(name)}\" in Vrrp.Trackers.{key}";
                problems.Add(node, known.Count == 0 ? start : $"{start}; did you mean \"{NearestKey.Find(name, known)}\"?");
                continue;
            }
            _used.Add(tracker.Tracker);
            yield return new(tracker.Tracker, Weight(node) ?? tracker.Weight, Reverse(node) ?? (Weight(node) is null && tracker.Reverse));
        }
    }

    private TrackerOptions? Find(string kind, string name)
    {
        if (All.FirstOrDefault(t => t.Kind == kind && string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase)) is { } tracker)
            return tracker;
        if (kind != "health check")
            return null;
        // The application registers these; a section of their own is only for those that want other times.
        _implied.Add(new HealthCheckTrackerOptions(name));
        return _implied[^1];
    }

    /// <summary>The names with the node that says more: the keys of an object, or the texts of a list (an object of numbered keys where the source knows no lists).</summary>
    private IEnumerable<(string Name, ConfigurationNode Node)> Names(ConfigurationNode? list)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, node) in list?.Children ?? [])
        {
            if (problems.HasErrorAt(node))
                continue;
            var name = IsOfList(list!, node) ? node.Text! : key;
            if (seen.Add(name))
                yield return (name, node);
            else
                problems.Add(node, $"\"{SchemaChecker.Shown(name)}\" is there twice");
        }
    }

    private static bool IsOfList(ConfigurationNode list, ConfigurationNode node) =>
        list.Kind == NodeKind.Array || (node is { Kind: NodeKind.Untyped, Text: { } text } && !int.TryParse(text, out _));

    private int? Weight(ConfigurationNode node) => _values.Integer(node["Weight"]) ?? (node.Kind is NodeKind.Number or NodeKind.Untyped ? _values.Integer(node) : null);

    private bool? Reverse(ConfigurationNode node) => _values.Boolean(node["Reverse"]);

    private static string KeyOf(TrackerOptions tracker) => tracker switch
    {
        ScriptTrackerOptions => "Scripts",
        FileTrackerOptions => "Files",
        ProcessTrackerOptions => "Processes",
        _ => "HealthChecks",
    };
}

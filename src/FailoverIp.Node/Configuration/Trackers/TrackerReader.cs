using System.Collections.Immutable;

namespace FailoverIp.Node;

/// <summary>Reads the section Vrrp.Trackers.</summary>
internal sealed class TrackerReader(ProblemList problems, SecretReader paths)
{
    private readonly ValueReader _values = new(problems);
    private readonly CommandReader _commands = new(problems, looksAtMachine: false);

    public ImmutableArray<TrackerOptions> Read(ConfigurationNode? trackers) =>
    [
        .. Of(trackers, "Scripts", Script), .. Of(trackers, "Files", File), .. Of(trackers, "Processes", Process), .. Of(trackers, "HealthChecks", HealthCheck),
    ];

    private IEnumerable<TrackerOptions> Of(ConfigurationNode? trackers, string kind, Func<string, ConfigurationNode, TrackerOptions> read)
    {
        foreach (var (name, node) in trackers?[kind]?.Children ?? [])
        {
            var tracker = read(name, node);
            yield return tracker with { Weight = _values.Integer(node["Weight"]) ?? tracker.Weight, Reverse = _values.Boolean(node["Reverse"]) ?? false };
        }
    }

    private ScriptTrackerOptions Script(string name, ConfigurationNode node)
    {
        var defaults = new ScriptTrackerOptions(name) { Command = [] };
        var script = defaults with
        {
            Command = _commands.Words(node["Command"]),
            Interval = _values.Time(node["Interval"]) ?? defaults.Interval,
            Timeout = _values.Time(node["Timeout"]),
            Rise = _values.Integer(node["Rise"]) ?? defaults.Rise,
            Fall = _values.Integer(node["Fall"]) ?? defaults.Fall,
            InitFail = _values.Boolean(node["InitFail"]) ?? false,
            User = _values.Text(node["User"]),
            Group = _values.Text(node["Group"]),
        };
        if (script is { Group: not null, User: null })
            problems.Add(node["Group"]!, "needs User beside it");
        return script;
    }

    private FileTrackerOptions File(string name, ConfigurationNode node) => new(name)
    {
        Path = _values.Text(node["Path"]) is { Length: > 0 } path ? paths.Resolve(node["Path"]!, path) : "",
        InitialValue = _values.Integer(node["InitialValue"]) ?? 0,
    };

    private ProcessTrackerOptions Process(string name, ConfigurationNode node)
    {
        var delay = _values.Time(node["Delay"]) ?? TimeSpan.Zero;
        var process = new ProcessTrackerOptions(name)
        {
            Process = _values.Text(node["Process"]) ?? name,
            Parameters = _values.Text(node["Parameters"]),
            ParameterMatch = Enum.TryParse<ProcessParameterMatch>(_values.Text(node["ParameterMatch"]), ignoreCase: true, out var match) ? match : default,
            Quorum = _values.Integer(node["Quorum"]) ?? 1,
            QuorumMax = _values.Integer(node["QuorumMax"]),
            TerminateDelay = _values.Time(node["TerminateDelay"]) ?? delay,
            ForkDelay = _values.Time(node["ForkDelay"]) ?? delay,
        };
        if (process.QuorumMax < process.Quorum && node["QuorumMax"] is { } most)
        {
            if (node["Quorum"] is null)
                return process with { Quorum = 0 }; // "at most none" says how many there have to be as well
            problems.Add(most, $"{process.QuorumMax} is less than the quorum of {process.Quorum}");
        }
        return process;
    }

    private HealthCheckTrackerOptions HealthCheck(string name, ConfigurationNode node)
    {
        var defaults = new HealthCheckTrackerOptions(name);
        return defaults with { Interval = _values.Time(node["Interval"]) ?? defaults.Interval, Timeout = _values.Time(node["Timeout"]) ?? defaults.Timeout };
    }
}

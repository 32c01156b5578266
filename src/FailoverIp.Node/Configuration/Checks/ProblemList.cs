namespace FailoverIp.Node;

/// <summary>The problems found so far, each with the path of the key it is about.</summary>
internal sealed class ProblemList
{
    private readonly List<(ConfigurationProblem Problem, string Path)> _found = [];

    public bool HasErrors => _found.Exists(f => !f.Problem.IsWarning);

    public void Add(NodeLocation location, string message, string path = "", bool isWarning = false) =>
        _found.Add((new(location.Source, location.Line, message, isWarning), path));

    /// <summary>Adds a problem of the value at <paramref name="node"/>, named by its path.</summary>
    public void Add(ConfigurationNode node, string message, bool isWarning = false) =>
        Add(node.Location, node.Path.Length == 0 ? message : $"{node.Path}: {message}", node.Path, isWarning);

    /// <summary>Whether an error is known at this path or below it: what depends on the value need not be told again.</summary>
    public bool HasErrorAt(string path) =>
        _found.Exists(f => !f.Problem.IsWarning && (f.Path == path || f.Path.StartsWith(path + ".", StringComparison.Ordinal)));

    /// <summary>Everything, the file's problems in the order of its lines.</summary>
    public IReadOnlyList<ConfigurationProblem> ToSorted() =>
        [.. _found.Select(f => f.Problem).Distinct().OrderBy(p => p.Line == 0 ? 1 : 0).ThenBy(p => p.Line)];
}

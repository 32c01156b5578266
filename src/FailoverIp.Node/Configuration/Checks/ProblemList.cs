namespace FailoverIp.Node;

/// <summary>The problems found so far, each with the path of the key it is about. A file of nothing but problems is not told whole.</summary>
internal sealed class ProblemList
{
    private const int Most = 1000;

    private readonly List<ConfigurationProblem> _found = [];
    private readonly HashSet<string> _errorPaths = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _wrong = new(StringComparer.OrdinalIgnoreCase);

    public bool HasErrors { get; private set; }

    /// <summary>True where further problems are not kept.</summary>
    public bool IsFull => _found.Count >= Most;

    public void Add(NodeLocation location, string message, string path = "", bool isWarning = false)
    {
        if (!isWarning)
        {
            HasErrors = true;
            _wrong.Add(path);
            for (var end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
                _errorPaths.Add(path[..end]);
        }
        if (!IsFull)
            _found.Add(new(location.Source, location.Line, message, isWarning));
        if (IsFull)
            _found[^1] = new(location.Source, 0, $"there are more problems than the first {Most - 1}");
    }

    /// <summary>Adds a problem of the value at <paramref name="node"/>, named by its path.</summary>
    public void Add(ConfigurationNode node, string message, bool isWarning = false) =>
        Add(node.Location, node.Path.Length == 0 ? message : $"{node.Path}: {message}", node.Path, isWarning);

    /// <summary>Adds problems that were found elsewhere.</summary>
    public void AddAll(IEnumerable<ConfigurationProblem> found)
    {
        foreach (var problem in found)
            Add(new NodeLocation(problem.File, problem.Line), problem.Message, isWarning: problem.IsWarning);
    }

    /// <summary>Whether an error is known at this path or below it: what depends on the value need not be told again.</summary>
    public bool HasErrorAt(string path) => HasErrors && _errorPaths.Contains(path);

    /// <inheritdoc cref="HasErrorAt(string)"/>
    public bool HasErrorAt(ConfigurationNode node) => HasErrors && _errorPaths.Contains(node.Path);

    /// <summary>Whether an error is known at this very path.</summary>
    public bool HasErrorOn(string path) => _wrong.Contains(path);

    /// <summary>Everything, the file's problems in the order of its lines.</summary>
    public IReadOnlyList<ConfigurationProblem> ToSorted() =>
        [.. _found.Distinct().OrderBy(p => p.Line == 0 ? 1 : 0).ThenBy(p => p.Line)];
}

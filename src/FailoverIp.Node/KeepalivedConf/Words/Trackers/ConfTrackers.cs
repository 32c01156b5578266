namespace FailoverIp.Node;

/// <summary>Something that instances track: a script, a file or a process.</summary>
/// <param name="name">Its name.</param>
/// <param name="at">Where it begins.</param>
internal sealed class ConfTracker(string name, NodeLocation at)
{
    public string Name => name;

    public NodeLocation At => at;

    /// <summary>The weight where whoever tracks it gives none.</summary>
    public ConfWeight Weight { get; set; }

    public bool IsTracked { get; set; }

    /// <summary>Its other keys, ready to be written.</summary>
    public Dictionary<string, Action<ConfigurationNode>> Keys { get; } = new(StringComparer.Ordinal);

    public void Write(ConfigurationNode list)
    {
        var node = list.Object(name, at);
        foreach (var key in Keys.Values)
            key(node);
    }
}

/// <summary>Everything that can be tracked, in the order in which it was defined.</summary>
internal sealed class ConfTrackers
{
    public Dictionary<string, ConfTracker> Scripts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ConfTracker> Files { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ConfTracker> Processes { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Bfd { get; } = new(StringComparer.Ordinal);
}

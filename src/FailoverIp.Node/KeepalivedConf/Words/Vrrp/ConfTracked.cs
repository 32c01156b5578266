namespace FailoverIp.Node;

/// <summary>What an instance or a group tracks: names with their weights.</summary>
internal sealed class ConfTracked
{
    public Dictionary<string, Given<ConfWeight>> Interfaces { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Given<ConfWeight>> Scripts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Given<ConfWeight>> Files { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Given<ConfWeight>> Processes { get; } = new(StringComparer.Ordinal);

    public IEnumerable<Dictionary<string, Given<ConfWeight>>> Lists => [Interfaces, Scripts, Files, Processes];

    public void Write(ConfigurationNode owner)
    {
        Write("TrackInterfaces", Interfaces);
        Write("TrackScripts", Scripts);
        Write("TrackFiles", Files);
        Write("TrackProcesses", Processes);

        void Write(string key, Dictionary<string, Given<ConfWeight>> names)
        {
            foreach (var (name, weight) in names)
            {
                var node = owner.Object(key, weight.At).Object(name, weight.At);
                node.Number("Weight", Math.Clamp(weight.Value.Weight, -253, 253), weight.At);
                if (weight.Value.IsReverse)
                    node.Boolean("Reverse", true, weight.At);
            }
        }
    }
}

/// <summary>A weight.</summary>
/// <param name="Weight">The number.</param>
/// <param name="IsReverse">Whether well counts as unwell.</param>
internal readonly record struct ConfWeight(int Weight, bool IsReverse = false);

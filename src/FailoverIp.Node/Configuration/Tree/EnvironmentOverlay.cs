using System.Collections;

namespace FailoverIp.Node;

/// <summary>
/// Environment variables that override keys of the section, as Microsoft.Extensions.Configuration has it: <c>FailoverIp__Node</c> is
/// <c>FailoverIp:Node</c>.
/// </summary>
internal static class EnvironmentOverlay
{
    public const string Prefix = "FailoverIp__";

    // OpenTelemetry's own name for the collector, for a node that is told nothing else.
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The variables of this process that override the section.</summary>
    public static IReadOnlyDictionary<string, string> OfThisProcess()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || name == Collector))
                found[name] = variable.Value as string ?? "";
        }
        return found;
    }

    /// <summary>The configuration key of a variable; null where the variable is not of the section.</summary>
    public static string? KeyOf(string variable) =>
        variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? variable.Replace("__", ":", StringComparison.Ordinal) : null;

    /// <summary>Lays the variables over the section, in the order of their names.</summary>
    public static void Apply(ConfigurationNode section, IReadOnlyDictionary<string, string> variables)
    {
        foreach (var (name, value) in variables.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            if (KeyOf(name) is { } key)
                Set(section, key.Split(':')[1..], name, value);
        }
        if (variables.TryGetValue(Collector, out var url) && url.Length > 0 && section["Telemetry"]?["Otlp"] is null)
            Set(section, ["Telemetry", "Otlp"], Collector, url);
    }

    private static void Set(ConfigurationNode section, string[] keys, string variable, string value)
    {
        var location = new NodeLocation(variable, 0);
        var node = section;
        for (var i = 0; i < keys.Length - 1; i++)
        {
            var child = node[keys[i]];
            if (child is not { Kind: NodeKind.Object or NodeKind.Array })
                node.Set(keys[i], child = new(NodeKind.Object, location, node.ChildPath(keys[i])));
            node = child;
        }
        node.Set(keys[^1], new(NodeKind.Untyped, location, node.ChildPath(keys[^1]), value));
    }
}

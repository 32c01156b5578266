using System.Collections;

namespace FailoverIp.Node;

/// <summary>
/// Environment variables that override keys of the section, as Microsoft.Extensions.Configuration has it: <c>FailoverIp__Node</c> is
/// <c>FailoverIp:Node</c>.
/// </summary>
internal static class EnvironmentOverlay
{
    public const string Prefix = "FailoverIp__";

    /// <summary>The variables of this process that override the section.</summary>
    public static IReadOnlyDictionary<string, string> OfThisProcess()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
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
            if (KeyOf(name) is not { } key)
                continue;
            var location = new NodeLocation(name, 0);
            var node = section;
            var keys = key.Split(':')[1..];
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
}

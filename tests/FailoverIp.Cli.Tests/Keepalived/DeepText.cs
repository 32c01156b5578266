using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace FailoverIp.Cli.Tests.Keepalived;

/// <summary>Everything that options hold, down to their fields, as lines: what their own texts leave out, such as secrets, counts as well.</summary>
internal static class DeepText
{
    /// <summary>The first line that differs; null where none does.</summary>
    public static string? Difference(object one, object other)
    {
        var (left, right) = (Of(one), Of(other));
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var (l, r) = (i < left.Count ? left[i] : "nothing", i < right.Count ? right[i] : "nothing");
            if (l != r)
                return $"{l}\n  beside\n{r}";
        }
        return null;
    }

    public static List<string> Of(object value)
    {
        var lines = new List<string>();
        Add(value.GetType().Name, value, lines, new(ReferenceEqualityComparer.Instance));
        return lines;
    }

    private static void Add(string path, object? value, List<string> lines, HashSet<object> above)
    {
        switch (value)
        {
            case null:
                lines.Add($"{path} = null");
                break;
            case string or IPAddress or IPEndPoint or Uri or Regex or Encoding or TimeSpan or decimal:
            case not null when value.GetType() is { IsPrimitive: true } or { IsEnum: true }:
                lines.Add($"{path} = {Convert.ToString(value, CultureInfo.InvariantCulture)}");
                break;
            case Delegate:
                break;
            case IDictionary dictionary:
                foreach (var key in dictionary.Keys.Cast<object>().OrderBy(k => k.ToString(), StringComparer.Ordinal))
                    Add($"{path}[{key}]", dictionary[key], lines, above);
                break;
            case IEnumerable list when !IsDefault(value):
                var at = 0;
                foreach (var element in list)
                    Add($"{path}[{at++}]", element, lines, above);
                lines.Add($"{path} has {at}");
                break;
            default:
                AddFields(path, value, lines, above);
                break;
        }
    }

    private static void AddFields(string path, object value, List<string> lines, HashSet<object> above)
    {
        // Where something was written is what the two differ in.
        if (value.GetType().Name is "MachineDemands" || !above.Add(value))
            return;
        for (var type = value.GetType(); type is not null && type != typeof(object) && type != typeof(ValueType); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Add($"{path}.{field.Name}", field.GetValue(value), lines, above);
        }
        above.Remove(value);
    }

    private static bool IsDefault(object list) => list.GetType().GetProperty("IsDefault")?.GetValue(list) is true;
}

using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace FailoverIp.Node;

/// <summary>Names and labels by the rules of Prometheus: base units are written out, a counter ends in <c>_total</c>.</summary>
internal static class PrometheusName
{
    /// <summary><c>failoverip.route.duration</c> in s as <c>failoverip_route_duration_seconds</c>.</summary>
    public static string Of(Instrument instrument, MetricKind kind)
    {
        var name = Clean(instrument.Name);
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;
        return kind == MetricKind.Counter ? name + "_total" : name;
    }

    /// <summary>The labels as they stand between the braces, in the order of their names.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var text = new StringBuilder();
        var sorted = tags.ToArray();
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        foreach (var (key, value) in sorted)
        {
            text.Append(text.Length > 0 ? "," : "").Append(Clean(key)).Append("=\"");
            AppendEscaped(text, Text(value)).Append('"');
        }
        return text.ToString();
    }

    /// <summary>A help text: one line.</summary>
    public static string Help(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    private static string Text(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private static StringBuilder AppendEscaped(StringBuilder text, string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        }
        return text;
    }

    private static string Clean(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}

using System.Globalization;

namespace FailoverIp.Node;

/// <summary>A tracker, one line.</summary>
internal static class TrackerRow
{
    public static string Of(string id, TrackerStatus t)
    {
        var (word, tone) = t switch
        {
            { Value: { } value } => (value.ToString(CultureInfo.InvariantCulture), "busy"),
            { Well: true } => ("Well", "active"),
            { Well: false } => ("Unwell", "bad"),
            _ => ("Unknown", "idle"),
        };
        var html = new Html();
        html.Add($"<p id=\"{id}\" class=\"row\" data-name=\"{t.Name}\" data-state=\"{word}\">{PageWords.Pill(word, tone)}<span>{t.Name}</span><span class=\"note\">{t.Kind}{(t.Detail is { Length: > 0 } detail ? $": {detail}" : "")}</span>");
        if (t.Since is { } since)
            html.Add($"{PageWords.Time(since)}");
        return html.Add($"</p>").ToString();
    }
}

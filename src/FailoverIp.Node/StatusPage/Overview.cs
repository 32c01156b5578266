using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>The head of the page: who this is, and whether all is well.</summary>
internal static class Overview
{
    private const int MostProblems = 20;

    public static string Title(NodeStatus status, IReadOnlyList<string> problems) =>
        $"{(problems.Count > 0 ? $"⚠ {PageWords.Count(problems.Count, "problem", "problems")}" : Role(status))} · {status.Node}";

    public static string Of(NodeStatus status, IReadOnlyList<string> problems)
    {
        var html = new Html();
        var tone = problems.Count > 0 ? "bad" : "well";
        html.Add($"<header id=\"top\" class=\"{tone}\"><div class=\"who\"><h1>{status.Node}</h1>");
        html.Add($"<p class=\"verdict\"><span class=\"dot\" aria-hidden=\"true\"></span>{(problems.Count > 0 ? PageWords.Count(problems.Count, "problem", "problems") : "All is well")}</p></div>");
        html.Add($"<p class=\"sub\">{Role(status)} · up {PageWords.Span(TimeSpan.FromSeconds(status.UptimeSeconds))} · version {status.Version}</p>");
        if (problems.Count > 0)
        {
            html.Add($"<ul class=\"problems\">");
            foreach (var problem in problems.Take(MostProblems))
                html.Add($"<li>{problem}</li>");
            if (problems.Count > MostProblems)
                html.Add($"<li>and {problems.Count - MostProblems} more</li>");
            html.Add($"</ul>");
        }
        return html.Add($"</header>").ToString();
    }

    private static string Role(NodeStatus status)
    {
        if (status.Instances is [var only])
            return only.State.ToString();
        var counts = status.Instances.GroupBy(i => i.State).OrderBy(g => g.Key switch { VrrpState.Fault => 0, VrrpState.Active => 1, VrrpState.Backup => 2, _ => 3 })
            .Select(g => $"{g.Count()} {g.Key}").ToList();
        return counts.Count > 0 ? string.Join(", ", counts) : "no instances";
    }
}

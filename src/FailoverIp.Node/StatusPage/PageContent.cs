using System.Globalization;

namespace FailoverIp.Node;

/// <summary>What a page shows of a status, in parts that can be compared with those of another status.</summary>
internal sealed class PageContent
{
    /// <summary>More instances, or more virtual servers, than these are shown as a line each; that of an instance leads to it in full.</summary>
    public const int MostCards = 24;

    private PageContent(string title, IReadOnlyList<PageSection> sections)
    {
        (Title, Sections) = (title, sections);
        var hash = default(HashCode);
        foreach (var fragment in Fragments)
            hash.Add(fragment.Markup, StringComparer.Ordinal);
        Version = hash.ToHashCode().ToString("x8", CultureInfo.InvariantCulture);
    }

    /// <summary>The title of the document: the worst there is comes first.</summary>
    public string Title { get; }

    public IReadOnlyList<PageSection> Sections { get; }

    /// <summary>The same for the same content within one process.</summary>
    public string Version { get; }

    public IEnumerable<PageFragment> Fragments => Sections.SelectMany(s => s.Fragments);

    /// <summary>What stands inside the element <c>main</c>.</summary>
    public string Main
    {
        get
        {
            var html = new Html();
            var side = Sections.Where(s => s.IsAside).ToList();
            foreach (var section in Sections.Take(1))
                Add(html, section);
            html.Add($"<div class=\"{(side.Count > 0 ? "columns" : "column")}\"><div>");
            foreach (var section in Sections.Skip(1).Except(side))
                Add(html, section);
            html.Add($"</div>");
            foreach (var section in side)
                Add(html, section);
            html.Add($"</div>");
            return html.ToString();
        }
    }

    /// <param name="status">The status.</param>
    /// <param name="problems">What is wrong, the worst first.</param>
    /// <param name="view">What of it is shown.</param>
    /// <param name="now">The time of day, of which minutes count.</param>
    public static PageContent Of(NodeStatus status, IReadOnlyList<string> problems, PageView view, DateTimeOffset now)
    {
        List<PageSection> sections = [new("", "top", [new("top", Overview.Of(status, problems))])];
        var shown = status.Instances.Select((Instance, Number) => (Instance, Number)).Where(i => view.Instance is null || i.Instance.Name == view.Instance).ToList();
        if (view.Instance is not null)
            sections.Add(new("", "back", [new("back", shown.Count > 0 ? "<p id=\"back\"><a href=\"./\">← all of the node</a></p>" : "<p id=\"back\">There is no such instance. <a href=\"./\">All of the node</a></p>")]));
        if (shown.Count > MostCards)
            sections.Add(new("Instances", "rows", [.. shown.Select(i => new PageFragment($"i{i.Number}", InstanceCard.Row($"i{i.Number}", i.Instance)))]));
        else if (shown.Count > 0)
            sections.Add(new("Instances", "cards", [.. shown.Select(i => new PageFragment($"i{i.Number}", InstanceCard.Of($"i{i.Number}", i.Instance, now)))]));
        if (view.Instance is null)
            sections.AddRange(Others(status));
        return new(Overview.Title(status, problems), sections);
    }

    private static void Add(Html html, PageSection section)
    {
        html.Add($"<section>");
        if (section.Title.Length > 0)
            html.Add($"<h2>{section.Title}</h2>");
        html.Add($"<div class=\"{section.Class}\">");
        foreach (var fragment in section.Fragments)
            html.AddMarkup(fragment.Markup);
        html.Add($"</div></section>");
    }

    private static IEnumerable<PageSection> Others(NodeStatus status)
    {
        if (!status.Addresses.IsEmpty)
            yield return new("Failover addresses", "cards", [.. status.Addresses.Select((a, n) => new PageFragment($"a{n}", AddressCard.Of($"a{n}", a)))]);
        if (status.VirtualServers.Length > MostCards)
            yield return new("Virtual servers", "rows", [.. status.VirtualServers.Select((s, n) => new PageFragment($"v{n}", ServerCard.Row($"v{n}", s)))]);
        else if (!status.VirtualServers.IsEmpty)
            yield return new("Virtual servers", "cards", [.. status.VirtualServers.Select((s, n) => new PageFragment($"v{n}", ServerCard.Of($"v{n}", s)))]);
        if (status.Trackers is { IsEmpty: false } trackers)
            yield return new("Trackers", "rows", [.. trackers.Select((t, n) => new PageFragment($"t{n}", TrackerRow.Of($"t{n}", t)))]);
        if (status.Events is { } events)
            yield return new("Recent events", "events", [new("events", EventList.Of(events))]) { IsAside = true };
    }
}

using System.Text;

namespace FailoverIp.Node;

/// <summary>Server-sent events (HTML Living Standard, section 9.2) that bring a page up to date. Markup has no line breaks, so that each is one line of data.</summary>
internal static class PageMessage
{
    /// <summary>A comment: nothing has changed, and the connection is alive.</summary>
    public const string Nothing = ":\n\n";

    /// <summary>The first message: how long to wait before connecting again, in milliseconds.</summary>
    public const string Hello = "retry: 3000\n\n";

    /// <summary>The content as a whole.</summary>
    public static string Page(PageContent content) => $"{Title(content)}event: page\nid: {content.Version}\ndata: {content.Main}\n\n";

    /// <summary>Whether both have the same parts.</summary>
    public static bool CanPatch(PageContent before, PageContent after) =>
        before.Sections.Select(s => s.Class).SequenceEqual(after.Sections.Select(s => s.Class)) && before.Fragments.Select(f => f.Id).SequenceEqual(after.Fragments.Select(f => f.Id));

    /// <summary>The parts that are other than they were. The version counts once all of them have arrived.</summary>
    public static string Patch(PageContent before, PageContent after)
    {
        var message = new StringBuilder(before.Title == after.Title ? "" : Title(after));
        foreach (var (_, fragment) in before.Fragments.Zip(after.Fragments).Where(f => f.First.Markup != f.Second.Markup))
            message.Append("event: patch\ndata: ").Append(fragment.Markup).Append("\n\n");
        return message.Append("id: ").Append(after.Version).Append("\n\n").ToString();
    }

    private static string Title(PageContent content) => $"event: title\ndata: {content.Title.ReplaceLineEndings(" ")}\n\n";
}

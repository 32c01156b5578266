namespace FailoverIp.Node;

/// <summary>What of a node a page shows: everything, or one instance in full.</summary>
/// <param name="Instance">The instance; null: everything.</param>
internal readonly record struct PageView(string? Instance)
{
    public static PageView Everything => default;
}

/// <summary>A part of a page that changes as a whole.</summary>
/// <param name="Id">The id of its one element.</param>
/// <param name="Markup">The element.</param>
internal readonly record struct PageFragment(string Id, string Markup);

/// <summary>A part of a page with a heading.</summary>
/// <param name="Title">The heading; empty for none.</param>
/// <param name="Class">The class of what holds the fragments.</param>
/// <param name="Fragments">What it holds.</param>
internal sealed record PageSection(string Title, string Class, IReadOnlyList<PageFragment> Fragments)
{
    /// <summary>Whether it stands beside the others, where there is room.</summary>
    public bool IsAside { get; init; }
}

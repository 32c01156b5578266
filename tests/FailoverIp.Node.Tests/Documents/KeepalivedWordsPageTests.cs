namespace FailoverIp.Node.Tests;

/// <summary>docs/guides/keepalived-words.md has every word that is refused, and no other.</summary>
public class KeepalivedWordsPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/guides/keepalived-words.md");

    [Fact]
    public void Words_of_addresses_that_are_refused() => Check("Addresses", VirtualAddressReader.Known);

    [Fact]
    public void Words_of_routes_that_are_refused() => Check("Routes", VirtualRouteReader.Known, VirtualRouteReader.NextHop);

    [Fact]
    public void Words_of_rules_that_are_refused() => Check("Rules", VirtualRuleReader.Known);

    private static void Check(string heading, params WordList[] lists)
    {
        var refused = lists.SelectMany(l => l.Unsupported).ToHashSet(StringComparer.Ordinal);
        var written = Page.FirstCellsUnder(heading).ToHashSet(StringComparer.Ordinal);

        refused.Except(written, StringComparer.Ordinal).ShouldBeEmpty("not in the page");
        written.Except(refused, StringComparer.Ordinal).ShouldBeEmpty("only in the page");
    }
}

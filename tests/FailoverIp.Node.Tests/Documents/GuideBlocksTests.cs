using System.Text.Json;
using System.Text.RegularExpressions;

namespace FailoverIp.Node.Tests;

/// <summary>Every whole configuration in a guide or in the README is one that <c>failoverip validate</c> has nothing to say about; other JSON at least is JSON.</summary>
public partial class GuideBlocksTests
{
    private static readonly string[] Folders = ["docs/guides", "docs/decisions", "docs"];

    /// <summary>The page and the number of the block in it.</summary>
    public static TheoryData<string, int> Wholes
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (page, number, _) in Blocks().Where(b => IsWhole(b.Text)))
                data.Add(page, number);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Wholes))]
    public void A_configuration_is_valid_without_a_warning(string page, int number)
    {
        var text = Blocks().Single(b => b.Page == page && b.Number == number).Text;
        using var folder = new TempFolder();
        foreach (Match file in SecretFile().Matches(text))
            folder.Write(file.Groups["name"].Value, file.Groups["name"].Value.Contains("key", StringComparison.Ordinal) ? $"hex:{new string('5', 64)}\n" : "tellno1!\n");

        var configuration = NodeConfiguration.Load(
            folder.Write("f.json", SecretFile().Replace(text, "${name}\"")), new() { Environment = Configurations.NoEnvironment });
        if (page.EndsWith("moving-from-keepalived.md", StringComparison.Ordinal))
            configuration = NodeConfiguration.Load(KeepalivedConf.Conf.Read(KeepalivedConf.Conf.Instance), folder.Write("f.json", SecretFile().Replace(text, "${name}\"")), new() { Environment = Configurations.NoEnvironment }); // beside one

        configuration.Lines().ShouldBeEmpty();
        configuration.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void The_guides_have_configurations_and_what_is_none_is_JSON()
    {
        Blocks().Count(b => IsWhole(b.Text)).ShouldBeGreaterThan(8);
        foreach (var (page, _, text) in Blocks().Where(b => !IsWhole(b.Text)))
            Should.NotThrow(() => JsonDocument.Parse($"{{ {text} }}", new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }).Dispose(), page);
    }

    [Theory]
    [InlineData("docs/guides/vrrp-in-the-cloud.md")]
    [InlineData("docs/guides/virtual-mac.md")]
    [InlineData("docs/guides/keepalived-words.md")]
    [InlineData("docs/guides/supervised-node.md")]
    [InlineData("docs/guides/notify-scripts.md")]
    [InlineData("docs/guides/operating.md")]
    [InlineData("docs/guides/netcup-pair.md")]
    [InlineData("docs/guides/installing.md")]
    [InlineData("docs/guides/moving-from-keepalived.md")]
    [InlineData("docs/guides/profitbricks-load-balancing.md")]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("README.md")]
    public void Links_into_the_repository_lead_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(MarkdownPage.PathOf(page))!;
        foreach (Match link in Link().Matches(MarkdownPage.Read(page).Text))
        {
            var (file, anchor) = (link.Groups["file"].Value, link.Groups["anchor"].Value);
            var target = file.Length == 0 ? MarkdownPage.PathOf(page) : Path.Combine(folder, file);
            (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue($"{page}: {file}");
            if (anchor.Length > 0)
                File.ReadLines(target).Where(l => l.StartsWith('#')).Select(Anchor).ShouldContain(anchor, $"{page}: #{anchor}");
        }
    }

    private static IEnumerable<(string Page, int Number, string Text)> Blocks() =>
        from page in Folders.SelectMany(MarkdownPage.In).Append("README.md")
        from block in MarkdownPage.Read(page).Blocks.Where(b => b.Language is "json" or "jsonc").Select((b, i) => (b.Text, Number: i + 1))
        select (page, block.Number, block.Text);

    private static bool IsWhole(string text) => text.Contains("\"FailoverIp\": {", StringComparison.Ordinal);

    // As GitHub makes them of a heading.
    private static string Anchor(string heading) => NotInAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"/(etc|var/lib)/failoverip/(?<name>[\w.-]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretFile();

    [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#]*)(#(?<anchor>[^)]+))?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, 1000)]
    private static partial Regex NotInAnchor();
}

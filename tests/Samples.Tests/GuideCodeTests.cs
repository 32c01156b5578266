using System.Text.RegularExpressions;

namespace Samples.Tests;

/// <summary>Every block of C# in a guide stands word for word in code that is compiled, and that a test runs: the samples, and Guides/ here.</summary>
public partial class GuideCodeTests
{
    private static readonly string[] Compiled = ["samples/WebApi", "samples/Worker", "tests/Samples.Tests/Guides"];

    [Theory]
    [InlineData("docs/guides/embedding.md", 4)]
    [InlineData("docs/guides/testing-with-simulators.md", 5)]
    [InlineData("docs/providers.md", 5)]
    public void Its_code_is_compiled_and_run(string page, int least)
    {
        var sources = Compiled.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*.cs")).Select(f => Plain(File.ReadAllText(f))).ToList();
        var blocks = Block().Matches(Repository.Read(page)).Select(m => m.Groups["code"].Value).ToList();

        blocks.Count.ShouldBeGreaterThanOrEqualTo(least);
        foreach (var block in blocks)
            sources.ShouldContain(s => s.Contains(Plain(block), StringComparison.Ordinal), block);
    }

    [Theory]
    [InlineData("docs/guides/embedding.md")]
    [InlineData("docs/guides/testing-with-simulators.md")]
    [InlineData("docs/providers.md")]
    [InlineData("samples/WebApi/README.md")]
    public void Its_links_lead_somewhere(string page)
    {
        foreach (Match link in Link().Matches(Repository.Read(page)))
        {
            var target = Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, link.Groups["file"].Value);
            (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue($"{page}: {link.Value}");
        }
    }

    [Fact]
    public void The_guide_s_section_is_that_of_the_sample()
    {
        var section = JsonBlock().Match(Repository.Read("docs/guides/embedding.md")).Groups["json"].Value;

        Plain(Repository.Read("samples/WebApi/appsettings.json")).ShouldContain(Plain(section.Trim()[1..^1]));
    }

    // How far a block is indented is the page's own business.
    private static string Plain(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^ *```csharp\n(?<code>.*?)^ *```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"^```json\n(?<json>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonBlock();

    [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#]+)(#[^)]+)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}

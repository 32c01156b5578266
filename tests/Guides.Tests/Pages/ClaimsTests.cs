using System.Reflection;

namespace FailoverIp.Guides.Pages;

/// <summary>Every block of commands in the documentation is typed by a test, and no test claims what is not there.</summary>
public class ClaimsTests
{
    // Its indented blocks are drawings.
    private const string Drawings = "docs/architecture.md";

    private static readonly string[] Folders = ["", "docs", "docs/guides", "samples", "src"];

    public static TheoryData<string> Pages => [.. Names];

    private static IEnumerable<string> Names =>
        Folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Page.Root, f), f is "samples" or "src" ? "README.md" : "*.md", f is "samples" or "src" ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly))
            .Select(f => Path.GetRelativePath(Page.Root, f)).Where(f => f != Drawings).Order(StringComparer.Ordinal);

    private static IEnumerable<(string Page, string Section)> Claimed =>
        typeof(ClaimsTests).Assembly.GetTypes().SelectMany(t => t.GetMethods()).SelectMany(m => m.GetCustomAttributes<FollowsAttribute>()).SelectMany(f => f.Sections.Select(s => (f.Page, s)))
            .Concat(Elsewhere.All.SelectMany(e => e.Sections.Select(s => (e.Page, s))));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_block_of_commands_is_typed_by_a_test_or_left_out_with_a_reason(string page)
    {
        foreach (var block in Page.Read(page).Blocks.Where(b => b.IsCommands && b.Script.Length > 0))
            Claimed.ShouldContain(c => c.Page == page && block.Section.StartsWith(c.Section, StringComparison.Ordinal), $"{page}, {block.Section}: no test types\n{block.Text}");
    }

    [Fact]
    public void No_test_claims_a_section_without_commands()
    {
        foreach (var (page, section) in Claimed)
            Page.Read(page).Blocks.ShouldContain(b => b.IsCommands && b.Section.StartsWith(section, StringComparison.Ordinal), $"{page}: {section}");
    }

    [Fact]
    public void A_claim_of_another_project_names_a_test_that_reads_the_page()
    {
        foreach (var claim in Elsewhere.All)
        {
            var source = File.ReadAllText(Path.Combine(Page.Root, claim.Source));
            source.ShouldContain($" {claim.Test}()", Case.Sensitive, claim.Source);
            source.ShouldContain($"Page.Read(\"{claim.Page}\")", Case.Sensitive, claim.Source);
        }
    }

    [Fact]
    public void What_is_left_out_stands_in_a_page()
    {
        var commands = Names.SelectMany(page => Page.Read(page).Blocks).Where(b => b.IsCommands).SelectMany(b => b.Commands).ToList();

        foreach (var (command, _) in LeftOut.Commands)
            commands.ShouldContain(c => c.StartsWith(command, StringComparison.Ordinal), command);
    }
}

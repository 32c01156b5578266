using System.Runtime.CompilerServices;

namespace FailoverIp.Guides.Pages;

/// <summary>A page of the documentation, as its reader has it.</summary>
internal sealed class Page
{
    private Page(string name, IReadOnlyList<Block> blocks) => (Name, Blocks) = (name, blocks);

    /// <summary>The file, from the root of the repository.</summary>
    public string Name { get; }

    /// <summary>All blocks, in the order of the text.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    public static Page Read(string name) => new(name, [.. Parse(File.ReadAllLines(Path.Combine(Root, name)))]);

    /// <summary>The blocks of a section, by the beginning of its heading.</summary>
    public IEnumerable<Block> Of(string heading) => Blocks.Where(b => b.Section.StartsWith(heading, StringComparison.Ordinal));

    /// <summary>The blocks of a section that are typed, by the beginning of its heading; fails where there are more or fewer, for then a test does not follow all of them.</summary>
    public IReadOnlyList<Block> Typed(string heading, int count)
    {
        var blocks = Of(heading).Where(b => b.IsCommands).ToList();
        blocks.Count.ShouldBe(count, $"{Name}, {heading}: blocks of commands; the test has to follow each of them");
        return blocks;
    }

    /// <summary>The blocks of a section that are files, or parts of one.</summary>
    public IReadOnlyList<Block> Files(string heading) => [.. Of(heading).Where(b => b.Language is "jsonc" or "json" or "ini" or "text")];

    private static IEnumerable<Block> Parse(string[] lines)
    {
        var section = "";
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.StartsWith('#'))
                section = line.TrimStart('#', ' ');
            else if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                var language = line.Trim()[3..];
                var end = Array.FindIndex(lines, i + 1, l => l.Trim() == "```");
                yield return new(section, language.Length == 0 ? "sh" : language, string.Concat(lines[(i + 1)..end].Select(l => l + "\n")));
                i = end;
            }
            else if (IsIndented(line) && i > 0 && lines[i - 1].Length == 0)
            {
                var end = Array.FindIndex(lines, i, l => !IsIndented(l));
                end = end < 0 ? lines.Length : end;
                yield return new(section, "sh", string.Concat(lines[i..end].Select(l => l[4..] + "\n")));
                i = end - 1;
            }
        }
    }

    private static bool IsIndented(string line) => line.StartsWith("    ", StringComparison.Ordinal) && line.Trim().Length > 0;

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}

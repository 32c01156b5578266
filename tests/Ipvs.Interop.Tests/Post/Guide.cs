using System.Runtime.CompilerServices;

namespace FailoverIp.IpvsInterop.Post;

/// <summary>A fenced block of a guide.</summary>
/// <param name="Section">The heading above it, without its signs.</param>
/// <param name="Language">What stands behind the fence: <c>sh</c>, <c>jsonc</c>, <c>text</c>, <c>ini</c>.</param>
/// <param name="Text">The lines between the fences, each with its end.</param>
internal sealed record GuideBlock(string Section, string Language, string Text)
{
    /// <summary>Where it is typed or belongs: what its first line says behind "on", or before the file name; empty where it says nothing of the kind.</summary>
    public string Place => FirstLine switch
    {
        ['#', ' ', 'o', 'n', ' ', .. var place] => place,
        ['/', '/', ' ', .. var rest] => rest.Split(':')[0],
        _ => "",
    };

    /// <summary>The file that a block of configuration is to be.</summary>
    public string File => FirstLine.Split(": ")[1];

    private string FirstLine => Text.Split('\n')[0];
}

/// <summary>A guide of docs/guides, as its reader has it: what is typed where, which files are made, and what is promised to be seen.</summary>
internal sealed class Guide
{
    private Guide(IReadOnlyList<GuideBlock> blocks) => Blocks = blocks;

    /// <summary>All blocks, in the order of the text.</summary>
    public IReadOnlyList<GuideBlock> Blocks { get; }

    public static Guide Read(string name, [CallerFilePath] string here = "") =>
        new([.. Parse(System.IO.File.ReadAllLines(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/guides", name + ".md")))]);

    /// <summary>The blocks of one section, by the beginning of its heading, such as "5.".</summary>
    public IEnumerable<GuideBlock> Section(string heading) => Blocks.Where(b => b.Section.StartsWith(heading, StringComparison.Ordinal));

    /// <summary>The block of a section that says what is to be seen.</summary>
    public string Promise(string heading) => Section(heading).Single(b => b.Language == "text").Text;

    private static IEnumerable<GuideBlock> Parse(IEnumerable<string> lines)
    {
        var section = "";
        string? language = null;
        var text = "";
        foreach (var line in lines)
        {
            if (language is null && line.StartsWith('#'))
                section = line.TrimStart('#', ' ');
            else if (language is null && line.StartsWith("```", StringComparison.Ordinal))
                (language, text) = (line[3..], "");
            else if (language is not null && line == "```")
            {
                yield return new(section, language, text);
                language = null;
            }
            else if (language is not null)
                text += line + "\n";
        }
    }
}

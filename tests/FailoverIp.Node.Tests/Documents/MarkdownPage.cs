using System.Text.RegularExpressions;

namespace FailoverIp.Node.Tests;

/// <summary>A page of the repository's documentation: its fenced blocks, and the rows of the tables under headings that name a path.</summary>
internal sealed partial class MarkdownPage
{
    private readonly string[] _lines;

    private MarkdownPage(string name)
    {
        Name = name;
        Text = File.ReadAllText(PathOf(name));
        _lines = Text.Split('\n');
    }

    /// <summary>The file, from the root of the repository.</summary>
    public string Name { get; }

    public string Text { get; }

    /// <summary>The fenced blocks: the language, and what stands between the fences.</summary>
    public IEnumerable<(string Language, string Text)> Blocks => Fence().Matches(Text).Select(m => (m.Groups["language"].Value, m.Groups["text"].Value));

    /// <summary>
    /// The names in the first cell of each row, with the path in the heading above it: <c>`Status.Listen`</c> below <c>## The node: `FailoverIp`</c>. What stands under a heading
    /// without a path is no row.
    /// </summary>
    public IEnumerable<(string Path, string Name, string Row)> Rows
    {
        get
        {
            var path = "";
            foreach (var line in _lines)
            {
                if (line.StartsWith('#'))
                    path = Heading().Match(line).Groups["path"].Value;
                else if (path.Length > 0 && line.StartsWith("| `", StringComparison.Ordinal))
                    foreach (Match name in Code().Matches(line.Split('|')[1]))
                        yield return (path, name.Groups["code"].Value, line);
            }
        }
    }

    /// <summary>Every text in `backticks` of the first column of a table, from a heading to the next.</summary>
    public IEnumerable<string> FirstCellsUnder(string heading) =>
        _lines.SkipWhile(l => !(l.StartsWith('#') && l.TrimStart('#', ' ') == heading)).Skip(1).TakeWhile(l => !l.StartsWith('#')).Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(l => Code().Matches(l.Split('|')[1])).Select(m => m.Groups["code"].Value);

    public static MarkdownPage Read(string name) => new(name);

    /// <summary>Every page in a folder, by its name from the root of the repository.</summary>
    public static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(PathOf(folder), "*.md").Order(StringComparer.Ordinal).Select(f => $"{folder}/{Path.GetFileName(f)}");

    /// <summary>A file of the repository.</summary>
    public static string PathOf(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FailoverIp.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the repository");
        return Path.Combine(folder, name);
    }

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@": `(?<path>[^`]+)`$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}

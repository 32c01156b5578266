namespace FailoverIp.Guides.Pages;

/// <summary>A block of a page: what is typed, what a file is to hold, or what is to be seen.</summary>
/// <param name="Section">The heading above it, without its signs.</param>
/// <param name="Language">What stands behind the fence; <c>sh</c> also where nothing does, or where the block is indented.</param>
/// <param name="Text">The lines of the block, each with its end.</param>
internal sealed record Block(string Section, string Language, string Text)
{
    /// <summary>Whether it is typed.</summary>
    public bool IsCommands => Language is "sh" or "bash";

    /// <summary>Where it is typed or belongs: what its first line says behind "on", or before the name of a file; empty where it says nothing of the kind.</summary>
    public string Place => FirstLine switch
    {
        ['#', ' ', 'o', 'n', ' ', .. var place] => place,
        var line when line.Contains(": /", StringComparison.Ordinal) => line.TrimStart('/', '#', ' ').Split(": ")[0],
        _ => "",
    };

    /// <summary>The file that it is to be.</summary>
    public string File => FirstLine.Split([" ", ";", ","], StringSplitOptions.None).First(w => w.StartsWith('/') && w.Length > 2);

    /// <summary>What is typed, line by line, without remarks of a line of their own.</summary>
    public IReadOnlyList<string> Commands => [.. Text.Split('\n').Where(l => l.Length > 0 && !l.StartsWith('#'))];

    /// <summary>The commands as one script, without those that a laboratory leaves out (<see cref="LeftOut"/>).</summary>
    public string Script => string.Join('\n', Commands.Where(c => LeftOut.ReasonOf(c) is null));

    /// <summary>The one command that begins with this, as it stands there.</summary>
    public string Command(string beginning) => Commands.Single(c => c.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>The script without commands that begin with one of these: the test types them in another way, such as in a terminal of their own.</summary>
    public string Without(params string[] beginnings)
    {
        foreach (var beginning in beginnings)
            Command(beginning);
        return string.Join('\n', Script.Split('\n').Where(c => !beginnings.Any(b => c.StartsWith(b, StringComparison.Ordinal))));
    }

    private string FirstLine => Text.Split('\n')[0];
}

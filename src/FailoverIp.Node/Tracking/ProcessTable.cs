using System.Globalization;
using System.Text;

namespace FailoverIp.Node;

/// <summary>A process of this machine.</summary>
/// <param name="Name">Its name as the kernel keeps it, at most 15 bytes.</param>
/// <param name="Arguments">What it was started with, the program first; empty for a thread of the kernel.</param>
internal sealed record ProcessEntry(string Name, IReadOnlyList<string> Arguments);

/// <summary>Reads /proc. Those that have ended and wait to be taken note of do not count.</summary>
internal static class ProcessTable
{
    public const int MaxName = 15;

    public static IReadOnlyList<ProcessEntry> Read()
    {
        var found = new List<ProcessEntry>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out _) && Entry(folder) is { } entry)
                found.Add(entry);
        }
        return found;
    }

    private static ProcessEntry? Entry(string folder)
    {
        try
        {
            // pid (name) state …; a name may hold anything, parentheses as well.
            var stat = File.ReadAllText($"{folder}/stat");
            var (open, close) = (stat.IndexOf('(', StringComparison.Ordinal), stat.LastIndexOf(')'));
            if (open < 0 || close < open || close + 2 >= stat.Length || stat[close + 2] is 'Z' or 'X')
                return null;
            var line = Encoding.UTF8.GetString(File.ReadAllBytes($"{folder}/cmdline"));
            return new(stat[(open + 1)..close], line.Length == 0 ? [] : line.TrimEnd('\0').Split('\0'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has just ended
        }
    }
}

using System.Globalization;

namespace FailoverIp.Node;

/// <summary>Which process groups have somebody alive in them. One look serves all who asked before it began.</summary>
internal static class ProcessGroups
{
    private static readonly Lock Gate = new();
    private static long _looks;
    private static HashSet<int> _others = [];

    /// <summary>Whether anybody but its leader lives in a process group.</summary>
    public static bool HasOthers(int group)
    {
        var asked = Interlocked.Read(ref _looks);
        lock (Gate)
        {
            // Otherwise one has begun since this was asked, for somebody else.
            if (_looks == asked)
            {
                Interlocked.Increment(ref _looks);
                _others = [.. Living().Where(p => p.Id != p.Group).Select(p => p.Group)];
            }
            return _others.Contains(group);
        }
    }

    private static IEnumerable<(int Id, int Group)> Living()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && GroupOf(folder) is { } group)
                yield return (id, group);
        }
    }

    private static int? GroupOf(string folder)
    {
        try
        {
            // pid (name) state ppid pgrp …; a name may hold anything, parentheses as well.
            var stat = File.ReadAllText($"{folder}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
            return fields is [not ("Z" or "X"), _, var group, ..] ? int.Parse(group, CultureInfo.InvariantCulture) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has just ended
        }
    }
}

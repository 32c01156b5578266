using System.Globalization;

namespace FailoverIp.Node;

/// <summary>What the kernel tells of a process in <c>/proc/PID/stat</c>.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name as the kernel keeps it, at most 15 bytes.</param>
/// <param name="Group">The number of its process group.</param>
/// <param name="Session">The number of its session.</param>
internal readonly record struct ProcessStat(int Id, string Name, int Group, int Session)
{
    /// <summary>All that live. Those that have ended and wait to be taken note of do not.</summary>
    public static IEnumerable<ProcessStat> Living()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(id, folder) is { } process)
                yield return process;
        }
    }

    private static ProcessStat? Read(int id, string folder)
    {
        try
        {
            return Parse(id, File.ReadAllText($"{folder}/stat"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has just ended
        }
    }

    /// <summary>Reads a line; null where the process has ended.</summary>
    public static ProcessStat? Parse(int id, string stat)
    {
        // pid (name) state ppid pgrp session …; a name may hold anything, parentheses as well.
        var (open, close) = (stat.IndexOf('(', StringComparison.Ordinal), stat.LastIndexOf(')'));
        if (open < 0 || close < open)
            return null;
        return stat[(close + 1)..].Split(' ', 5, StringSplitOptions.RemoveEmptyEntries) is [not ("Z" or "X"), _, var group, var session, ..]
            ? new(id, stat[(open + 1)..close], int.Parse(group, CultureInfo.InvariantCulture), int.Parse(session, CultureInfo.InvariantCulture)) : null;
    }
}

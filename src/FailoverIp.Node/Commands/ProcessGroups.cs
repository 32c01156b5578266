using System.Globalization;

namespace FailoverIp.Node;

/// <summary>Which process groups and sessions have somebody alive in them. One look serves all who asked before it began.</summary>
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

    /// <summary>The living processes of a session, by their numbers.</summary>
    public static IReadOnlyList<int> InSession(int session) => [.. Living().Where(p => p.Session == session).Select(p => p.Id)];

    private static IEnumerable<(int Id, int Group, int Session)> Living()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Of(folder) is var (group, session))
                yield return (id, group, session);
        }
    }

    private static (int Group, int Session)? Of(string folder)
    {
        try
        {
            // pid (name) state ppid pgrp session …; a name may hold anything, parentheses as well.
            var stat = File.ReadAllText($"{folder}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            return fields is [not ("Z" or "X"), _, var group, var session, ..]
                ? (int.Parse(group, CultureInfo.InvariantCulture), int.Parse(session, CultureInfo.InvariantCulture)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has just ended
        }
    }
}

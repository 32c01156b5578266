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
                _others = [.. ProcessStat.Living().Where(p => p.Id != p.Group).Select(p => p.Group)];
            }
            return _others.Contains(group);
        }
    }
}

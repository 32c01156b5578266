using System.Runtime.InteropServices;
using FailoverIp.Node;

namespace FailoverIp.Cli.Supervision;

/// <summary>
/// The session of a supervised node (setsid(2)): the node and all that it has started, but for what has made a session of its own, as daemons do. So what a dead node has left is
/// known without anybody having noted it.
/// </summary>
internal static partial class NodeSession
{
    private const int SIGKILL = 9;
    private const int MostRounds = 20;

    /// <summary>Begins a session of this process, the node.</summary>
    public static void Begin() => _ = SetSession();

    /// <summary>Kills what is left in the session of a node that is dead; returns how many processes that were. One that is being started while they are looked for is found the next time round.</summary>
    public static int End(int node)
    {
        var killed = new HashSet<int>();
        for (var round = 0; round < MostRounds; round++)
        {
            var left = ProcessStat.Living().Where(p => p.Session == node).Select(p => p.Id).Where(id => Kill(id, SIGKILL) == 0).ToList();
            if (left.Count == 0)
                break;
            killed.UnionWith(left);
        }
        return killed.Count;
    }

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}

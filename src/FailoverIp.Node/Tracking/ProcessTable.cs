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

    public static IReadOnlyList<ProcessEntry> Read() => [.. ProcessStat.Living().Select(Entry).OfType<ProcessEntry>()];

    private static ProcessEntry? Entry(ProcessStat process)
    {
        try
        {
            var line = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process.Id}/cmdline"));
            return new(process.Name, line.Length == 0 ? [] : line.TrimEnd('\0').Split('\0'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has just ended
        }
    }
}

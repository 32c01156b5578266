using System.Globalization;

namespace FailoverIp.Vrrp.State;

/// <summary>Tells a process from a later one with its number, by when it was started.</summary>
internal static class ProcessStart
{
    private const int StateField = 0; // counted behind the name, which may hold anything: proc(5), stat
    private const int StartField = 19;

    /// <summary>When a process was started, in clock ticks since boot, and whether it still runs; null where there is none.</summary>
    public static (long Start, bool Runs)? Of(int process)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > StartField && long.TryParse(fields[StartField], CultureInfo.InvariantCulture, out var start) ? (start, fields[StateField] is not ("Z" or "X")) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the process that wrote a file still runs and is not this one.</summary>
    public static bool IsAnother(StateContent content) =>
        content.ProcessId != Environment.ProcessId && Of(content.ProcessId) is { Runs: true } process && process.Start == content.ProcessStart;
}

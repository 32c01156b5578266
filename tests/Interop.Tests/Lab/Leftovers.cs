using System.Globalization;

namespace FailoverIp.Interop.Lab;

/// <summary>Removes the namespaces of runs that were killed before they could. The name of each holds the process that made it.</summary>
internal static class Leftovers
{
    public const string Prefix = "fip";

    private const string NodeFiles = "/run/failoverip";

    private static readonly Lazy<Task> Once = new(RemoveNowAsync);

    public static Task RemoveAsync() => Once.Value;

    /// <summary>Ends what runs in a namespace, then deletes it with all its interfaces.</summary>
    public static async Task DeleteAsync(string networkNamespace)
    {
        var (_, output, _) = await Shell.TryRunAsync("ip", "netns", "pids", networkNamespace);
        var processes = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        if (processes.Length > 0)
            await LabProcess.SignalAsync("KILL", processes);
        await Shell.TryRunAsync("ip", "netns", "delete", networkNamespace);
        // A node has the name of its namespace.
        if (Directory.Exists(NodeFiles))
        {
            foreach (var file in Directory.GetFiles(NodeFiles, networkNamespace + ".*"))
                File.Delete(file);
        }
    }

    private static async Task RemoveNowAsync()
    {
        var names = (await Shell.RunAsync("ip", "netns", "list")).Split('\n').Select(l => l.Split(' ')[0]);
        foreach (var name in names.Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (name[Prefix.Length..].Split('-') is [var owner, ..] && int.TryParse(owner, CultureInfo.InvariantCulture, out var process)
                && !Directory.Exists($"/proc/{process}"))
                await DeleteAsync(name);
        }
    }
}

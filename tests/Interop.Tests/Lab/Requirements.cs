namespace FailoverIp.Interop.Lab;

/// <summary>What these tests need of the machine: Linux, root and the real peers. Without it they are skipped with the reason; in CI they fail.</summary>
internal static class Requirements
{
    private static readonly Lazy<string?> Missing = new(() => MissingTools("ip", "tcpdump", "keepalived"));

    private static readonly Lazy<Task<bool>> Macvlan = new(async () =>
    {
        var probe = $"{Leftovers.Prefix}{Environment.ProcessId}-0-macvlan";
        await Shell.RunAsync("ip", "netns", "add", probe);
        await Shell.RunAsync("ip", "-n", probe, "link", "add", "wire0", "type", "veth", "peer", "name", "wire1");
        var made = (await Shell.TryRunAsync("ip", "-n", probe, "link", "add", "link", "wire0", "name", "virtual0", "type", "macvlan")).Status == 0;
        await Shell.RunAsync("ip", "netns", "delete", probe);
        return made;
    });

    /// <summary>Skips the test where something is missing.</summary>
    public static void Demand() => Demand(Missing.Value);

    /// <summary>Skips the test for a reason, if there is one.</summary>
    public static void Demand(string? reason)
    {
        if (reason is null)
            return;
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"In CI nothing may be left out: {reason}");
        Skip.If(true, reason);
    }

    /// <summary>Skips the test where the kernel has no macvlan.</summary>
    public static async Task DemandMacvlanAsync()
    {
        Demand();
        Demand(await Macvlan.Value ? null : "this kernel has no macvlan");
    }

    /// <summary>What is missing of Linux, root and some tools, in words; null where nothing is.</summary>
    public static string? MissingTools(params string[] tools)
    {
        if (!OperatingSystem.IsLinux())
            return "network namespaces need Linux";
        if (!Environment.IsPrivilegedProcess)
            return "network namespaces need root";
        // Debian keeps these tools out of an ordinary user's path; a shell under sudo may have kept that path.
        Environment.SetEnvironmentVariable("PATH", Environment.GetEnvironmentVariable("PATH") + ":/usr/local/sbin:/usr/sbin:/sbin");
        var path = Environment.GetEnvironmentVariable("PATH")!.Split(':', StringSplitOptions.RemoveEmptyEntries);
        var missing = tools.Where(t => !path.Any(p => File.Exists(Path.Combine(p, t)))).ToArray();
        return missing.Length == 0 ? null : $"not installed: {string.Join(", ", missing)}";
    }
}

namespace FailoverIp.IpvsInterop.Table;

/// <summary>What the running kernel comes with; Debian's user-mode Linux leaves the scheduler twos out.</summary>
internal static class Kernels
{
    public static bool Has(string module)
    {
        var folder = $"/lib/modules/{File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}/";
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, module + ".ko*", SearchOption.AllDirectories).Any();
    }
}

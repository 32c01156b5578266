using FailoverIp.Interop.Lab;

namespace FailoverIp.IpvsInterop.Lab;

/// <summary>What these tests need: root in a kernel that has IPVS, and the tools of the field. <c>./test</c> boots such a kernel.</summary>
internal static class IpvsKernel
{
    private const string ModulesLoadedOnDemand = "/proc/net/ip_vs";

    private static readonly string[] Tools = ["ip", "ipvsadm", "iptables", "ip6tables", "curl", "python3", "keepalived", "tcpdump"];
    private static readonly Lazy<Task<string?>> Missing = new(FindMissingAsync);

    /// <summary>Skips the test where something is missing; in CI it fails.</summary>
    public static async Task DemandAsync() => Requirements.Demand(await Missing.Value);

    private static async Task<string?> FindMissingAsync()
    {
        if (Requirements.MissingTools(Tools) is { } missing)
            return missing;
        if (!File.Exists(ModulesLoadedOnDemand))
            await Shell.TryRunAsync("modprobe", "ip_vs");
        return File.Exists(ModulesLoadedOnDemand) ? null : "this kernel has no IPVS (./test runs these tests in one that has; eng/uml does it by hand)";
    }
}

using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.GuestInterop;

/// <summary>What rows of VRRP find in this kernel: kinds of interfaces that the machine's own may lack, and a wall clock that is nobody else's.</summary>
internal static class Guest
{
    /// <summary>Longer intervals than on the machine itself: one processor, and a slow one.</summary>
    public static readonly VrrpPlan Plan = VrrpPlan.V3 with { Interval = TimeSpan.FromMilliseconds(400) };

    /// <summary>Skips the test where the kernel does not make interfaces of a kind.</summary>
    public static async Task DemandLinkAsync(string kind, params string[] options)
    {
        Requirements.Demand();
        var probe = $"{Leftovers.Prefix}{Environment.ProcessId}-0-{kind}";
        await Shell.RunAsync("ip", "netns", "add", probe);
        await Shell.IpBatchAsync(probe, ["link add wire0 type veth peer name wire1"]);
        var made = await Shell.TryRunAsync("ip", ["-n", probe, "link", "add", "name", "probe0", .. kind == "vrf" ? Array.Empty<string>() : ["link", "wire0"], "type", kind, .. options]);
        await Shell.RunAsync("ip", "netns", "delete", probe);
        Requirements.Demand(made.Status == 0 ? null : $"this kernel has no {kind}");
    }

    /// <summary>Skips the test where the clock is not a guest's own: nothing here may set that of the machine.</summary>
    public static async Task DemandOwnClockAsync()
    {
        Requirements.Demand();
        Requirements.Demand((await File.ReadAllTextAsync("/proc/cpuinfo")).Contains("User Mode Linux", StringComparison.Ordinal) ? null : "the wall clock is set in user-mode Linux only");
    }
}

using System.ComponentModel;
using System.Diagnostics;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>Loads the kernel's module, where the kernel does not by itself.</summary>
internal static class IpvsModule
{
    private const int Patience = 10_000;
    private static readonly string[] Places = ["/usr/sbin/modprobe", "/sbin/modprobe"];

    /// <summary>Calls <c>modprobe ip_vs</c>. Whether it has helped is seen at the next request.</summary>
    public static void Load()
    {
        if (Array.Find(Places, File.Exists) is not { } modprobe)
            return;
        try
        {
            var start = new ProcessStartInfo(modprobe, ["--quiet", "--", "ip_vs"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start);
            if (process?.WaitForExit(Patience) == false)
                process.Kill();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // Not allowed to: the request that follows says what is missing.
        }
    }
}

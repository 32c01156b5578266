using System.Globalization;

namespace FailoverIp.Vrrp.Linux;

/// <summary>Whether this process may do what the engine does, found out before anything is touched.</summary>
internal static class Capabilities
{
    private const int CAP_NET_ADMIN = 12;
    private const int CAP_NET_RAW = 13;

    /// <exception cref="VrrpException">A capability is missing; the message names it.</exception>
    public static void Demand()
    {
        if (Effective() is not { } effective)
            return; // no /proc: the system calls will tell
        var missing = new List<string>(2);
        if ((effective & (1UL << CAP_NET_RAW)) == 0)
            missing.Add("CAP_NET_RAW (VRRP's raw sockets)");
        if ((effective & (1UL << CAP_NET_ADMIN)) == 0)
            missing.Add("CAP_NET_ADMIN (virtual addresses)");
        if (missing.Count > 0)
            throw new VrrpException($"this process lacks {string.Join(" and ", missing)}: run it as root or give it the capability");
    }

    private static ulong? Effective()
    {
        const string key = "CapEff:";
        try
        {
            var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
            return ulong.TryParse(line.AsSpan(Math.Min(key.Length, line?.Length ?? 0)).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value) ? value : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}

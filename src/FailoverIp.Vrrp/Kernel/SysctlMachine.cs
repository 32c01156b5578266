using System.Globalization;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>Reads what <see cref="SysctlFacts"/> wants to know of this machine: of the network namespace of the calling thread.</summary>
internal static class SysctlMachine
{
    private const uint RTF_ADDRCONF = 0x00040000; // linux/ipv6_route.h: from a router advertisement

    public static IReadOnlyCollection<SysctlLocalAddress> ReadAddresses() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses.Select(a => new SysctlLocalAddress(i.Name, a.Address)))];

    /// <summary>/proc/net/route: name, destination, gateway, flags, …, mask in the eighth column.</summary>
    public static IReadOnlyCollection<string> ReadDefaultRoutes() =>
        [.. Read("route").Skip(1).Where(w => w.Length > 7 && w[1] == "00000000" && w[7] == "00000000").Select(w => w[0]).Distinct()];

    /// <summary>/proc/net/ipv6_route: destination, its length, …, flags in the ninth column, name in the tenth.</summary>
    public static IReadOnlyCollection<string> ReadAdvertisedRoutes() =>
    [
        .. Read("ipv6_route")
            .Where(w => w.Length > 9 && w[1] == "00" && uint.TryParse(w[8], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var flags) && (flags & RTF_ADDRCONF) != 0)
            .Select(w => w[9])
            .Distinct(),
    ];

    private static IEnumerable<string[]> Read(string table)
    {
        try
        {
            return [.. File.ReadLines($"/proc/thread-self/net/{table}").Select(l => l.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // no such protocol
        }
    }
}

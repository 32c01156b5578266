using System.Net.Sockets;

namespace FailoverIp.Vrrp.Netfilter.Iptables;

/// <summary>Which tables iptables (the old one, ip_tables) has in this namespace.</summary>
internal static class LegacyTables
{
    /// <summary>True where the table nat is there.</summary>
    public static bool HasNat(AddressFamily family)
    {
        try
        {
            return File.ReadLines($"/proc/thread-self/net/{(family == AddressFamily.InterNetworkV6 ? "ip6" : "ip")}_tables_names").Contains("nat");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // the module is not loaded
        }
    }
}

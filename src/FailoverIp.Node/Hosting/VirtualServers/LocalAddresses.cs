using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Node;

/// <summary>The addresses of this machine: where no role says whether an address is here, the machine itself does.</summary>
internal delegate IReadOnlySet<IPAddress> LocalAddressSource();

/// <summary>The addresses of this machine.</summary>
internal static class LocalAddresses
{
    public static IReadOnlySet<IPAddress> OfThisMachine()
    {
        var found = new HashSet<IPAddress>();
        try
        {
            foreach (var @interface in NetworkInterface.GetAllNetworkInterfaces())
                found.UnionWith(@interface.GetIPProperties().UnicastAddresses.Select(static a => WithoutScope(a.Address)));
        }
        catch (NetworkInformationException)
        {
            // Read while an interface went: the next look is not far.
        }
        return found;
    }

    private static IPAddress WithoutScope(IPAddress address) => address.IsIPv6LinkLocal ? new(address.GetAddressBytes()) : address;
}

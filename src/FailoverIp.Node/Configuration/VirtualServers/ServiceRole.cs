using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node;

/// <summary>Whose role decides whether this node is Active for a virtual server's address.</summary>
internal static class ServiceRole
{
    /// <summary>The instance that a virtual server names, or else the one that <see cref="Find"/> finds; null where there is none.</summary>
    public static string? Of(NodeVirtualServer server, NodeOptions node) => server.Follows ?? Find(server.Options.Key, node);

    /// <summary>
    /// The instance that has the address among its virtual or excluded addresses, or that an entry of the addresses with it follows; null where
    /// there is none, and for firewall marks, which have no address.
    /// </summary>
    public static string? Find(IpvsServiceKey key, NodeOptions node)
    {
        if (key.Address?.Address is not { } address)
            return null;
        return node.Instances.FirstOrDefault(i => i.VirtualAddresses.Concat(i.ExcludedAddresses).Any(a => a.Address.Equals(address)))?.Name
            ?? node.Addresses.FirstOrDefault(a => a.Follows is not null && Holds(a.Route.Address, address))?.Follows;
    }

    private static bool Holds(FailoverAddress failover, IPAddress address) =>
        failover.Address.AddressFamily == address.AddressFamily && new IPNetwork(failover.Address, failover.PrefixLength).Contains(address);
}

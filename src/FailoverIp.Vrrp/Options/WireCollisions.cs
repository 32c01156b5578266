using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>
/// Finds virtual routers whose packets could not be told apart: one interface, family and VRID, and one group or a peer in common. Also two that would make one
/// interface.
/// </summary>
internal static class WireCollisions
{
    public static void Check(ImmutableArray<VirtualRouterOptions> routers, Action<string, string, string> error)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var taken = new Dictionary<(string Interface, int VirtualRouterId, AddressFamily Family, IPAddress? Remote), string>();
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var router in routers)
        {
            if (!names.Add(router.Name))
                continue; // that is the problem
            var key = (router.Interface, router.VirtualRouterId, router.AdvertFamily);
            var other = RemotesOf(router).Select(remote => taken.GetValueOrDefault((key.Interface, key.VirtualRouterId, key.AdvertFamily, remote))).FirstOrDefault(o => o is not null);
            if (other is not null)
                error(router.Name, nameof(router.VirtualRouterId), $"{router.VirtualRouterId} on {router.Interface} is already that of {other}");
            foreach (var remote in RemotesOf(router))
                taken.TryAdd((key.Interface, key.VirtualRouterId, key.AdvertFamily, remote), router.Name);
            if (router.VirtualMac is not null && !links.TryAdd(VirtualLink.NameOf(router), router.Name))
                error(router.Name, nameof(router.VirtualMac), $"the interface {VirtualLink.NameOf(router)} is already that of {links[VirtualLink.NameOf(router)]}");
        }
    }

    // Unicast from anybody is a remote of its own: two such routers would get the same packets.
    private static IEnumerable<IPAddress?> RemotesOf(VirtualRouterOptions router) =>
        router.UnicastPeers.IsDefaultOrEmpty ? [RouterWire.GroupOf(router)]
        : router.CheckUnicastSource ? router.UnicastPeers.Select(p => p.Address)
        : router.UnicastPeers.Select(p => p.Address).Append(null);
}

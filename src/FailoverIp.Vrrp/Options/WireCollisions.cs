using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
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
        var macs = new Dictionary<(string Parent, PhysicalAddress), string>();
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
            foreach (var (option, parent, link) in LinksOf(router))
            {
                if (!links.TryAdd(link.Name, router.Name))
                    error(router.Name, option, $"the interface {link.Name} is already that of {links[link.Name]}");
                else if (link.Address is { } mac && !macs.TryAdd((parent, mac), router.Name))
                    error(router.Name, option, $"above {parent} the virtual MAC is already that of {macs[(parent, mac)]}: no two interfaces there can have it");
            }
        }
    }

    private static IEnumerable<(string Option, string Parent, VirtualLink Link)> LinksOf(VirtualRouterOptions router)
    {
        if (router.VirtualMac is not null)
            yield return (nameof(router.VirtualMac), router.Interface, VirtualLink.Of(router));
        foreach (var (parent, link) in VirtualLink.ForAddresses(router))
            yield return (nameof(router.VirtualAddresses), parent, link);
    }

    // Unicast from anybody is a remote of its own: two such routers would get the same packets.
    private static IEnumerable<IPAddress?> RemotesOf(VirtualRouterOptions router) =>
        router.UnicastPeers.IsDefaultOrEmpty ? [RouterWire.GroupOf(router)]
        : router.CheckUnicastSource ? router.UnicastPeers.Select(p => p.Address)
        : router.UnicastPeers.Select(p => p.Address).Append(null);
}

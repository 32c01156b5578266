using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>
/// Which settings virtual servers need. What the kernel does without them was tried, on Linux 6.1: direct routing and tunnels work without forwarding, NAT does not; a
/// packet that is handed over by direct routing passes reverse path filtering in the loose mode and not in the strict one, and by a tunnel in none.
/// </summary>
internal static class SysctlRules
{
    private const string Loopback = "lo";
    private const string IPTunnel = "tunl0";

    private static readonly SysctlName Forward4 = new("net", "ipv4", "ip_forward");
    private static readonly SysctlName Forward6 = new("net", "ipv6", "conf", "all", "forwarding");
    private static readonly SysctlName ExpireTemplates = new("net", "ipv4", "vs", "expire_quiescent_template");

    /// <summary>What the facts ask for, in the order in which it should be set.</summary>
    public static IEnumerable<SysctlExpectation> Expect(SysctlFacts facts) =>
        [.. ForwardingOfIPv4(facts), .. ForwardingOfIPv6(facts), .. ReversePath(facts), .. Arp(facts), .. Templates(facts)];

    private static IEnumerable<SysctlExpectation> ForwardingOfIPv4(SysctlFacts facts)
    {
        if (Uses(facts, AddressFamily.InterNetwork, IpvsForwarding.Masquerade))
            yield return Single(Forward4, 1, "the answers of real servers behind NAT are not sent on to the clients", isRequired: true);
        // Not where this machine is a real server by direct routing itself: what the Active node hands over to it while nothing takes it here, as without
        // redirection, a machine that does not forward drops. One that does sends it back, around and around.
        else if (facts.VirtualServers.Any(v => v.Service.Key.Family == AddressFamily.InterNetwork) && !LocalServers(facts, IpvsForwarding.DirectRoute).Any())
            yield return Single(Forward4, 1, "a director usually forwards packets; direct routing and tunnels work without, a real server reached by NAT does not", isRequired: false);
    }

    private static IEnumerable<SysctlExpectation> ForwardingOfIPv6(SysctlFacts facts)
    {
        if (!Uses(facts, AddressFamily.InterNetworkV6, IpvsForwarding.Masquerade))
            yield break;
        // First: forwarding takes away the default route that came with a router advertisement, unless this is set.
        foreach (var networkInterface in facts.AdvertisedRouteInterfaces)
        {
            yield return Single(
                SysctlName.OfInterface("ipv6", networkInterface, "accept_ra"), 2, "with IPv6 forwarding this machine would lose the default route that it has from router advertisements", isRequired: true);
        }
        yield return Single(Forward6, 1, "the answers of real servers behind NAT are not sent on to the clients", isRequired: true);
    }

    /// <summary>
    /// A real server that is this machine gets, from the Active node, packets with the client's address on an interface that may have no way back to the client. On the
    /// interface of the default route there is one.
    /// </summary>
    private static IEnumerable<SysctlExpectation> ReversePath(SysctlFacts facts)
    {
        foreach (var networkInterface in LocalServers(facts, IpvsForwarding.DirectRoute).Select(a => a.Interface).Distinct())
        {
            if (networkInterface == Loopback || facts.DefaultRouteInterfaces.Contains(networkInterface))
                continue;
            var own = SysctlName.OfInterface("ipv4", networkInterface, "rp_filter");
            // 2 on the interface is the smallest change: it counts whatever "all" is, and keeps out what has no way back at all.
            yield return new(
                [SysctlName.OfInterface("ipv4", "all", "rp_filter"), own], [0, 2], [(own, 2)],
                $"{networkInterface} drops the clients' packets that the Active node hands over to the real server on this machine", IsRequired: true);
        }
        if (LocalServers(facts, IpvsForwarding.Tunnel).Any())
        {
            var (all, own) = (SysctlName.OfInterface("ipv4", "all", "rp_filter"), SysctlName.OfInterface("ipv4", IPTunnel, "rp_filter"));
            yield return new([all, own], [0], [(all, 0), (own, 0)], $"{IPTunnel} drops the clients' packets that the Active node hands over to the real server on this machine", IsRequired: true);
        }
    }

    /// <summary>Only where a virtual address stands on <c>lo</c>, as on real servers without a redirection: others must not learn from ARP that it is here.</summary>
    private static IEnumerable<SysctlExpectation> Arp(SysctlFacts facts)
    {
        var virtualAddresses = facts.VirtualServers.Select(v => v.Service.Key.Address?.Address).OfType<IPAddress>().Where(a => a.AddressFamily == AddressFamily.InterNetwork).ToHashSet();
        if (!facts.LocalAddresses.Any(a => a.Interface == Loopback && virtualAddresses.Contains(a.Address)))
            yield break;
        foreach (var (setting, good, value, reason) in new[]
        {
            ("arp_ignore", (int[])[1, 2, 3, 8], 1, "this machine answers ARP requests for the virtual address on lo, which belongs to the Active node"),
            ("arp_announce", [2], 2, "this machine's ARP requests name the virtual address on lo, and others learn it at the wrong place"),
        })
        {
            var all = SysctlName.OfInterface("ipv4", "all", setting);
            foreach (var networkInterface in facts.LocalAddresses.Where(a => a.Interface != Loopback && a.Address.AddressFamily == AddressFamily.InterNetwork).Select(a => a.Interface).Distinct())
                yield return new([all, SysctlName.OfInterface("ipv4", networkInterface, setting)], [.. good], [(all, value)], reason, IsRequired: true);
        }
    }

    private static IEnumerable<SysctlExpectation> Templates(SysctlFacts facts)
    {
        if (facts.KeepsFailedPersistentServers)
            yield return Single(ExpireTemplates, 1, "persistent clients stay with a real server that has failed and was given the weight 0", isRequired: false);
    }

    private static IEnumerable<SysctlLocalAddress> LocalServers(SysctlFacts facts, IpvsForwarding forwarding)
    {
        var servers = facts.VirtualServers
            .SelectMany(v => v.Destinations)
            .Where(d => d.Forwarding == forwarding && d.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(d => d.Address.Address)
            .ToHashSet();
        return facts.LocalAddresses.Where(a => servers.Contains(a.Address));
    }

    private static bool Uses(SysctlFacts facts, AddressFamily family, IpvsForwarding forwarding) =>
        facts.VirtualServers.Any(v => v.Service.Key.Family == family && v.Destinations.Any(d => d.Forwarding == forwarding));

    private static SysctlExpectation Single(SysctlName name, int value, string reason, bool isRequired) => new([name], [value], [(name, value)], reason, isRequired);
}

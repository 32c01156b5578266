using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>What decides which kernel settings virtual servers need on this machine. Immutable.</summary>
public sealed record SysctlFacts
{
    /// <summary>The virtual servers of the configuration, each with all its real servers.</summary>
    public IReadOnlyCollection<IpvsVirtualServer> VirtualServers { get; init; } = [];

    /// <summary>True: real servers that are down stay in the table with weight 0 (inhibit on failure) in at least one service with persistence.</summary>
    public bool KeepsFailedPersistentServers { get; init; }

    /// <summary>The addresses of this machine.</summary>
    public IReadOnlyCollection<SysctlLocalAddress> LocalAddresses { get; init; } = [];

    /// <summary>The interfaces with a default route of IPv4.</summary>
    public IReadOnlyCollection<string> DefaultRouteInterfaces { get; init; } = [];

    /// <summary>The interfaces by which router advertisements have given this machine its IPv6 default route.</summary>
    public IReadOnlyCollection<string> AdvertisedRouteInterfaces { get; init; } = [];

    /// <summary>The facts of this machine as it is now, for virtual servers.</summary>
    public static SysctlFacts Of(IReadOnlyCollection<IpvsVirtualServer> virtualServers) => new()
    {
        VirtualServers = virtualServers,
        LocalAddresses = SysctlMachine.ReadAddresses(),
        DefaultRouteInterfaces = SysctlMachine.ReadDefaultRoutes(),
        AdvertisedRouteInterfaces = SysctlMachine.ReadAdvertisedRoutes(),
    };
}

/// <summary>An address of this machine.</summary>
/// <param name="Interface">The interface's name.</param>
/// <param name="Address">The address.</param>
public readonly record struct SysctlLocalAddress(string Interface, IPAddress Address);

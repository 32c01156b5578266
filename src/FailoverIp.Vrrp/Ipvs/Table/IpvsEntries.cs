using System.Collections.Immutable;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>A virtual service as the kernel has it.</summary>
/// <param name="Service">The service.</param>
/// <param name="Statistics">What it has carried.</param>
public sealed record IpvsServiceEntry(IpvsService Service, IpvsStatistics Statistics);

/// <summary>A real server as the kernel has it.</summary>
/// <param name="Destination">The real server.</param>
/// <param name="ActiveConnections">Its established connections.</param>
/// <param name="InactiveConnections">Its other connections, those about to end and those of protocols without states.</param>
/// <param name="PersistentConnections">The clients that stay with it.</param>
/// <param name="Statistics">What it has carried.</param>
public sealed record IpvsDestinationEntry(IpvsDestination Destination, uint ActiveConnections, uint InactiveConnections, uint PersistentConnections, IpvsStatistics Statistics)
{
    /// <summary>False on kernels before 5.2, which wrap every tunnelled packet in IP and forget that something else was asked for.</summary>
    internal bool KnowsTunnels { get; init; } = true;
}

/// <summary>A virtual service with its real servers, as the kernel has them.</summary>
/// <param name="Service">The service.</param>
/// <param name="Destinations">Its real servers, in the kernel's order.</param>
public sealed record IpvsTableEntry(IpvsServiceEntry Service, ImmutableArray<IpvsDestinationEntry> Destinations);

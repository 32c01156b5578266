using System.Collections.Immutable;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>One virtual service with its real servers, as a table that should be holds it.</summary>
/// <param name="Service">The service.</param>
/// <param name="Destinations">Its real servers, each address once.</param>
public sealed record IpvsVirtualServer(IpvsService Service, ImmutableArray<IpvsDestination> Destinations);

using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>A server.</summary>
/// <param name="Id">Its number, which the REST API routes to.</param>
/// <param name="Name">Its name, such as <c>v2200000000000000001</c>, which the SOAP web service routes to.</param>
public sealed record NetcupServer(int Id, string Name)
{
    /// <summary>The name its owner gave it; null for none.</summary>
    public string? Nickname { get; init; }

    /// <summary>Its host name; null for none.</summary>
    public string? Hostname { get; init; }

    /// <summary>Where it stands: failover addresses of the same site can be routed to it.</summary>
    public required NetcupSite Site { get; init; }

    /// <summary>Its network interfaces; the first is the one that failover addresses are routed to.</summary>
    public ImmutableArray<NetcupInterface> Interfaces { get => field.IsDefault ? [] : field; init; }
}

/// <summary>A site: the data centres of one city.</summary>
/// <param name="Id">Its number.</param>
/// <param name="City">Its city.</param>
public sealed record NetcupSite(int Id, string City);

/// <summary>A network interface of a server.</summary>
/// <param name="Mac">Its MAC address, such as <c>02:00:00:00:00:01</c>.</param>
public sealed record NetcupInterface(string Mac)
{
    /// <summary>Its own IPv4 addresses with their prefix lengths, such as <c>192.0.2.11/22</c>.</summary>
    public ImmutableArray<string> Ipv4 { get => field.IsDefault ? [] : field; init; }

    /// <summary>Its own IPv6 prefixes, such as <c>2001:db8:1::/64</c>.</summary>
    public ImmutableArray<string> Ipv6 { get => field.IsDefault ? [] : field; init; }

    /// <summary>True for an interface on a Cloud vLAN: nothing can be routed to it.</summary>
    public bool Vlan { get; init; }
}

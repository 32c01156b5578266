using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>A server.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="Name">Its name.</param>
public sealed record ProfitBricksServer(string Id, string Name)
{
    /// <summary>Its network interfaces.</summary>
    public ImmutableArray<ProfitBricksNic> Nics { get => field.IsDefault ? [] : field; init; }

    /// <summary>The NIC with this UUID; null for none.</summary>
    public ProfitBricksNic? FindNic(string id) => Nics.FirstOrDefault(n => ProfitBricksDatacenter.SameId(n.Id, id));
}

/// <summary>A network interface of a server.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="Mac">Its MAC address, such as <c>02:01:00:00:00:01</c>.</param>
/// <param name="Lan">The number of the LAN it is on.</param>
public sealed record ProfitBricksNic(string Id, string Mac, int Lan)
{
    /// <summary>Its name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Its IPv4 addresses: of reserved blocks, or assigned automatically.</summary>
    public ImmutableArray<string> Ips { get => field.IsDefault ? [] : field; init; }

    /// <summary>True where it gets its addresses by DHCP.</summary>
    public bool Dhcp { get; init; }

    /// <summary>True where its firewall is active.</summary>
    public bool FirewallActive { get; init; }

    /// <summary>What the firewall looks at: <c>INGRESS</c>, <c>EGRESS</c> or <c>BIDIRECTIONAL</c>.</summary>
    /// <value><c>INGRESS</c>.</value>
    public string FirewallType { get => field ?? "INGRESS"; init; }
}

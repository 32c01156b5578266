using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>What a write asks of a NIC; null stays as it is.</summary>
internal sealed record NicPatch
{
    public string? Name { get; init; }

    /// <summary>The whole list. Empty: an address is to be assigned automatically.</summary>
    public ImmutableArray<string>? Ips { get; init; }

    public int? Lan { get; init; }

    public bool? Dhcp { get; init; }

    public bool? FirewallActive { get; init; }

    public string? FirewallType { get; init; }

    public ProfitBricksNic Apply(ProfitBricksNic nic) => nic with
    {
        Name = Name ?? nic.Name,
        Ips = Ips ?? nic.Ips,
        Lan = Lan ?? nic.Lan,
        Dhcp = Dhcp ?? nic.Dhcp,
        FirewallActive = FirewallActive ?? nic.FirewallActive,
        FirewallType = FirewallType ?? nic.FirewallType,
    };
}

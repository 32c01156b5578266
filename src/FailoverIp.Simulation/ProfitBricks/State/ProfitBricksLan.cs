using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>A LAN of a data center.</summary>
/// <param name="Id">Its number, 1 or more.</param>
public sealed record ProfitBricksLan(int Id)
{
    /// <summary>Its name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>True where it faces the Internet.</summary>
    public bool Public { get; init; }

    /// <summary>Its failover groups.</summary>
    public ImmutableArray<ProfitBricksIpFailover> IpFailover { get => field.IsDefault ? [] : field; init; }

    internal ProfitBricksIpFailover? FindGroup(string ip) => IpFailover.FirstOrDefault(f => f.Ip == ip);
}

/// <summary>A failover group: an address that several NICs of one LAN hold.</summary>
/// <param name="Ip">The address.</param>
/// <param name="NicUuid">The member that is registered as the master.</param>
public sealed record ProfitBricksIpFailover(string Ip, string NicUuid);

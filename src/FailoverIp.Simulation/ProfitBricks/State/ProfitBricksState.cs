using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>
/// What one user of a simulated ProfitBricks (IONOS Cloud) has: what a state file holds. Immutable; <see cref="ProfitBricksCloud"/> holds the
/// current one.
/// </summary>
/// <remarks>The names in the file are those of the properties in camel case; unknown names are errors, comments and trailing commas are allowed.</remarks>
public sealed partial record ProfitBricksState
{
    /// <summary>The user.</summary>
    public required ProfitBricksUser User { get; init; }

    /// <summary>The virtual data centers of all contracts.</summary>
    public required ImmutableArray<ProfitBricksDatacenter> Datacenters { get => field.IsDefault ? [] : field; init; }

    /// <summary>The blocks of reserved addresses of all contracts.</summary>
    public required ImmutableArray<ProfitBricksIpBlock> IpBlocks { get => field.IsDefault ? [] : field; init; }

    /// <summary>How the service behaves.</summary>
    public ProfitBricksSettings Settings { get => field ?? new(); init; }

    /// <summary>The faults a simulator starts with.</summary>
    public ImmutableArray<Fault> Faults { get => field.IsDefault ? [] : field; init; }

    /// <summary>The data center with this UUID; null for none.</summary>
    public ProfitBricksDatacenter? FindDatacenter(string id) => Datacenters.FirstOrDefault(d => ProfitBricksDatacenter.SameId(d.Id, id));

    /// <summary>The block with this UUID; null for none.</summary>
    public ProfitBricksIpBlock? FindIpBlock(string id) => IpBlocks.FirstOrDefault(b => ProfitBricksDatacenter.SameId(b.Id, id));

    /// <summary>The NICs that hold an address, each with where it is.</summary>
    public IEnumerable<ProfitBricksNicPlace> HoldersOf(string ip) => Nics.Where(p => p.Nic.Ips.Contains(ip));

    /// <summary>Every NIC with where it is.</summary>
    internal IEnumerable<ProfitBricksNicPlace> Nics => Datacenters.SelectMany(d => d.Servers.SelectMany(s => s.Nics.Select(n => new ProfitBricksNicPlace(d, s, n))));

    /// <summary>The same with another version of a NIC.</summary>
    public ProfitBricksState WithNic(ProfitBricksNic nic)
    {
        ArgumentNullException.ThrowIfNull(nic);
        return this with { Datacenters = [.. Datacenters.Select(d => d with { Servers = [.. d.Servers.Select(s => s with { Nics = [.. s.Nics.Select(n => n.Id == nic.Id ? nic : n)] })] })] };
    }

    /// <summary>The same with another version of a LAN, or with one more.</summary>
    public ProfitBricksState WithLan(string datacenterId, ProfitBricksLan lan)
    {
        ArgumentNullException.ThrowIfNull(lan);
        return this with { Datacenters = [.. Datacenters.Select(d => ProfitBricksDatacenter.SameId(d.Id, datacenterId) ? d with { Lans = Replace(d.Lans, lan) } : d)] };
    }

    /// <summary>The number of the contract that something without one belongs to.</summary>
    internal int ContractOf(int? contract) => contract ?? User.Contracts[0];

    private static ImmutableArray<ProfitBricksLan> Replace(ImmutableArray<ProfitBricksLan> lans, ProfitBricksLan lan) =>
        lans.Any(l => l.Id == lan.Id) ? [.. lans.Select(l => l.Id == lan.Id ? lan : l)] : [.. lans, lan];

    /// <summary>What it is about, without secrets.</summary>
    public override string ToString() => $"{User}, {Datacenters.Length} data centers, {IpBlocks.Length} IP blocks";
}

/// <summary>A NIC and where it is.</summary>
/// <param name="Datacenter">The data center.</param>
/// <param name="Server">The server.</param>
/// <param name="Nic">The NIC.</param>
public sealed record ProfitBricksNicPlace(ProfitBricksDatacenter Datacenter, ProfitBricksServer Server, ProfitBricksNic Nic)
{
    /// <summary><c>&lt;server uuid&gt;/&lt;nic uuid&gt;</c>.</summary>
    public override string ToString() => $"{Server.Id}/{Nic.Id}";
}

using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>A virtual data center.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="Name">Its name.</param>
public sealed record ProfitBricksDatacenter(string Id, string Name)
{
    /// <summary>Where it is, such as <c>de/fra</c>: addresses of blocks in the same location can be used in it.</summary>
    public required string Location { get; init; }

    /// <summary>The number of the contract it belongs to; null for the user's first.</summary>
    public int? Contract { get; init; }

    /// <summary>True where the user has no right on it: lists leave it out, its paths answer 403.</summary>
    public bool Forbidden { get; init; }

    /// <summary>Its LANs.</summary>
    public ImmutableArray<ProfitBricksLan> Lans { get => field.IsDefault ? [] : field; init; }

    /// <summary>Its servers.</summary>
    public ImmutableArray<ProfitBricksServer> Servers { get => field.IsDefault ? [] : field; init; }

    /// <summary>The LAN with this number; null for none.</summary>
    public ProfitBricksLan? FindLan(int id) => Lans.FirstOrDefault(l => l.Id == id);

    /// <summary>The server with this UUID; null for none.</summary>
    public ProfitBricksServer? FindServer(string id) => Servers.FirstOrDefault(s => SameId(s.Id, id));

    internal IEnumerable<ProfitBricksNic> Nics => Servers.SelectMany(s => s.Nics);

    internal IEnumerable<ProfitBricksNic> NicsOf(int lan) => Nics.Where(n => n.Lan == lan);

    internal static bool SameId(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>What can be done to IP blocks. Pure.</summary>
internal static class IpBlockRules
{
    /// <summary>The largest block.</summary>
    public const int MaxSize = 256;

    /// <summary>The locations, beside those of the state, where blocks can be reserved.</summary>
    public static readonly ImmutableArray<string> Locations = ["de/fra", "de/fra/2", "de/txl", "es/vit", "fr/par", "gb/bhx", "gb/lhr", "us/ewr", "us/las", "us/mci"];

    public static ApiProblem? RefuseReservation(ProfitBricksState state, string location, int size)
    {
        if (size is < 1 or > MaxSize)
            return ApiProblem.Invalid("size", $"'{size}' is not between 1 and {MaxSize}.");
        var known = Locations.Contains(location) || state.Datacenters.Any(d => d.Location == location) || state.IpBlocks.Any(b => b.Location == location);
        return known ? null : ApiProblem.Invalid("location", $"'{location}' is not a location.");
    }

    public static Verdict Reserve(ProfitBricksState state, ProfitBricksIpBlock block) => state with { IpBlocks = [.. state.IpBlocks, block] };

    public static Verdict Rename(ProfitBricksState state, string id, string? name)
    {
        if (state.FindIpBlock(id) is not { } block)
            return ApiProblem.NotFound;
        return state with { IpBlocks = state.IpBlocks.Replace(block, block with { Name = name ?? block.Name }) };
    }

    public static Verdict Release(ProfitBricksState state, string id)
    {
        if (state.FindIpBlock(id) is not { } block)
            return ApiProblem.NotFound;
        return block.Ips.SelectMany(ip => state.HoldersOf(ip).Select(p => (ip, p.Nic))).FirstOrDefault() is { ip: { } used, Nic: { } nic }
            ? new ApiProblem(422, "422", $"[(root)] IP block '{block.Id}' is in use: IP '{used}' is assigned to NIC '{nic.Id}'.")
            : state with { IpBlocks = state.IpBlocks.Remove(block) };
    }
}

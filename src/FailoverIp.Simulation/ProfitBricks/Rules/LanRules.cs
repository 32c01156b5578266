using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>What a write asks of a LAN; null stays as it is.</summary>
internal sealed record LanPatch
{
    public string? Name { get; init; }

    public bool? Public { get; init; }

    /// <summary>The whole list of failover groups.</summary>
    public ImmutableArray<ProfitBricksIpFailover>? IpFailover { get; init; }
}

/// <summary>What can be done to a LAN. Pure.</summary>
internal static class LanRules
{
    public static Verdict Change(ProfitBricksState state, string datacenterId, int lanId, LanPatch patch)
    {
        if (state.FindDatacenter(datacenterId) is not { } datacenter || datacenter.FindLan(lanId) is not { } lan)
            return ApiProblem.NotFound;
        var next = lan with { Name = patch.Name ?? lan.Name, Public = patch.Public ?? lan.Public, IpFailover = patch.IpFailover ?? lan.IpFailover };
        if (next.Public != lan.Public && datacenter.NicsOf(lanId).Any())
            return ApiProblem.Invalid("public", $"LAN {lanId} cannot change between public and private while NICs are on it.");
        if (!next.Public && !next.IpFailover.IsEmpty)
            return ApiProblem.Invalid("ipFailover", $"IP failover needs a public LAN, LAN {lanId} is private.");
        if (RefuseRemoval(datacenter, lan, next) is { } kept)
            return kept;
        if (next.IpFailover.GroupBy(f => f.Ip, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return ApiProblem.Invalid("ipFailover", $"Failover IP '{twice.Key}' is in the list twice.");
        return next.IpFailover.Select(f => RefuseGroup(state, datacenter, lan, f)).FirstOrDefault(p => p is not null) is { } refused
            ? refused
            : state.WithLan(datacenterId, next);
    }

    private static ApiProblem? RefuseRemoval(ProfitBricksDatacenter datacenter, ProfitBricksLan lan, ProfitBricksLan next)
    {
        foreach (var group in lan.IpFailover.Where(f => next.FindGroup(f.Ip) is null))
        {
            if (datacenter.NicsOf(lan.Id).FirstOrDefault(n => !ProfitBricksDatacenter.SameId(n.Id, group.NicUuid) && n.Ips.Contains(group.Ip)) is { } slave)
                return new(422, "184", $"[(root).properties.ipFailover] Failover IP '{group.Ip}' found in Slave NIC '{slave.Id}'. IP failover settings cannot be deleted.");
        }
        return null;
    }

    private static ApiProblem? RefuseGroup(ProfitBricksState state, ProfitBricksDatacenter datacenter, ProfitBricksLan lan, ProfitBricksIpFailover group)
    {
        if (!Ipv4.IsAddress(group.Ip))
            return ApiProblem.Invalid("ipFailover", $"'{group.Ip}' is not an IPv4 address.");
        if (!state.IpBlocks.Any(b => b.Ips.Contains(group.Ip)))
            return ApiProblem.Invalid("ipFailover", $"Failover IP '{group.Ip}' is not part of a reserved IP block.");
        if (datacenter.NicsOf(lan.Id).FirstOrDefault(n => ProfitBricksDatacenter.SameId(n.Id, group.NicUuid)) is not { } nic)
            return ApiProblem.Invalid("ipFailover", $"NIC '{group.NicUuid}' is not on LAN {lan.Id}.");
        return nic.Ips.Contains(group.Ip) ? null : ApiProblem.Invalid("ipFailover", $"Failover IP '{group.Ip}' is not assigned to NIC '{nic.Id}'.");
    }
}

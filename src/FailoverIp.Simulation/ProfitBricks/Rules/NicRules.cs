namespace FailoverIp.Simulation;

/// <summary>What can be done to a NIC. Pure.</summary>
internal static class NicRules
{
    /// <param name="state">The state before.</param>
    /// <param name="nicId">The NIC's UUID.</param>
    /// <param name="patch">What is asked.</param>
    /// <param name="assign">Gives an address that nobody has; true for a public one.</param>
    public static Verdict Change(ProfitBricksState state, string nicId, NicPatch patch, Func<bool, string> assign)
    {
        if (state.Nics.FirstOrDefault(p => ProfitBricksDatacenter.SameId(p.Nic.Id, nicId)) is not { } place)
            return ApiProblem.NotFound;
        var next = patch.Apply(place.Nic);
        if (next.Lan < 1)
            return ApiProblem.Invalid("lan", $"'{next.Lan}' is not the number of a LAN");
        if (place.Datacenter.FindLan(next.Lan) is not { } lan)
        {
            // "If the LAN ID does not exist, it will be implicitly created": as a private one.
            lan = new(next.Lan);
            state = state.WithLan(place.Datacenter.Id, lan);
        }
        var isAssigned = patch.Ips is { IsEmpty: true };
        if (isAssigned)
            next = next with { Ips = [assign(lan.Public)] };
        return (RefuseLeavingGroup(place, next) ?? (isAssigned ? null : RefuseIps(state, place, lan, next))) is { } problem ? problem : state.WithNic(next);
    }

    /// <summary>The registered master of a group can neither leave the LAN nor give the address away.</summary>
    private static ApiProblem? RefuseLeavingGroup(ProfitBricksNicPlace place, ProfitBricksNic next)
    {
        var led = place.Datacenter.Lans.SelectMany(l => l.IpFailover).Where(f => ProfitBricksDatacenter.SameId(f.NicUuid, next.Id)).ToList();
        if (led.Count > 0 && next.Lan != place.Nic.Lan)
            return ApiProblem.Invalid("lan", $"NIC '{next.Id}' is the master of the failover group of '{led[0].Ip}' in LAN {place.Nic.Lan}.");
        return led.Find(f => !next.Ips.Contains(f.Ip)) is { } group
            ? ApiProblem.Invalid("ips", $"Failover IP '{group.Ip}' cannot be removed from its master NIC '{next.Id}' while the failover group exists.")
            : null;
    }

    private static ApiProblem? RefuseIps(ProfitBricksState state, ProfitBricksNicPlace place, ProfitBricksLan lan, ProfitBricksNic next)
    {
        if (next.Ips.FirstOrDefault(i => !Ipv4.IsAddress(i)) is { } invalid)
            return ApiProblem.Invalid("ips", $"'{invalid}' is not an IPv4 address.");
        if (next.Ips.Distinct(StringComparer.Ordinal).Count() < next.Ips.Length)
            return ApiProblem.Invalid("ips", "An IP address is in the list twice.");
        var moves = place.Nic.Lan != next.Lan;
        foreach (var ip in next.Ips)
        {
            var isNew = moves || !place.Nic.Ips.Contains(ip);
            var problem = isNew ? RefuseSource(state, place, lan, ip) ?? RefuseHolder(state, place, lan, ip) : null;
            if (problem is not null)
                return problem;
        }
        return null;
    }

    private static ApiProblem? RefuseSource(ProfitBricksState state, ProfitBricksNicPlace place, ProfitBricksLan lan, string ip)
    {
        if (!lan.Public)
            return Ipv4.IsPrivate(ip) ? null : ApiProblem.Invalid("ips", $"IP '{ip}' is public, LAN {lan.Id} is private.");
        var block = state.IpBlocks.FirstOrDefault(b => b.Ips.Contains(ip));
        var datacenter = place.Datacenter;
        // An address that was assigned automatically stays with its NIC from one public LAN to another.
        if (block is null && place.Nic.Ips.Contains(ip) && !Ipv4.IsPrivate(ip))
            return null;
        if (block is null || state.ContractOf(block.Contract) != state.ContractOf(datacenter.Contract))
            return ApiProblem.Invalid("ips", $"IP '{ip}' is not part of a reserved IP block of the contract.");
        return block.Location == datacenter.Location
            ? null
            : ApiProblem.Invalid("ips", $"IP '{ip}' belongs to an IP block in '{block.Location}', the data center is in '{datacenter.Location}'.");
    }

    private static ApiProblem? RefuseHolder(ProfitBricksState state, ProfitBricksNicPlace place, ProfitBricksLan lan, string ip)
    {
        var others = state.HoldersOf(ip).Where(p => p.Nic.Id != place.Nic.Id);
        // Private addresses are a LAN's own affair.
        if (Ipv4.IsPrivate(ip))
            others = others.Where(p => p.Datacenter.Id == place.Datacenter.Id && p.Nic.Lan == lan.Id);
        var outside = others.FirstOrDefault(p => lan.FindGroup(ip) is null || p.Datacenter.Id != place.Datacenter.Id || p.Nic.Lan != lan.Id);
        return outside is null ? null : ApiProblem.Invalid("ips", $"IP '{ip}' is already used by NIC '{outside.Nic.Id}'.");
    }
}

using System.Net;

namespace FailoverIp.ProfitBricks;

/// <summary>What the API knows about a failover group at one moment. Immutable; every judgement about it is made here.</summary>
/// <param name="Ip">The failover address.</param>
/// <param name="Datacenter">The data center of the LAN.</param>
/// <param name="LanId">The number of the LAN.</param>
/// <param name="Lan">The LAN.</param>
/// <param name="Nics">The NICs in it.</param>
/// <param name="IsReserved">Whether a block of the contract holds the address.</param>
internal sealed record GroupState(IPAddress Ip, Guid Datacenter, int LanId, Lan Lan, IReadOnlyList<Nic> Nics, bool IsReserved)
{
    /// <summary>Every group of the LAN, as the API listed them.</summary>
    public IReadOnlyList<IpFailover> Groups => [.. Lan.Properties?.IpFailover?.Where(g => g is not null) ?? []];

    /// <summary>The LAN's entries for the address, by custom one.</summary>
    public IEnumerable<IpFailover> Entries => Groups.Where(g => g.Ip.Is(Ip));

    /// <summary>The NIC registered as the group's master; null where there is no group, or its NIC is not in the LAN.</summary>
    public NicId? Registered => Entries.Select(e => Find(e.NicUuid)).OfType<Nic>().Select(n => NicId.Of(n, Datacenter)).FirstOrDefault(n => n is not null);

    /// <summary>The NICs in the LAN that list the address.</summary>
    public IEnumerable<Nic> Holding => Nics.Where(n => n.Lists(Ip));

    public bool IsRegistered(NicId nic) => Entries.Any(e => Is(e.NicUuid, nic.Nic));

    public bool IsInLan(NicId nic) => Find(nic.Nic.ToString()) is not null;

    public bool Holds(NicId nic) => Find(nic.Nic.ToString())?.Lists(Ip) == true;

    /// <summary>What the LAN and the address lack for any group; each a clause that says what to mend.</summary>
    public IEnumerable<string> GroundProblems()
    {
        if (!IsReserved)
            yield return $"{Ip} is in none of this contract's reserved IP blocks";
        if (Lan.Properties?.Public != true)
            yield return $"LAN {LanId} is private, and a failover group needs a public one";
    }

    /// <summary>What keeps <paramref name="nic"/> from taking traffic for the address.</summary>
    public IEnumerable<string> MemberProblems(NicId nic)
    {
        if (!IsInLan(nic))
            yield return $"the NIC {nic} is not in LAN {LanId}";
        else if (!Holds(nic))
            yield return $"the NIC {nic} does not list {Ip}";
    }

    /// <summary>What is wrong with the group's entry in the LAN.</summary>
    public IEnumerable<string> GroupProblems()
    {
        if (!Entries.Any())
            yield return $"LAN {LanId} has no failover group for {Ip}";
        foreach (var entry in Entries)
        {
            var nic = Find(entry.NicUuid);
            if (nic is null)
                yield return $"the NIC {OneLine.Of(entry.NicUuid)} that the group of {Ip} is registered to is not in LAN {LanId}";
            else if (!nic.Lists(Ip))
                yield return $"the NIC {OneLine.Of(entry.NicUuid)} that the group is registered to does not list {Ip}";
        }
    }

    /// <summary>The LAN's list with this NIC as the group's master; every other entry stays as it is.</summary>
    public IReadOnlyList<IpFailover> WithMaster(NicId nic)
    {
        var ours = new IpFailover(Ip.ToString(), nic.Nic.ToString());
        var at = Groups.ToList().FindIndex(g => g.Ip.Is(Ip));
        return at < 0 ? [.. Groups, ours] : [.. Groups.Select((g, i) => i == at ? ours : g).Where((g, i) => i == at || !g.Ip.Is(Ip))];
    }

    /// <summary>The LAN's list without the group.</summary>
    public IReadOnlyList<IpFailover> WithoutGroup() => [.. Groups.Where(g => !g.Ip.Is(Ip))];

    private Nic? Find(string? uuid) => Guid.TryParse(uuid, out var id) ? Nics.FirstOrDefault(n => Is(n.Id, id)) : null;

    private static bool Is(string? text, Guid id) => Guid.TryParse(text, out var own) && own == id;
}

using System.Text.RegularExpressions;

namespace FailoverIp.Simulation;

public sealed partial record ProfitBricksState
{
    /// <summary>Everything that does not fit together, in words for a person; empty where it does.</summary>
    public IReadOnlyList<string> Problems()
    {
        if (User is null)
            return ["user is missing"];
        List<string> problems = [.. Twice("id", Ids()), .. Twice("MAC", Nics.Select(p => p.Nic.Mac)), .. Twice("reserved address", IpBlocks.SelectMany(b => b.Ips))];
        problems.AddRange(Ids().Where(i => !Guid.TryParse(i, out _)).Select(i => $"'{i}' is not a UUID"));
        problems.AddRange(Contracts().Where(c => c is { } number && !User.Contracts.Contains(number)).Select(c => $"{c} is none of the user's contracts"));
        problems.AddRange(Nics.Where(p => !Mac().IsMatch(p.Nic.Mac)).Select(p => $"'{p.Nic.Mac}' is not a MAC address such as 02:01:00:00:00:01"));
        problems.AddRange(Nics.SelectMany(p => p.Nic.Ips).Concat(IpBlocks.SelectMany(b => b.Ips)).Where(i => !Ipv4.IsAddress(i)).Select(i => $"'{i}' is not an IPv4 address"));
        problems.AddRange(IpBlocks.Where(b => b.Ips.IsEmpty).Select(b => $"IP block {b.Id} has no address"));
        problems.AddRange(Nics.Where(p => p.Datacenter.FindLan(p.Nic.Lan) is null).Select(p => $"NIC {p.Nic.Id} is on LAN {p.Nic.Lan}, which is not there"));
        foreach (var datacenter in Datacenters)
        {
            problems.AddRange(Twice($"LAN of {datacenter.Id}", datacenter.Lans.Select(l => l.Id.ToString())));
            problems.AddRange(datacenter.Lans.SelectMany(l => GroupProblems(datacenter, l)));
        }
        problems.AddRange(SharedProblems());
        problems.AddRange(Faults.Select(f => f.Problem() is { } p ? $"the fault {f.Kind} {p}" : null).OfType<string>());
        problems.AddRange(Settings.Problems());
        return problems;
    }

    private IEnumerable<string> Ids() =>
        [.. Datacenters.Select(d => d.Id), .. Datacenters.SelectMany(d => d.Servers).Select(s => s.Id), .. Nics.Select(p => p.Nic.Id), .. IpBlocks.Select(b => b.Id)];

    private IEnumerable<int?> Contracts() => [.. Datacenters.Select(d => d.Contract), .. IpBlocks.Select(b => b.Contract)];

    private static IEnumerable<string> GroupProblems(ProfitBricksDatacenter datacenter, ProfitBricksLan lan)
    {
        if (lan.Id < 1)
            yield return $"a LAN has the number {lan.Id}";
        if (!lan.Public && !lan.IpFailover.IsEmpty)
            yield return $"LAN {lan.Id} is private and has a failover group";
        foreach (var twice in Twice($"failover address of LAN {lan.Id}", lan.IpFailover.Select(f => f.Ip)))
            yield return twice;
        foreach (var group in lan.IpFailover.Where(f => !datacenter.NicsOf(lan.Id).Any(n => ProfitBricksDatacenter.SameId(n.Id, f.NicUuid) && n.Ips.Contains(f.Ip))))
            yield return $"the failover group of {group.Ip} in LAN {lan.Id} names NIC {group.NicUuid}, which does not have it there";
    }

    // An address on several NICs needs a group in the one LAN that all of them are on.
    private IEnumerable<string> SharedProblems() =>
        from held in Nics.SelectMany(p => p.Nic.Ips.Select(ip => (Ip: ip, Place: p)))
        group held.Place by held.Ip into shared
        where shared.Count() > 1
        let lans = shared.Select(p => (p.Datacenter.Id, p.Nic.Lan)).Distinct().ToList()
        where lans.Count > 1 || shared.First().Datacenter.FindLan(lans[0].Lan)?.FindGroup(shared.Key) is null
        select $"{shared.Key} is on several NICs and in no failover group of their LAN";

    private static IEnumerable<string> Twice(string what, IEnumerable<string> values) =>
        values.GroupBy(v => v, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"the {what} '{g.Key}' is there {g.Count()} times");

    [GeneratedRegex("^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mac();
}

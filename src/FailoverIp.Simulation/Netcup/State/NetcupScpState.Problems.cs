using System.Net;
using System.Text.RegularExpressions;

namespace FailoverIp.Simulation;

public sealed partial record NetcupScpState
{
    /// <summary>Everything that does not fit together, in words for a person; empty where it does.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        if (User is null)
            return ["user is missing"];
        problems.AddRange(Twice("server id", Servers.Select(s => s.Id.ToString())));
        problems.AddRange(Twice("server name", Servers.Select(s => s.Name)));
        problems.AddRange(Twice("MAC", Servers.SelectMany(s => s.Interfaces).Select(i => i.Mac)));
        problems.AddRange(Twice("failover id", FailoverIps.Select(f => f.Id.ToString())));
        problems.AddRange(Twice("failover address", FailoverIps.Select(f => f.Address.ToString())));
        foreach (var card in Servers.SelectMany(s => s.Interfaces))
        {
            if (!Mac().IsMatch(card.Mac))
                problems.Add($"'{card.Mac}' is not a MAC address such as 02:00:00:00:00:01");
            problems.AddRange(card.Ipv4.Where(a => !IsNetwork(a, '.')).Select(a => $"'{a}' is not an IPv4 address with a prefix length such as 192.0.2.11/24"));
            problems.AddRange(card.Ipv6.Where(a => !IsNetwork(a, ':')).Select(a => $"'{a}' is not an IPv6 prefix such as 2001:db8:1::/64"));
        }
        foreach (var ip in FailoverIps.Where(f => f.Server is not null))
        {
            if (FindServer(ip.Server) is not { } owner)
                problems.Add($"{ip.Address} is routed to '{ip.Server}', which is no server");
            else if (owner.Site.Id != ip.Site.Id)
                problems.Add($"{ip.Address} is routed to {ip.Server}, which stands at another site");
        }
        problems.AddRange(Faults.Select(f => f.Problem() is { } p ? $"the fault {f.Kind} {p}" : null).OfType<string>());
        problems.AddRange(Settings.Problems());
        return problems;
    }

    private static IEnumerable<string> Twice(string what, IEnumerable<string> values) =>
        values.GroupBy(v => v, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"the {what} '{g.Key}' is there {g.Count()} times");

    private static bool IsNetwork(string text, char mark) =>
        text.Split('/') is [var address, var length] && address.Contains(mark, StringComparison.Ordinal) && IPAddress.TryParse(address, out _)
        && byte.TryParse(length, out var bits) && bits <= (mark == '.' ? 32 : 128);

    [GeneratedRegex("^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mac();
}

using System.Globalization;

namespace FailoverIp.IpvsInterop.Lab;

/// <summary>A line of <c>ipvsadm -L</c> about a virtual service, with its real servers.</summary>
/// <param name="Protocol"><c>TCP</c>, <c>UDP</c>, <c>SCTP</c> or <c>FWM</c>.</param>
/// <param name="Address"><c>10.0.0.1:80</c>, <c>[2001:db8::1]:80</c>, or the number of a firewall mark, followed by <c> IPv6</c> for that family.</param>
/// <param name="Flags">What follows the address: scheduler, its flags, persistence, engine, ops; with statistics: nothing.</param>
/// <param name="Numbers">With statistics: Conns, InPkts, OutPkts, InBytes, OutBytes.</param>
internal sealed record ListedService(string Protocol, string Address, string Flags, IReadOnlyList<long> Numbers, IReadOnlyList<ListedDestination> Destinations);

/// <summary>A line of <c>ipvsadm -L</c> about a real server.</summary>
/// <param name="Address"><c>10.0.0.2:80</c> or <c>[2001:db8::2]:80</c>.</param>
/// <param name="Forward"><c>Route</c>, <c>Masq</c>, <c>Tunnel</c>, <c>Local</c>; empty where the listing has no such column.</param>
/// <param name="Numbers">The columns behind: weight, active and inactive connections; or the thresholds; or the counters.</param>
internal sealed record ListedDestination(string Address, string Forward, IReadOnlyList<long> Numbers)
{
    public long Weight => Numbers[0];

    public long ActiveConnections => Numbers[1];
}

/// <summary>Reads the listings of <c>ipvsadm -L -n</c>.</summary>
internal static class IpvsadmList
{
    private static readonly string[] Protocols = ["TCP", "UDP", "SCTP", "FWM"];

    /// <exception cref="FormatException">A line is not of the kind that ipvsadm 1.31 writes.</exception>
    public static IReadOnlyList<ListedService> Parse(string output)
    {
        var services = new List<ListedService>();
        var destinations = new List<ListedDestination>();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries).SkipWhile(l => !l.StartsWith("  -> Remote", StringComparison.Ordinal)).Skip(1))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["->", var address, .. var columns])
            {
                destinations.Add(ParseDestination(address, columns));
                continue;
            }
            if (words.Length < 2 || !Protocols.Contains(words[0]))
                throw new FormatException($"not a line of ipvsadm -L: {line}");
            destinations = [];
            services.Add(ParseService(words, destinations));
        }
        return services;
    }

    private static ListedDestination ParseDestination(string address, string[] columns) =>
        columns is [var forward, .. var rest] && char.IsLetter(forward[0]) ? new(address, forward, Numbers(rest)) : new(address, "", Numbers(columns));

    private static ListedService ParseService(string[] words, List<ListedDestination> destinations)
    {
        var isV6Mark = words is ["FWM", _, "IPv6", ..];
        var rest = words[(isV6Mark ? 3 : 2)..];
        var isCounted = rest.Length > 0 && rest.All(w => w.All(char.IsAsciiDigit));
        return new(words[0], isV6Mark ? words[1] + " IPv6" : words[1], isCounted ? "" : string.Join(' ', rest), isCounted ? Numbers(rest) : [], destinations);
    }

    private static long[] Numbers(string[] words) => [.. words.Select(w => long.Parse(w, CultureInfo.InvariantCulture))];
}

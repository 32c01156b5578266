using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Reads a virtual route: in keepalived's words (<c>10.9.0.0/16 via 10.0.0.1 dev eth0 table 100 metric 5</c>), or as an object of the same names.</summary>
internal static class VirtualRouteReader
{
    private static readonly string[] Types = ["unicast", "blackhole", "unreachable", "prohibit", "throw"];

    public static readonly WordList Known = new(
        "to", ["via", "dev", "src", "table", "metric", "scope", "proto", "mtu", "type", "tos", .. RouteMetricsReader.Known], ["onlink", "no_track", .. Types],
        [
            "or", "pref", "encap", "expires", "realms", "ttl-propagate", "lock", "local", "broadcast", "anycast", "multicast", "nat", "as",
        ])
    {
        Aliases = new Dictionary<string, string>(StringComparer.Ordinal) { ["protocol"] = "proto", ["priority"] = "metric", ["preference"] = "metric", ["gw"] = "via", ["oif"] = "dev", ["dsfield"] = "tos" },
    };

    public static readonly WordList NextHop = new(null, ["via", "dev", "weight"], ["onlink"], ["realms", "encap", "pervasive"])
    {
        Aliases = new Dictionary<string, string>(StringComparer.Ordinal) { ["oif"] = "dev" },
    };

    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static VirtualRoute Read(ConfigurationNode node)
    {
        var parts = node.Text is { } text ? Parts(Words.Split(text)) : [];
        var words = node.Text is null ? Words.Of(node, Known) : Words.Parse(parts[0], Known);
        var hops = (node.Text is null ? node["NextHops"]?.Children.Select(h => Words.Of(h.Value, NextHop)) ?? [] : parts.Skip(1).Select(p => Words.Parse(p, NextHop))).Select(Hop).ToImmutableArray();
        var gateway = words["via"] is { } via ? NetworkWords.Address(via) : null;
        return new()
        {
            Destination = Destination(words["to"], gateway ?? hops.FirstOrDefault()?.Gateway),
            Type = Type(words),
            Gateway = gateway,
            Interface = words["dev"],
            Source = words["src"] is { } source ? NetworkWords.Address(source) : null,
            Table = words["table"] is { } table ? RoutingTables.Number(table) : null,
            Metric = words["metric"] is { } metric ? NetworkWords.Number("metric", metric) : null,
            Scope = words["scope"] is { } scope ? NetworkWords.Scope(scope) : null,
            Protocol = words["proto"] is { } protocol ? NetworkWords.Protocol(protocol) : (byte)18,
            OnLink = words.Has("onlink"),
            Mtu = words["mtu"] is { } mtu ? NetworkWords.Number("mtu", mtu, least: 1) : null,
            Metrics = RouteMetricsReader.Read(words),
            Tos = words["tos"] is { } tos ? (byte)NetworkWords.Number("tos", tos, most: byte.MaxValue) : (byte)0,
            NextHops = hops,
            Track = !words.Has("no_track"),
        };
    }

    /// <summary>What stands before the first <c>nexthop</c>, and behind each.</summary>
    private static List<List<string>> Parts(string[] tokens)
    {
        List<List<string>> parts = [[]];
        foreach (var token in tokens)
        {
            if (token == "nexthop")
                parts.Add([]);
            else
                parts[^1].Add(token);
        }
        return parts;
    }

    private static VirtualNextHop Hop(Words words)
    {
        if (!words.Has("via") && !words.Has("dev"))
            throw new FormatException("a next hop has neither 'via' nor 'dev'");
        return new(
            words["via"] is { } via ? NetworkWords.Address(via) : null, words["dev"], words["weight"] is { } weight ? (int)NetworkWords.Number("weight", weight, 1, 256) : 1, words.Has("onlink"));
    }

    private static IPNetwork Destination(string? text, IPAddress? gateway) => text switch
    {
        null => throw new FormatException("there is no destination"),
        "default" or "any" => gateway?.AddressFamily == AddressFamily.InterNetworkV6 ? new(IPAddress.IPv6Any, 0) : new(IPAddress.Any, 0),
        "default6" => new(IPAddress.IPv6Any, 0),
        _ => NetworkWords.Network(text),
    };

    private static VirtualRouteType Type(Words words)
    {
        string[] found = [.. Types.Where(words.Has), .. words["type"] is { } given ? (string[])[given] : []];
        if (found.Length > 1)
            throw new FormatException($"a route cannot be {found[0]} and {found[1]}");
        return found.Length == 0 ? VirtualRouteType.Unicast
            : Enum.TryParse<VirtualRouteType>(found[0], ignoreCase: true, out var type) && Types.Contains(found[0], StringComparer.OrdinalIgnoreCase) ? type
            : throw new FormatException($"a route cannot be '{SchemaChecker.Shown(found[0])}'; did you mean '{NearestKey.Find(found[0], Types)}'?");
    }
}

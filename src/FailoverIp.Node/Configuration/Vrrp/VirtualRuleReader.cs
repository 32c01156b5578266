using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Reads a policy rule: in keepalived's words (<c>from 10.0.0.0/8 table 100 priority 50</c>), or as an object of the same names.</summary>
internal static class VirtualRuleReader
{
    private static readonly string[] Actions = ["blackhole", "unreachable", "prohibit"];

    public static readonly WordList Known = new(
        null, ["from", "to", "table", "priority", "fwmark", "iif", "oif", "tos", "protocol", "family"], ["not", "no_track", "inet", "inet6", .. Actions],
        ["realms", "goto", "nop", "suppress_prefixlength", "suppress_prefixlen", "suppress_ifgroup", "suppress_group", "uidrange", "tun_id", "l3mdev", "ipproto", "sport", "dport", "nat", "map-to", "type"])
    {
        Aliases = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["lookup"] = "table", ["preference"] = "priority", ["pref"] = "priority", ["order"] = "priority", ["dev"] = "iif", ["dsfield"] = "tos", ["proto"] = "protocol",
        },
    };

    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static VirtualRule Read(ConfigurationNode node)
    {
        var words = node.Text is { } text ? Words.Parse(Words.Split(text), Known) : Words.Of(node, Known);
        var (from, to) = (Network(words["from"]), Network(words["to"]));
        var action = Action(words);
        if (action == VirtualRuleAction.Lookup && !words.Has("table"))
            throw new FormatException("a rule needs a table, or one of blackhole, unreachable and prohibit");
        if (!words.Has("from") && !words.Has("to") && !words.Has("fwmark") && !words.Has("iif") && !words.Has("oif") && !words.Has("tos"))
            throw new FormatException("a rule that matches everything would take all traffic; write 'from all' where that is meant");
        return new()
        {
            Family = Family(words, from, to),
            From = from,
            To = to,
            Action = action,
            Table = words["table"] is { } table ? RoutingTables.Number(table) : null,
            Priority = words["priority"] is { } priority ? NetworkWords.Number("priority", priority) : null,
            FirewallMark = words["fwmark"] is { } mark ? NetworkWords.Number("fwmark", mark.Split('/')[0]) : null,
            FirewallMask = words["fwmark"]?.Split('/') is [_, var mask] ? NetworkWords.Number("fwmark", mask) : null,
            InputInterface = words["iif"],
            OutputInterface = words["oif"],
            Tos = words["tos"] is { } tos ? (byte)NetworkWords.Number("tos", tos, most: byte.MaxValue) : (byte)0,
            Protocol = words["protocol"] is { } protocol ? NetworkWords.Protocol(protocol) : (byte)18,
            Invert = words.Has("not"),
            Track = !words.Has("no_track"),
        };
    }

    private static IPNetwork? Network(string? text) => text is null or "all" or "any" or "default" ? null : NetworkWords.Network(text);

    private static VirtualRuleAction Action(Words words)
    {
        var found = Actions.Where(words.Has).ToList();
        if (found.Count > 1 || (found.Count == 1 && words.Has("table")))
            throw new FormatException($"a rule cannot have '{found[0]}' and '{(found.Count > 1 ? found[1] : "table")}'");
        return found.Count == 0 ? VirtualRuleAction.Lookup : Enum.Parse<VirtualRuleAction>(found[0], ignoreCase: true);
    }

    private static AddressFamily Family(Words words, IPNetwork? from, IPNetwork? to)
    {
        var family = (from ?? to)?.BaseAddress.AddressFamily;
        if (to?.BaseAddress.AddressFamily is { } other && other != family)
            throw new FormatException("'from' and 'to' are of different families");
        var isV6 = words.Has("inet6") || words["family"]?.ToLowerInvariant() is "inet6" or "ipv6";
        var isV4 = words.Has("inet") || words["family"]?.ToLowerInvariant() is "inet" or "ipv4";
        if ((isV6 && family == AddressFamily.InterNetwork) || (isV4 && family == AddressFamily.InterNetworkV6))
            throw new FormatException("the networks are not of the rule's family");
        return family ?? (isV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
    }
}

using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Reads a policy rule: in keepalived's words (<c>from 10.0.0.0/8 table 100 priority 50</c>), or as an object of the same names.</summary>
internal static class VirtualRuleReader
{
    private static readonly string[] Actions = ["blackhole", "unreachable", "prohibit", "nop"];

    private static readonly string[] AllActions = ["goto", "table", "l3mdev", .. Actions];

    public static readonly WordList Known = new(
        null, ["from", "to", "table", "priority", "fwmark", "iif", "oif", "tos", "protocol", "family", "goto", .. RuleSelectorReader.Known], ["not", "no_track", "inet", "inet6", "l3mdev", .. Actions],
        ["realms", "nat", "map-to", "type"])
    {
        Aliases = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["lookup"] = "table", ["preference"] = "priority", ["pref"] = "priority", ["order"] = "priority", ["dev"] = "iif", ["dsfield"] = "tos", ["proto"] = "protocol",
            ["suppress_prefixlen"] = "suppress_prefixlength", ["suppress_group"] = "suppress_ifgroup",
        },
    };

    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static VirtualRule Read(ConfigurationNode node)
    {
        var words = node.Text is { } text ? Words.Parse(Words.Split(text), Known) : Words.Of(node, Known);
        var (from, to) = (Network(words["from"]), Network(words["to"]));
        var action = Action(words);
        if (action == VirtualRuleAction.Lookup && !words.Has("table") && !words.Has("l3mdev"))
            throw new FormatException("a rule needs a table, or one of blackhole, unreachable and prohibit");
        if (!words.Has("from") && !words.Has("to") && !words.Has("fwmark") && !words.Has("iif") && !words.Has("oif") && !words.Has("tos") && !words.Has("l3mdev") && !RuleSelectorReader.Selectors.Any(words.Has))
            throw new FormatException("a rule that matches everything would take all traffic; write 'from all' where that is meant");
        return RuleSelectorReader.Read(words, new()
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
            GoTo = words["goto"] is { } target ? NetworkWords.Number("goto", target, least: 1) : null,
            LooksUpVrf = words.Has("l3mdev"),
        });
    }

    private static IPNetwork? Network(string? text) => text is null or "all" or "any" or "default" ? null : NetworkWords.Network(text);

    private static VirtualRuleAction Action(Words words)
    {
        string[] found = [.. AllActions.Where(words.Has)];
        if (found.Length > 1)
            throw new FormatException($"a rule cannot have '{found[1]}' and '{found[0]}'");
        return found is [] or ["table"] or ["l3mdev"] ? VirtualRuleAction.Lookup : Enum.Parse<VirtualRuleAction>(found[0], ignoreCase: true);
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

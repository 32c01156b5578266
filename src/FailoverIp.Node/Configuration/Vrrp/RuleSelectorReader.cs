using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Reads what a policy rule is for beyond networks and interfaces, and which routes it leaves out, in ip-rule(8)'s words.</summary>
internal static class RuleSelectorReader
{
    /// <summary>The words that say for which packets it is.</summary>
    public static readonly string[] Selectors = ["uidrange", "ipproto", "sport", "dport", "tun_id"];

    public static readonly string[] Known = ["suppress_prefixlength", "suppress_ifgroup", .. Selectors];

    private static readonly Dictionary<string, byte> Protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["icmp"] = 1, ["igmp"] = 2, ["ipip"] = 4, ["tcp"] = 6, ["udp"] = 17, ["dccp"] = 33, ["ipv6"] = 41, ["gre"] = 47, ["esp"] = 50, ["ah"] = 51, ["icmpv6"] = 58, ["ipv6-icmp"] = 58,
        ["ospf"] = 89, ["vrrp"] = 112, ["sctp"] = 132, ["udplite"] = 136,
    };

    /// <exception cref="FormatException">One has no such value; the message says why.</exception>
    public static VirtualRule Read(Words words, VirtualRule rule) => rule with
    {
        SuppressPrefixLength = words["suppress_prefixlength"] is { } length ? (int)NetworkWords.Number("suppress_prefixlength", length, most: 128) : null,
        SuppressInterfaceGroup = words["suppress_ifgroup"] is { } group ? group == "default" ? 0 : NetworkWords.Number("suppress_ifgroup", group, most: int.MaxValue) : null,
        Users = Range(words, "uidrange", 0, uint.MaxValue - 1),
        IPProtocol = words["ipproto"] is { } protocol ? Protocol(protocol) : null,
        SourcePorts = Range(words, "sport", 1, ushort.MaxValue),
        DestinationPorts = Range(words, "dport", 1, ushort.MaxValue),
        TunnelId = words["tun_id"] is { } tunnel ? NetworkWords.Number("tun_id", tunnel) : null,
    };

    private static VirtualRuleRange? Range(Words words, string word, uint least, uint most)
    {
        if (words[word] is not { } text)
            return null;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var first = NetworkWords.Number(word, dash < 0 ? text : text[..dash], least, most);
        var last = dash < 0 ? first : NetworkWords.Number(word, text[(dash + 1)..], least, most);
        return first <= last ? new(first, last) : throw new FormatException($"{word} '{SchemaChecker.Shown(text)}' ends before it begins");
    }

    private static byte Protocol(string text) => Protocols.TryGetValue(text, out var number) ? number
        : char.IsAsciiDigit(text.FirstOrDefault()) ? (byte)NetworkWords.Number("ipproto", text, 1, byte.MaxValue)
        : throw new FormatException($"there is no IP protocol '{SchemaChecker.Shown(text)}'; did you mean '{NearestKey.Find(text, Protocols.Keys)}'?");
}

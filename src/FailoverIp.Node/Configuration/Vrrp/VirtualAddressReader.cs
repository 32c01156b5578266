using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Reads a virtual address: in keepalived's words (<c>10.0.0.1/24 dev eth0 label web</c>), or as an object of the same names.</summary>
internal static class VirtualAddressReader
{
    public static readonly WordList Known = new(
        "address", ["dev", "label", "brd", "scope", "peer", "preferred_lft"], ["home", "nodad", "-nodad", "mngtmpaddr", "noprefixroute", "autojoin", "no_track", "use_vmac"], [])
    {
        Aliases = new Dictionary<string, string>(StringComparer.Ordinal) { ["broadcast"] = "brd" },
    };

    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static VirtualAddress Read(ConfigurationNode node)
    {
        var words = node.Text is { } text ? Words.Parse(Words.Split(text), Known) : Words.Of(node, Known);
        var (address, length) = NetworkWords.AddressWithPrefix(words["address"] ?? "");
        return new(address, length, words["dev"], words["label"])
        {
            Peer = words["peer"] is { } peer ? Peer(peer, ref length) : null,
            Broadcast = words["brd"] is { } broadcast ? Broadcast(broadcast, address, length) : null,
            Scope = words["scope"] is { } scope ? NetworkWords.Scope(scope) : null,
            // keepalived's '-nodad' takes the flag away that every address has; in an object it is "NoDad": false.
            DetectDuplicates = words.Has("-nodad") || string.Equals(node["NoDad"]?.Text, "false", StringComparison.OrdinalIgnoreCase),
            IsHomeAddress = words.Has("home"),
            ManageTemporaryAddresses = words.Has("mngtmpaddr"),
            NoPrefixRoute = words.Has("noprefixroute"),
            AutoJoin = words.Has("autojoin"),
            Track = !words.Has("no_track"),
            OnVirtualMac = words.Has("use_vmac"),
            PreferredLifetime = words["preferred_lft"] is { } lifetime ? Lifetime(lifetime)
                : address.AddressFamily == AddressFamily.InterNetworkV6 && length == 128 ? TimeSpan.Zero : null,
            PrefixLength = length,
        };
    }

    // As with ip(8), the prefix length of a point-to-point address may stand behind its peer.
    private static IPAddress Peer(string text, ref int length)
    {
        var (peer, peerLength) = NetworkWords.AddressWithPrefix(text);
        if (text.Contains('/', StringComparison.Ordinal))
            length = peerLength;
        return peer;
    }

    private static IPAddress Broadcast(string text, IPAddress address, int length)
    {
        if (text is not ("+" or "-"))
            return NetworkWords.Address(text);
        if (address.AddressFamily != AddressFamily.InterNetwork)
            throw new FormatException($"{address}: IPv6 has no broadcast address");
        if (text == "+")
            return IPAddress.Broadcast;
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < 32; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new(bytes);
    }

    private static TimeSpan? Lifetime(string text)
    {
        if (string.Equals(text, "forever", StringComparison.OrdinalIgnoreCase))
            return null;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero
            ? time
            : TimeSpan.FromSeconds(NetworkWords.Number("preferred_lft", text, most: uint.MaxValue - 1));
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>Values of ip(8)'s words: addresses, networks, and the numbers that have names.</summary>
internal static class NetworkWords
{
    private static readonly Dictionary<string, byte> Scopes = new(StringComparer.OrdinalIgnoreCase) { ["global"] = 0, ["site"] = 200, ["link"] = 253, ["host"] = 254, ["nowhere"] = 255 };

    private static readonly Dictionary<string, byte> Protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["redirect"] = 1, ["kernel"] = 2, ["boot"] = 3, ["static"] = 4, ["gated"] = 8, ["ra"] = 9, ["mrt"] = 10, ["zebra"] = 11, ["bird"] = 12, ["dnrouted"] = 13,
        ["xorp"] = 14, ["ntk"] = 15, ["dhcp"] = 16, ["mrouted"] = 17, ["keepalived"] = 18, ["babel"] = 42, ["bgp"] = 186, ["isis"] = 187, ["ospf"] = 188, ["rip"] = 189, ["eigrp"] = 192,
    };

    /// <exception cref="FormatException">It is no address.</exception>
    public static IPAddress Address(string text)
    {
        // A dotted quad with leading zeros would be read as octal by some; what is printed must be what was written.
        if (!IPAddress.TryParse(text, out var address) || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal)
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != text))
            throw new FormatException($"'{SchemaChecker.Shown(text)}' is not an IP address");
        return address;
    }

    /// <summary>An address, with the prefix length that stands behind it or that of a host.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static (IPAddress Address, int PrefixLength) AddressWithPrefix(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = Address(slash < 0 ? text : text[..slash]);
        var length = Bits(address);
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > Bits(address)))
            throw new FormatException($"'{SchemaChecker.Shown(text)}': the prefix length is not between 0 and {Bits(address)}");
        return (address, length);
    }

    /// <exception cref="FormatException">It is none, or an address inside of one.</exception>
    public static IPNetwork Network(string text)
    {
        var (address, length) = AddressWithPrefix(text);
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < Bits(address); bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        var first = new IPAddress(bytes);
        return first.Equals(address) ? new(address, length) : throw new FormatException($"'{SchemaChecker.Shown(text)}' is an address inside of the network {first}/{length}");
    }

    /// <exception cref="FormatException">It is none.</exception>
    public static byte Scope(string text) => Named(text, Scopes, "scope");

    /// <exception cref="FormatException">It is none.</exception>
    public static byte Protocol(string text) => Named(text, Protocols, "protocol");

    /// <exception cref="FormatException">It is no number from <paramref name="least"/> to <paramref name="most"/>.</exception>
    public static uint Number(string word, string text, uint least = 0, uint most = uint.MaxValue)
    {
        var isNumber = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return isNumber && number >= least && number <= most ? number : throw new FormatException($"{word} '{SchemaChecker.Shown(text)}' is not a number between {least} and {most}");
    }

    private static byte Named(string text, Dictionary<string, byte> names, string word)
    {
        if (names.TryGetValue(text, out var value))
            return value;
        return char.IsAsciiDigit(text.FirstOrDefault())
            ? (byte)Number(word, text, most: byte.MaxValue)
            : throw new FormatException($"there is no {word} '{SchemaChecker.Shown(text)}'; did you mean '{NearestKey.Find(text, names.Keys)}'?");
    }

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
}

using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>Addresses with a prefix length behind a slash.</summary>
internal static class ConfPrefix
{
    /// <summary>The address of a word; null, which is told, where it is none. Without a length, or with one that is wrong, it is that of a host.</summary>
    public static IPAddress? Read(string word, ConfContext context, out int prefix)
    {
        var slash = word.IndexOf('/', StringComparison.Ordinal);
        var most = word.Contains(':', StringComparison.Ordinal) ? 128 : 32;
        prefix = most;
        if (slash >= 0 && context.Integer(word[(slash + 1)..], 0, most) is { } length)
            prefix = (int)length;
        if (ConfAddress.Parse(slash >= 0 ? word[..slash] : word) is { } address)
            return address;
        context.Complain($"'{SchemaChecker.Shown(word)}' is not an address");
        return null;
    }

    /// <summary>A network: an address with a length, default, default6, any or all. Null where it is none, which is not told.</summary>
    public static (string Text, AddressFamily? Family)? Network(string word)
    {
        if (word is "default" or "any" or "all")
            return (word == "any" ? "default" : word, null);
        if (word == "default6")
            return (word, AddressFamily.InterNetworkV6);
        var slash = word.IndexOf('/', StringComparison.Ordinal);
        var digits = slash < 0 ? "" : word[(slash + 1)..];
        if (ConfAddress.Parse(slash < 0 ? word : word[..slash]) is not { } address)
            return null;
        var most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (slash >= 0 && !(digits.Length is > 0 and <= 3 && digits.All(char.IsAsciiDigit) && int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) <= most))
            return null;
        return (word, address.AddressFamily);
    }
}

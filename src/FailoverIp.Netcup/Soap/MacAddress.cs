using System.Globalization;

namespace FailoverIp.Netcup;

/// <summary>The MAC address of a server's interface, as the web service spells it.</summary>
internal static class MacAddress
{
    /// <summary>
    /// Six pairs of hexadecimal digits with colons or dashes, of one interface (not multicast). All zeros is refused: to the web service it
    /// means to take the address off the routing table.
    /// </summary>
    /// <param name="text">The text to read.</param>
    /// <param name="mac">The address in lower case with colons.</param>
    public static bool TryParse(string? text, out string mac)
    {
        mac = "";
        if (text is not { Length: 17 })
            return false;
        Span<byte> bytes = stackalloc byte[6];
        for (var i = 0; i < 6; i++)
        {
            if (!byte.TryParse(text.AsSpan(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i])
                || (i < 5 && (text[(i * 3) + 2] != text[2] || text[2] is not (':' or '-'))))
                return false;
        }
        if ((bytes[0] & 1) != 0 || bytes.IndexOfAnyExcept((byte)0) < 0)
            return false;
        mac = text.Replace('-', ':').ToLowerInvariant();
        return true;
    }
}

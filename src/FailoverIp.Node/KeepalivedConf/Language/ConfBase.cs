using System.Globalization;

namespace FailoverIp.Node;

/// <summary>Numbers as C writes them: decimal, 0x… or octal with a leading 0.</summary>
internal static class ConfBase
{
    /// <summary>Null where it is none of 32 bits.</summary>
    public static uint? Unsigned(string word)
    {
        var text = word.Trim();
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        if (text.Length > 1 && text[0] == '0' && text.All(c => c is >= '0' and <= '7') && text.Length <= 12)
            return Convert.ToUInt64(text, 8) is <= uint.MaxValue and var octal ? (uint)octal : null;
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

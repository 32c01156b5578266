namespace FailoverIp.Node;

/// <summary>Scopes of addresses and routes, by name or number.</summary>
internal static class ConfScope
{
    private static readonly string[] Names = ["global", "universe", "site", "link", "host", "nowhere"];

    public static bool IsKnown(string word) => Names.Contains(word, StringComparer.Ordinal) || byte.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out _);

    public static bool IsGlobal(string word) => word is "global" or "universe" or "0";
}

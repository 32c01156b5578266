namespace FailoverIp.Node;

/// <summary>Finds the known word that a mistyped one was most likely meant to be.</summary>
internal static class NearestKey
{
    public static string? Find(string word, IEnumerable<string> known) =>
        known.OrderBy(k => Distance(word.ToLowerInvariant(), k.ToLowerInvariant())).ThenBy(k => k, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The least number of insertions, deletions, replacements and swaps of neighbours that make one word of the other.</summary>
    public static int Distance(string a, string b)
    {
        // A key of a hostile file may be megabytes long; no known one is, so its beginning decides.
        const int Longest = 64;
        var m = Math.Min(a.Length, Longest);
        var n = Math.Min(b.Length, Longest);
        var d = new int[m + 1, n + 1];
        for (var i = 0; i <= m; i++)
            d[i, 0] = i;
        for (var j = 0; j <= n; j++)
            d[0, j] = j;
        for (var i = 1; i <= m; i++)
        {
            for (var j = 1; j <= n; j++)
            {
                var replace = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, replace);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[m, n] + Math.Abs(a.Length - m - (b.Length - n));
    }
}

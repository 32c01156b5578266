namespace FailoverIp.Lvs;

/// <summary>The schedulers of the kernel (net/netfilter/ipvs) and what their flags mean.</summary>
internal static class IpvsSchedulers
{
    private static readonly string[] Known = ["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "mh", "dh", "fo", "ovf", "sed", "nq", "twos"];

    public static bool IsKnown(string name) => Known.Contains(name);

    /// <summary>Only source hashing and Maglev hashing look at flags: fallback and port.</summary>
    public static bool HasFlags(string name) => name is "sh" or "mh";

    /// <summary>The known name that is closest to <paramref name="name"/>, the first of equals.</summary>
    public static string Nearest(string name) => Known.MinBy(known => Distance(known, name.ToLowerInvariant()))!;

    // Levenshtein's distance, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}

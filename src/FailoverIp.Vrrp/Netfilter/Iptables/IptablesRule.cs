using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace FailoverIp.Vrrp.Netfilter.Iptables;

/// <summary>A rule of the chain PREROUTING of the table nat in the words of iptables, as <c>iptables -S</c> writes it.</summary>
internal static class IptablesRule
{
    private const string Append = "-A PREROUTING ";

    /// <summary>What follows <c>-A PREROUTING</c>.</summary>
    public static string Write(RedirectRule rule, string comment)
    {
        var protocol = rule.Protocol.ToString().ToLowerInvariant();
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture, $"-d {rule.Address}/{(rule.Address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32)} -p {protocol}");
        if (rule.Port is { } port)
            text.Append(CultureInfo.InvariantCulture, $" -m {protocol} --dport {port}");
        // Without a target it does nothing to any packet; that it asks for connection tracking is what counts.
        if (rule.EstablishedOnly)
            text.Append(" -m conntrack --ctstate DNAT");
        text.Append(CultureInfo.InvariantCulture, $" -m comment --comment {comment}");
        return rule.EstablishedOnly ? text.ToString() : text.Append(" -j REDIRECT").ToString();
    }

    /// <summary>The rules with our comment in what <c>iptables -S PREROUTING</c> writes, in its words but without needless quotes.</summary>
    public static IReadOnlyList<string> FindOwn(string listing, string comment) =>
    [
        .. listing.Split('\n')
            .Where(l => l.StartsWith(Append, StringComparison.Ordinal))
            .Select(l => SplitWords(l[Append.Length..]))
            .Where(words => words.Zip(words.Skip(1)).Any(pair => pair == ("--comment", comment)))
            .Select(words => string.Join(' ', words.Select(Quote))),
    ];

    /// <summary>Words separated by spaces; in double quotes a space belongs to the word and a backslash stands before a quote or a backslash.</summary>
    private static List<string> SplitWords(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (isQuoted, isWord) = (false, false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == ' ' && !isQuoted)
            {
                if (isWord)
                    words.Add(word.ToString());
                word.Clear();
                isWord = false;
                continue;
            }
            isWord = true;
            if (c == '"')
                isQuoted = !isQuoted;
            else
                word.Append(c == '\\' && isQuoted && i + 1 < line.Length ? line[++i] : c);
        }
        if (isWord)
            words.Add(word.ToString());
        return words;
    }

    private static string Quote(string word) => word.Length > 0 && !word.AsSpan().ContainsAny(" \"\\'\t")
        ? word
        : $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

using System.Text;
using System.Text.RegularExpressions;

namespace FailoverIp.Node;

/// <summary>The files that a pattern of an <c>include</c> names: <c>*</c>, <c>?</c>, <c>[…]</c> and <c>{a,b}</c>, as glob(3) has them.</summary>
internal static class ConfGlob
{
    /// <summary>The paths, in the order of their names for each alternative in braces; relative ones count from <paramref name="folder"/>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="isMissing">Whether a name without wildcards, or a folder with one behind it, is not there.</param>
    /// <param name="hasWildcards">Whether a folder had to be searched.</param>
    public static List<string> Find(string folder, string pattern, out bool isMissing, out bool hasWildcards)
    {
        (isMissing, hasWildcards) = (false, false);
        var found = new List<string>();
        foreach (var one in Alternatives(pattern, 256))
        {
            var matches = IsWild(one) ? Search(folder, one, ref isMissing) : One(folder, one, ref isMissing);
            hasWildcards |= IsWild(one);
            found.AddRange(matches);
        }
        return found;
    }

    private static IEnumerable<string> One(string folder, string name, ref bool isMissing)
    {
        name = name.Replace("\\", "", StringComparison.Ordinal);
        if (Path.Exists(Path.Combine(folder, name)))
            return [name];
        isMissing = true;
        return [];
    }

    private static List<string> Search(string folder, string pattern, ref bool isMissing)
    {
        var parts = pattern.Split('/');
        var found = new List<string> { pattern.StartsWith('/') ? "/" : "" };
        foreach (var part in parts.Where(p => p.Length > 0))
        {
            var next = new List<string>();
            foreach (var start in found)
            {
                if (!IsWild(part))
                {
                    if (Path.Exists(Path.Combine(folder, start, part)))
                        next.Add(Path.Combine(start, part));
                    continue;
                }
                var expression = ToRegex(part);
                try
                {
                    next.AddRange(Directory.EnumerateFileSystemEntries(Path.Combine(folder, start)).Select(p => Path.GetFileName(p)!)
                        .Where(n => (n[0] != '.' || part[0] == '.') && expression.IsMatch(n)).Order(StringComparer.Ordinal).Select(n => Path.Combine(start, n)));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    isMissing = true;
                }
            }
            found = next;
        }
        return found;
    }

    private static bool IsWild(string text) => text.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    private static Regex ToRegex(string part)
    {
        var expression = new StringBuilder("^");
        for (var at = 0; at < part.Length; at++)
        {
            var close = part[at] == '[' ? part.IndexOf(']', Math.Min(at + 2, part.Length)) : -1;
            if (close > 0)
            {
                var set = part[(at + 1)..close];
                expression.Append('[').Append(set.StartsWith('!') ? "^" : "").Append(set.TrimStart('!').Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                at = close;
            }
            else
            {
                expression.Append(part[at] switch { '*' => ".*", '?' => ".", var c => Regex.Escape(c.ToString()) });
            }
        }
        try
        {
            return new(expression.Append('$').ToString(), RegexOptions.Singleline | RegexOptions.NonBacktracking);
        }
        catch (ArgumentException)
        {
            return new("^" + Regex.Escape(part) + "$", RegexOptions.Singleline | RegexOptions.NonBacktracking);
        }
    }

    private static IEnumerable<string> Alternatives(string pattern, int most)
    {
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        var close = open < 0 ? -1 : ClosingBrace(pattern, open);
        if (close < 0 || pattern.IndexOf(',', open) is < 0)
            return [pattern];
        return Parts(pattern[(open + 1)..close]).SelectMany(p => Alternatives(pattern[..open] + p + pattern[(close + 1)..], most)).Take(most);
    }

    private static int ClosingBrace(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            if (text[at] == '{')
                depth++;
            else if (text[at] == '}' && --depth == 0)
                return at;
        }
        return -1;
    }

    private static IEnumerable<string> Parts(string list)
    {
        var (depth, start) = (0, 0);
        for (var at = 0; at < list.Length; at++)
        {
            depth += list[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (list[at] != ',' || depth != 0)
                continue;
            yield return list[start..at];
            start = at + 1;
        }
        yield return list[start..];
    }
}

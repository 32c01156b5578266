using System.Globalization;

namespace FailoverIp.Node;

/// <summary>Reads <c>~SEQ</c>, <c>~SEQx</c> and <c>~LST</c>; null where they are not written as they should be.</summary>
internal static class ConfSequenceParser
{
    /// <param name="line">The line, beginning with <c>~SEQ</c> or <c>~LST</c>.</param>
    /// <param name="replace">Puts definitions into the numbers.</param>
    public static ConfSequence? Parse(string line, Func<string, string?> replace)
    {
        var sequence = line.StartsWith("~SEQ", StringComparison.Ordinal) ? Numbers(line, replace) : Lists(line);
        return sequence is not null && sequence.Begin() ? sequence : null;
    }

    private static ConfSequence? Numbers(string line, Func<string, string?> replace)
    {
        var at = 4;
        var isHex = at < line.Length && line[at] == 'x';
        if (isHex)
            at++;
        var end = line.IndexOf(')', at);
        if (end < 0 || Inner(line, at, end) is not { } inner || !inner.Contains(',', StringComparison.Ordinal))
            return null;
        var name = inner[..inner.IndexOf(',', StringComparison.Ordinal)].Trim(' ', '\t');
        if (name.Length == 0 || replace(inner[(inner.IndexOf(',', StringComparison.Ordinal) + 1)..]) is not { } list)
            return null;
        var numbers = new List<long>();
        foreach (var part in list.Split(','))
        {
            if (Number(part.Trim(' ', '\t')) is not { } number)
                return null;
            numbers.Add(number);
        }
        var (from, step, to) = numbers switch
        {
            [var last] => (last < 0 ? -1 : 1, last < 1 ? -1 : 1, last),
            [var first, var last] => (first, first <= last ? 1 : -1, last),
            [var first, var by, var last] => (first, by, last),
            _ => (0, 0, 0),
        };
        var isWrong = step == 0 || (from < to && step < 0) || (from > to && step > 0) || (isHex && (from < 0 || to < 0));
        return isWrong ? null : new(line[(end + 1)..].TrimStart(' ', '\t'), [name], ConfSequence.Count(from, step, to, isHex));
    }

    private static ConfSequence? Lists(string line)
    {
        var at = 4;
        Skip(line, ref at);
        if (at >= line.Length || line[at++] != '(')
            return null;
        if (Group(line, ref at) is not { } names)
            return null;
        var values = new List<IReadOnlyList<string>>();
        while (at < line.Length && line[at] == ',')
        {
            at++;
            if (Group(line, ref at) is not { } turn || turn.Count > names.Count)
                return null;
            values.Add(turn);
        }
        if (values.Count == 0 || at >= line.Length || line[at] != ')')
            return null;
        return new(line[(at + 1)..].TrimStart(' ', '\t'), names, values);
    }

    /// <summary>One word, or several in braces; behind it stands a comma or the closing parenthesis.</summary>
    private static List<string>? Group(string line, ref int at)
    {
        var words = new List<string>();
        Skip(line, ref at);
        var isBraced = at < line.Length && line[at] == '{';
        if (isBraced)
            at++;
        while (true)
        {
            Skip(line, ref at);
            var start = at;
            while (at < line.Length && line[at] is not (' ' or '\t' or ',' or '}' or ')'))
                at++;
            words.Add(line[start..at]);
            Skip(line, ref at);
            if (at >= line.Length)
                return null;
            if (!isBraced)
                return words;
            if (line[at] == '}')
                break;
            if (line[at++] != ',')
                return null;
        }
        at++;
        Skip(line, ref at);
        return words;
    }

    private static string? Inner(string line, int at, int end)
    {
        Skip(line, ref at);
        return at < end && line[at] == '(' ? line[(at + 1)..end] : null;
    }

    private static void Skip(string line, ref int at)
    {
        while (at < line.Length && line[at] is ' ' or '\t')
            at++;
    }

    /// <summary>A number as C writes it: decimal, 0x… or octal with a leading 0. Nothing at all counts as 0.</summary>
    private static long? Number(string text)
    {
        if (text.Length == 0)
            return 0;
        var isNegative = text[0] == '-';
        var digits = text.TrimStart('-', '+');
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? (isNegative ? -hex : hex) : null;
        if (digits.Length > 1 && digits[0] == '0')
            return digits.All(c => c is >= '0' and <= '7') && digits.Length < 20 ? (isNegative ? -1 : 1) * Convert.ToInt64(digits, 8) : null;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (isNegative ? -number : number) : null;
    }
}

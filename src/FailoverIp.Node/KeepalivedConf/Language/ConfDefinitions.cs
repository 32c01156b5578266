using System.Globalization;

namespace FailoverIp.Node;

/// <summary>The definitions of a file, <c>$NAME=text</c>, and those that are always there: <c>_PWD</c>, <c>_INSTANCE</c>, <c>_RANDOM</c>, <c>_HASH</c>, <c>_BANG</c>, <c>_ENV</c>.</summary>
internal sealed class ConfDefinitions
{
    private readonly Dictionary<string, ConfDefinition> _all = new(StringComparer.Ordinal);

    public ConfDefinitions(string id, Func<string> folder, Random random)
    {
        Always("_PWD", _ => folder());
        Always("_INSTANCE", _ => id);
        Always("_RANDOM", range => Draw(random, range));
        Always("_HASH", _ => "#");
        Always("_BANG", _ => "!");
        Always("_ENV", name => Environment.GetEnvironmentVariable(name) ?? "");
    }

    public void Set(string name, string value) => _all[name] = new() { Value = value };

    /// <summary>Reads <c>$NAME=text</c>; null where the line is nothing like it. With a backslash at its end, further lines belong to it.</summary>
    public ConfDefinition? Define(string line)
    {
        var end = NameEnd(line, 1);
        if (end <= 1 || end >= line.Length || line[end] != '=')
            return null;
        var value = line[(end + 1)..].TrimStart(' ', '\t');
        var definition = new ConfDefinition();
        if (value.EndsWith('\\'))
        {
            definition.IsMultiline = true;
            value = value[..^1].TrimEnd(' ', '\t');
            definition.Value = value.Length > 0 ? value + '\n' : "";
        }
        else
        {
            definition.Value = value;
        }
        _all[line[1..end]] = definition;
        return definition;
    }

    /// <summary>The definition that a <c>$</c> at a position of a line refers to; null where it is just a <c>$</c>.</summary>
    /// <param name="line">The line.</param>
    /// <param name="at">Where the <c>$</c> is.</param>
    /// <param name="length">How many characters the reference has.</param>
    /// <param name="argument">What stands behind the name within braces.</param>
    public ConfDefinition? Find(string line, int at, out int length, out string argument)
    {
        (length, argument) = (0, "");
        var start = at + 1;
        var isBraced = start < line.Length && line[start] == '{';
        if (isBraced)
            start++;
        var end = NameEnd(line, start);
        if (end == start || !_all.TryGetValue(line[start..end], out var definition))
            return null;
        if (isBraced)
        {
            var close = line.IndexOf('}', end);
            if (close < 0 || !TryReadArgument(line.AsSpan(end, close - end), definition, out argument))
                return null;
            end = close + 1;
        }
        else if (end < line.Length && line[end] is not (' ' or '\t' or ',' or ')'))
        {
            return null;
        }
        length = end - at;
        return definition.IsMultiline && end < line.Length ? null : definition; // one of several lines ends the line
    }

    private static bool TryReadArgument(ReadOnlySpan<char> text, ConfDefinition definition, out string argument)
    {
        argument = text.Trim(' ').ToString();
        if (argument.Length == 0)
            return true;
        return definition.Compute is not null && text[0] == ' ' && text[^1] != ' ';
    }

    private void Always(string name, Func<string, string> compute) => _all[name] = new() { Compute = compute };

    /// <summary>Behind the name that begins at a position; the position where none does.</summary>
    private static int NameEnd(string line, int start)
    {
        if (start >= line.Length || !(char.IsAsciiLetter(line[start]) || line[start] == '_'))
            return start;
        var end = start;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] == '_'))
            end++;
        return end;
    }

    private static string Draw(Random random, string range)
    {
        var ends = range.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var least = ends.Length > 0 && long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var a) ? a : 0;
        var most = ends.Length > 1 && long.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var b) ? b : 32767;
        return (most > least && most < long.MaxValue ? random.NextInt64(least, most + 1) : least).ToString(CultureInfo.InvariantCulture);
    }
}

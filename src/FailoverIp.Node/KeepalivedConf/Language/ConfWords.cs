using System.Buffers;
using System.Globalization;
using System.Text;

namespace FailoverIp.Node;

/// <summary>Takes lines apart.</summary>
internal static class ConfWords
{
    private const string White = " \t\f\n\r\v";
    private static readonly SearchValues<char> EndOfWord = SearchValues.Create(White + "\"");
    private static readonly SearchValues<char> Spaces = SearchValues.Create(White);

    /// <summary>The words of a line; one in double quotes is taken as it is. False where a quote is not closed: the words before it are there.</summary>
    /// <param name="text">The line.</param>
    /// <param name="words">Gets the words.</param>
    /// <param name="known">Has them already, for the most part.</param>
    public static bool TrySplit(ReadOnlySpan<char> text, List<string> words, WordPool known)
    {
        var rest = text;
        while (true)
        {
            var start = rest.IndexOfAnyExcept(Spaces);
            if (start < 0)
                return true;
            rest = rest[start..];
            if (rest[0] == '"')
            {
                var end = rest[1..].IndexOf('"');
                if (end < 0)
                    return false;
                words.Add(known.Of(rest.Slice(1, end)));
                rest = rest[(end + 2)..];
            }
            else
            {
                var end = rest.IndexOfAny(EndOfWord);
                words.Add(known.Of(end < 0 ? rest : rest[..end]));
                if (end < 0)
                    return true;
                rest = rest[end..];
            }
        }
    }

    /// <summary>
    /// The words of a command: in single or double quotes or neither, a backslash before a character that is meant as such (<c>\x41</c>, <c>\101</c>, <c>\cA</c>, <c>\n</c>, …).
    /// </summary>
    /// <returns>Null where a quote is not closed or a backslash is the last character.</returns>
    public static List<string>? SplitCommand(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var at = 0;
        while (true)
        {
            while (at < text.Length && White.Contains(text[at], StringComparison.Ordinal))
                at++;
            if (at == text.Length)
                return words;
            word.Clear();
            if (!ReadCommandWord(text, ref at, word))
                return null;
            words.Add(word.ToString());
        }
    }

    private static bool ReadCommandWord(string text, ref int at, StringBuilder word)
    {
        var quote = '\0';
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '\\')
            {
                if (++at == text.Length)
                    return false;
                word.Append(Escaped(text, ref at));
                continue;
            }
            if (quote == '\0' && White.Contains(c, StringComparison.Ordinal))
                return true;
            at++;
            if (c == quote)
                quote = '\0';
            else if (quote == '\0' && c is '"' or '\'')
                quote = c;
            else
                word.Append(c);
        }
        return quote == '\0';
    }

    private static char Escaped(string text, ref int at)
    {
        var c = text[at++];
        switch (c)
        {
            case 'x' when at < text.Length && char.IsAsciiHexDigit(text[at]):
                var value = 0;
                while (at < text.Length && char.IsAsciiHexDigit(text[at]))
                    value = ((value << 4) | int.Parse(text.AsSpan(at++, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture)) & 0xFF;
                return (char)value;
            case 'c' when at < text.Length:
                return (char)(text[at++] & 0x1F);
            case >= '0' and <= '7':
                var octal = c - '0';
                for (var digits = 1; digits < 3 && at < text.Length && text[at] is >= '0' and <= '7'; digits++)
                    octal = (octal << 3) + (text[at++] - '0');
                return (char)(octal & 0xFF);
            default:
                return c switch { 'a' => '\a', 'b' => '\b', 'E' => '\x1b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', _ => c };
        }
    }
}

using System.Buffers;
using System.Text;

namespace FailoverIp.Node;

/// <summary>Takes comments and the white space around a line away.</summary>
internal static class ConfComments
{
    private static readonly SearchValues<char> Special = SearchValues.Create("!#\"\\");

    /// <summary>
    /// The line without what follows a <c>#</c> or <c>!</c> that is neither in double quotes nor behind a backslash. A backslash at the end stays, and the white space before it goes.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="isQuoteOpen">Whether a quote is not closed.</param>
    public static ReadOnlyMemory<char> Strip(ReadOnlyMemory<char> line, out bool isQuoteOpen)
    {
        isQuoteOpen = false;
        line = line.TrimStart(" \t");
        return line.Span.ContainsAny(Special) ? Strip(line.Span, out isQuoteOpen).AsMemory() : line.TrimEnd(" \t");
    }

    private static string Strip(ReadOnlySpan<char> text, out bool isQuoteOpen)
    {
        isQuoteOpen = false;
        var kept = new StringBuilder(text.Length);
        var isComment = false;
        var isContinued = false;
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\\')
            {
                if (at + 1 == text.Length)
                {
                    isContinued = true;
                    break;
                }
                if (!isComment && (isQuoteOpen || text[at + 1] is not ('#' or '!')))
                    kept.Append(c);
                at++;
                if (!isComment)
                    kept.Append(text[at]);
                continue;
            }
            if (c == '"' && !isComment)
                isQuoteOpen = !isQuoteOpen;
            else if (c is '#' or '!' && !isQuoteOpen)
                isComment = true;
            if (!isComment)
                kept.Append(c);
        }
        var result = kept.ToString().TrimEnd(' ', '\t');
        return isContinued ? result + '\\' : result;
    }
}

namespace FailoverIp.Node;

/// <summary>Takes comments and the white space around a line away.</summary>
internal static class ConfComments
{
    /// <summary>
    /// The line without what follows a <c>#</c> or <c>!</c> that is neither in double quotes nor behind a backslash. A backslash at the end stays, and the white space before it goes.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="isQuoteOpen">Whether a quote is not closed.</param>
    public static string Strip(string line, out bool isQuoteOpen)
    {
        isQuoteOpen = false;
        var text = line.AsSpan().TrimStart(" \t");
        if (text.IndexOfAny("!#\"\\") < 0)
            return Same(line, text.TrimEnd(" \t"));
        var kept = new System.Text.StringBuilder(text.Length);
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

    private static string Same(string line, ReadOnlySpan<char> text) => text.Length == line.Length ? line : text.ToString();
}

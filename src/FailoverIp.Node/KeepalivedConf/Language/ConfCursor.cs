namespace FailoverIp.Node;

/// <summary>Cuts a text, or a part of one, into lines.</summary>
/// <param name="text">The text.</param>
/// <param name="start">Where the part begins.</param>
/// <param name="end">Behind its last character.</param>
internal struct ConfCursor(string text, int start, int end)
{
    /// <summary>Where the line that was read last begins.</summary>
    public int LineStart { get; private set; } = start;

    /// <summary>Where the next line begins.</summary>
    public int At { get; private set; } = start;

    /// <summary>How many lines have ended so far. One that is too long to be read at once has not, until its last piece is read.</summary>
    public int Ended { get; private set; }

    /// <summary>The next line without its end, and without the white space around it, of which no line has any use; null where there is none left.</summary>
    public ReadOnlyMemory<char>? Next()
    {
        if (At >= end)
            return null;
        // No further than a line may reach: a text without an end of a line would be searched to its end for each of its pieces.
        var newLine = text.AsSpan(At, Math.Min(end - At, ConfLimits.LineLength + 1)).IndexOf('\n');
        var length = newLine < 0 ? end - At : newLine;
        var isWhole = length <= ConfLimits.LineLength - (newLine < 0 ? 0 : 1);
        LineStart = At;
        if (!isWhole)
            length = ConfLimits.LineLength;
        At += length;
        if (isWhole)
        {
            At += newLine < 0 ? 0 : 1;
            Ended++;
        }
        var line = text.AsSpan(LineStart, length).TrimEnd('\r').TrimEnd(" \t");
        var trimmed = line.TrimStart(" \t");
        return text.AsMemory(LineStart + line.Length - trimmed.Length, trimmed.Length);
    }
}

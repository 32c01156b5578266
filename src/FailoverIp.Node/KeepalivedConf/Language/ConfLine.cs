namespace FailoverIp.Node;

/// <summary>A logical line of a keepalived.conf: without comments, with definitions put in, and a brace always in a line of its own.</summary>
/// <param name="text">The line.</param>
/// <param name="words">Its words, quotes taken off.</param>
/// <param name="location">Where it was written.</param>
internal sealed class ConfLine(string text, List<string> words, NodeLocation location)
{
    public string Text { get; } = text;

    public NodeLocation Location { get; } = location;

    public int Count => words.Count;

    public string Keyword => words[0];

    public IReadOnlyList<string> Words => words;

    /// <summary>The word at a position, 0 being the keyword.</summary>
    /// <exception cref="ConfMissingWordException">There is none: keepalived ends where it needs a word that is not there.</exception>
    public string this[int index] => index < words.Count ? words[index] : throw new ConfMissingWordException(words.Count > 0 ? words[0] : "", Location);

    public string? At(int index) => index < words.Count ? words[index] : null;
}

/// <summary>A keyword needs a word behind it that is not there.</summary>
internal sealed class ConfMissingWordException(string keyword, NodeLocation location) : Exception($"nothing follows '{keyword}' where something has to")
{
    public NodeLocation Location { get; } = location;
}

/// <summary>The file cannot be read any further: a bound was reached, or what is there is no text.</summary>
internal sealed class ConfUnreadableException(NodeLocation location, string message) : Exception(message)
{
    public NodeLocation Location { get; } = location;
}

namespace FailoverIp.Node;

/// <summary>A logical line of a keepalived.conf: without comments, with definitions put in, and a brace always in a line of its own.</summary>
/// <param name="text">The line.</param>
/// <param name="words">Its words, quotes taken off.</param>
/// <param name="location">Where it was written.</param>
internal readonly struct ConfLine(ReadOnlyMemory<char> text, string[] words, NodeLocation location)
{
    public string Text => text.ToString();

    public NodeLocation Location => location;

    public int Count => words.Length;

    public string Keyword => words[0];

    public IReadOnlyList<string> Words => words;

    /// <summary>The word at a position, 0 being the keyword.</summary>
    /// <exception cref="ConfMissingWordException">There is none: keepalived ends where it needs a word that is not there.</exception>
    public string this[int index] => index < words.Length ? words[index] : throw new ConfMissingWordException(words.Length > 0 ? words[0] : "", location);

    public string? At(int index) => index < words.Length ? words[index] : null;

    /// <summary>The keyword alone.</summary>
    public ConfLine WithoutRest() => new(text, [words[0]], location);
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

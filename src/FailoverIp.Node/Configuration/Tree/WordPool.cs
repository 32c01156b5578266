namespace FailoverIp.Node;

/// <summary>One text for each word of a file, most of which are there thousands of times in a large one.</summary>
internal sealed class WordPool
{
    /// <summary>What is longer, in characters, is a text of its own.</summary>
    public const int Longest = 64;

    private const int Most = 64 * 1024;

    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public WordPool() => _bySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The word as a text; what is long, or comes late, is a text of its own.</summary>
    public string Of(ReadOnlySpan<char> word)
    {
        if (word.Length > Longest)
            return word.ToString();
        if (_bySpan.TryGetValue(word, out var known))
            return known;
        var text = word.ToString();
        if (_words.Count < Most)
            _words.Add(text);
        return text;
    }
}

namespace FailoverIp.Node;

/// <summary>What a virtual address, a route or a rule is made of: a text in keepalived's words, or an object of the same names.</summary>
internal sealed class Words
{
    private readonly WordList _list;
    private readonly Dictionary<string, string> _found = new(StringComparer.Ordinal);

    private Words(WordList list) => _list = list;

    /// <summary>What follows a word; null where it is not there.</summary>
    public string? this[string word] => _found.GetValueOrDefault(word);

    public bool Has(string word) => _found.ContainsKey(word);

    public static string[] Split(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <exception cref="FormatException">The text is not of these words; the message says why.</exception>
    public static Words Parse(IReadOnlyList<string> tokens, WordList list)
    {
        var words = new Words(list);
        var valueSeen = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (list.Find(tokens[i]) is not { } word)
            {
                // What stands first is the subject, whatever it looks like; flags and the kind of a route may stand before it.
                if (list.Subject is null || valueSeen || words.Has(list.Subject) || list.Unsupported.Contains(tokens[i], StringComparer.Ordinal))
                    throw new FormatException(list.Unknown(tokens[i]));
                words.Set(list.Subject, tokens[i]);
            }
            else if (list.HasValue(word))
            {
                valueSeen = true;
                if (i + 1 < tokens.Count && tokens[i + 1] is "inet" or "inet6" && word is "via")
                    i++;
                if (i + 1 >= tokens.Count)
                    throw new FormatException($"nothing follows '{tokens[i]}'");
                words.Set(word, tokens[++i]);
            }
            else
            {
                words.Set(word, "true");
            }
        }
        return words;
    }

    /// <exception cref="FormatException">A key is not carried out, or there twice under two names.</exception>
    public static Words Of(ConfigurationNode node, WordList list)
    {
        var words = new Words(list);
        foreach (var (key, value) in node.Children)
        {
            if (value.Text is not { } text || list.FindKey(key) is not { } word)
                continue; // lists are read by who knows them; unknown keys are known to the schema
            var isOff = !list.HasValue(word) && string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);
            if (list.Unsupported.Contains(word, StringComparer.Ordinal))
            {
                if (!string.Equals(text, "false", StringComparison.OrdinalIgnoreCase))
                    throw new FormatException(NotSupported.Message(key));
            }
            else if (!isOff)
            {
                words.Set(word, text);
            }
        }
        return words;
    }

    private void Set(string word, string value)
    {
        if (!_found.TryAdd(word, value))
            throw new FormatException($"'{word}' is there twice");
    }
}

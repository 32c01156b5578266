namespace FailoverIp.Node;

/// <summary>The words that a virtual address, a route or a rule may have. Case and underscores have no meaning in keys of an object.</summary>
/// <param name="Subject">The word of what stands first in a text; null where nothing does.</param>
/// <param name="Values">Words that something follows.</param>
/// <param name="Flags">Words that stand alone.</param>
/// <param name="Unsupported">Words of keepalived that are not carried out.</param>
internal sealed record WordList(string? Subject, string[] Values, string[] Flags, string[] Unsupported)
{
    /// <summary>Other spellings, each with the word that it stands for.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public bool HasValue(string word) => word == Subject || Values.Contains(word, StringComparer.Ordinal);

    /// <summary>The word as it is listed; null where it is unknown.</summary>
    public string? Find(string word) =>
        Aliases.GetValueOrDefault(word) ?? (word == Subject || Values.Contains(word, StringComparer.Ordinal) || Flags.Contains(word, StringComparer.Ordinal) ? word : null);

    /// <summary>The word that a key of an object means; null where none does.</summary>
    public string? FindKey(string key)
    {
        IEnumerable<string> all = [.. Values, .. Flags, .. Unsupported, .. Aliases.Keys, .. Subject is null ? (string[])[] : [Subject]];
        return all.FirstOrDefault(w => string.Equals(Plain(w), Plain(key), StringComparison.OrdinalIgnoreCase)) is { } word ? Aliases.GetValueOrDefault(word) ?? word : null;
    }

    /// <summary>What is wrong with a word that was not found.</summary>
    public string Unknown(string word) => Unsupported.Contains(word, StringComparer.Ordinal)
        ? NotSupported.Message($"'{word}'")
        : $"unknown word '{SchemaChecker.Shown(word)}'; did you mean '{NearestKey.Find(word, [.. Values, .. Flags])}'?";

    private static string Plain(string word) => word.Replace("_", "", StringComparison.Ordinal);
}

namespace FailoverIp.Cli.Output;

/// <summary>
/// Text from elsewhere, made fit for one line of a terminal: no line breaks, no control characters (a provider's message could hold escape
/// sequences), not endless.
/// </summary>
internal static class OneLine
{
    private const int MaxLength = 1000;

    public static string From(string text)
    {
        var words = string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var clean = string.Concat(words.Select(c => char.IsControl(c) ? ' ' : c));
        return clean.Length <= MaxLength ? clean : clean[..MaxLength] + "…";
    }
}

namespace FailoverIp.Node;

/// <summary>Keywords that are read as keepalived reads them, and told not to be carried out.</summary>
/// <param name="context">Hears of it.</param>
/// <param name="block">Their block.</param>
internal sealed class UnsupportedWords(ConfContext context, ConfBlock block)
{
    /// <summary>Keywords with nothing behind them that would be checked.</summary>
    public void Add(string why, params ReadOnlySpan<string> keywords)
    {
        foreach (var keyword in keywords)
            block[keyword] = line => Tell(line, why);
    }

    /// <summary>Keywords with a check of what is behind them.</summary>
    public void Add(string why, Action<ConfLine> check, params ReadOnlySpan<string> keywords)
    {
        foreach (var keyword in keywords)
        {
            block[keyword] = line =>
            {
                check(line);
                Tell(line, why);
            };
        }
    }

    /// <summary>Keywords that are on, off, or nothing, which is on.</summary>
    public void AddSwitch(string why, params ReadOnlySpan<string> keywords) => Add(why, line => context.Switch(line), keywords);

    /// <summary>Keywords with a whole number behind them.</summary>
    public void AddNumber(string why, long least, long most, params ReadOnlySpan<string> keywords) => Add(why, line => context.Integer(line, 1, least, most), keywords);

    /// <summary>Keywords with a word behind them, without which they are reported and left out.</summary>
    public void AddText(string why, params ReadOnlySpan<string> keywords) => Add(why, line => context.HasWord(line), keywords);

    private void Tell(ConfLine line, string why) => context.Problems.NotSupported(line.Location, $"{line.Keyword} is not carried out: {why}");
}

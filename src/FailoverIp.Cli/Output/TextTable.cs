namespace FailoverIp.Cli.Output;

/// <summary>Columns of text, as wide as their longest entry; nothing is drawn around them, so that other tools can cut them.</summary>
internal sealed class TextTable(params string[] header)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] row) => _rows.Add([.. row.Select(OneLine.From)]);

    /// <summary>The header and the rows; nothing where there is no row.</summary>
    public IEnumerable<string> ToLines()
    {
        if (_rows.Count == 0)
            return [];
        string[][] lines = [header, .. _rows];
        var widths = header.Select((_, column) => lines.Max(l => l[column].Length)).ToArray();
        return lines.Select(line => string.Join("  ", line.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
    }

    public void WriteTo(Terminal terminal)
    {
        foreach (var line in ToLines())
            terminal.WriteLine(line);
    }
}

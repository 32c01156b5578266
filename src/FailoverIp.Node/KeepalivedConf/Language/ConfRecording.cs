namespace FailoverIp.Node;

internal enum ConfRecordKind
{
    Line,
    Enter,
    Leave,
}

/// <summary>A line that was read, or a file that was entered or left.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text that the line is of, or the name of the file.</param>
/// <param name="Start">Where the line begins in the text.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct ConfRecord(ConfRecordKind Kind, string Text, int Start = 0, int Length = 0);

/// <summary>Reads again what was read before: each of keepalived's processes reads the same text, and each knows other blocks.</summary>
internal sealed class ConfRecording(IReadOnlyList<ConfRecord> records) : IConfSource
{
    private readonly Stack<(string Name, int Line)> _open = [];
    private int _at;
    private string _last = "";

    public NodeLocation Location => _open.TryPeek(out var file) ? new(file.Name, file.Line) : new(_last, 0);

    public string Folder => _open.TryPeek(out var file) && Path.GetDirectoryName(Path.GetFullPath(file.Name)) is { } folder ? folder : Environment.CurrentDirectory;

    public string? Read()
    {
        while (_at < records.Count)
        {
            var (kind, text, start, length) = records[_at++];
            switch (kind)
            {
                case ConfRecordKind.Enter:
                    _open.Push((text, 0));
                    break;
                case ConfRecordKind.Leave:
                    _last = _open.Pop().Name;
                    break;
                default:
                    var (name, line) = _open.Pop();
                    _open.Push((name, line + 1));
                    return ConfFiles.Trimmed(text.AsSpan(start, length));
            }
        }
        return null;
    }

    public void Include(string pattern, ConfIncludeDemands demands)
    {
        // Its lines are among those that were recorded.
    }
}

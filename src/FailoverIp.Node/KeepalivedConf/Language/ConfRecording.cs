namespace FailoverIp.Node;

internal enum ConfRecordKind
{
    Lines,
    Include,
    Enter,
    Leave,
}

/// <summary>Lines that were read one after the other, one that included others, or a file that was entered or left.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text that the lines are of, or the name of the file.</param>
/// <param name="Start">Where the lines begin in the text.</param>
/// <param name="Length">How long they are.</param>
internal readonly record struct ConfRecord(ConfRecordKind Kind, string Text, int Start = 0, int Length = 0);

/// <summary>Reads again what was read before: each of keepalived's processes reads the same text, and each knows other blocks.</summary>
internal sealed class ConfRecording(IReadOnlyList<ConfRecord> records) : IConfSource
{
    private readonly Stack<(string Name, int Line)> _open = [];
    private ConfCursor _lines;
    private int _at;
    private string _last = "";

    public NodeLocation Location => _open.TryPeek(out var file) ? new(file.Name, file.Line + _lines.Ended) : new(_last, 0);

    public string Folder => _open.TryPeek(out var file) && Path.GetDirectoryName(Path.GetFullPath(file.Name)) is { } folder ? folder : Environment.CurrentDirectory;

    public ReadOnlyMemory<char>? Read()
    {
        while (true)
        {
            if (_lines.Next() is { } line)
                return line;
            if (_at == records.Count)
                return null;
            Pass(_lines.Ended);
            _lines = default;
            var (kind, text, start, length) = records[_at++];
            switch (kind)
            {
                case ConfRecordKind.Lines:
                    _lines = new(text, start, start + length);
                    break;
                case ConfRecordKind.Include:
                    Pass(1);
                    break;
                case ConfRecordKind.Enter:
                    _open.Push((text, 0));
                    break;
                default:
                    _last = _open.Pop().Name;
                    break;
            }
        }
    }

    public void Include(string pattern, ConfIncludeDemands demands)
    {
        // Its lines are among those that were recorded.
    }

    private void Pass(int lines)
    {
        if (lines > 0 && _open.TryPop(out var file))
            _open.Push(file with { Line = file.Line + lines });
    }
}

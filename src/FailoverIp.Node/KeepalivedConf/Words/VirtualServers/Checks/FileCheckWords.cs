namespace FailoverIp.Node;

/// <summary><c>FILE_CHECK</c>: the number in a file that a <c>track_file</c> names.</summary>
internal sealed class FileCheckWords
{
    private readonly ConfContext _context;
    private readonly ConfBlock _block;
    private readonly Func<ConfRealServer> _server;
    private ConfCheck _current = null!;
    private ConfTracker? _file;

    public FileCheckWords(ConfContext context, Func<ConfRealServer> server)
    {
        (_context, _server) = (context, server);
        _block = new() { End = End };
        _block["track_file"] = Track;
        _block["weight"] = Weight;
    }

    public void AddTo(ConfBlock block) => block.Add("FILE_CHECK", line =>
    {
        (_current, _file) = (new("File", line.Location), null);
    }, _block);

    private void Track(ConfLine line)
    {
        if (_context.Trackers.Files.TryGetValue(line[1], out var file))
            _file = file;
        else
            _context.Complain($"there is no track_file {SchemaChecker.Shown(line[1])} before this");
        ServerLabels.NoteRest(line, 2, _context);
    }

    private void Weight(ConfLine line)
    {
        if (line.Count < 2)
        {
            _context.Complain("nothing follows weight");
            return;
        }
        if (_context.Integer(line, 1, -int.MaxValue, int.MaxValue) is not { } weight)
            return;
        if (line.At(2) is { } option and not ("reverse" or "noreverse"))
        {
            _context.Complain($"reverse or noreverse may follow a weight, not '{SchemaChecker.Shown(option)}'");
            return;
        }
        _current.Keys.Number("Weight", weight, line.Location);
        _current.Keys.Boolean("Reverse", line.At(2) == "reverse", line.Location);
    }

    private void End()
    {
        if (_file is not { } file)
        {
            _context.Complain("FILE_CHECK has no track_file, and is left out");
            return;
        }
        file.Keys["Path"](_current.Keys);
        if (_current.Keys["Weight"] is null)
        {
            _current.Keys.Number("Weight", file.Weight.Weight, _current.At);
            _current.Keys.Boolean("Reverse", file.Weight.IsReverse, _current.At);
        }
        _server().Checks.Add(_current);
    }
}

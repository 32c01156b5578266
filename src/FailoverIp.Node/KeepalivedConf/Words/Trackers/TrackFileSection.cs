namespace FailoverIp.Node;

/// <summary><c>track_file</c>.</summary>
internal sealed class TrackFileSection(ConfContext context) : IConfSection
{
    private ConfTracker _file = new("", default);
    private Given<string>? _path;
    private Given<int>? _weight;
    private bool _isReverse;

    public IEnumerable<ConfRoot> Roots => [new("track_file", ConfProcesses.Vrrp | ConfProcesses.Checkers, Begin, Block()), new("vrrp_track_file", ConfProcesses.Vrrp | ConfProcesses.Checkers, Begin, Block())];

    public void Complete()
    {
        // Each was complete in itself.
    }

    public void Write(ConfigurationNode root)
    {
        foreach (var file in context.Trackers.Files.Values.Where(f => f.IsTracked))
            file.Write(root.Object("Vrrp", file.At).Object("Trackers", file.At).Object("Files", file.At));
    }

    private ConfBlock Block() => new()
    {
        ["file"] = File,
        ["weight"] = Weight,
        ["init_file"] = Initial,
        End = End,
    };

    private void Begin(ConfLine line) => (_file, _path, _weight, _isReverse) = (new(line[1], line.Location), null, null, false);

    private void File(ConfLine line)
    {
        if (!context.HasWord(line))
            return;
        if (_path is not null)
            context.Complain("the file was given already");
        else
            _path = new(line[1], line.Location);
    }

    private void Weight(ConfLine line)
    {
        if (!context.HasWord(line))
            return;
        if (_weight is { Value: not 1 })
        {
            context.Complain("the weight was given already");
            return;
        }
        _weight = new((int)(context.Integer(line, 1, -254, 254) ?? 1), line.Location);
        _isReverse = line.At(2) == "reverse";
        if (line.Count > 2 && !_isReverse)
            context.Complain($"what follows a weight is reverse, not '{SchemaChecker.Shown(line[2])}'");
    }

    private void Initial(ConfLine line)
    {
        for (var i = 1; i < line.Count; i++)
        {
            var word = line[i].TrimStart();
            if (word == "overwrite")
                context.NotSupported("init_file overwrite is not carried out: a file that is there is left as it is");
            else if (word.Length == 0 || !(char.IsAsciiDigit(word[0]) || word[0] == '-'))
                context.Complain($"init_file takes a number and overwrite, not '{SchemaChecker.Shown(word)}'");
            else if (context.Integer(line, i, int.MinValue, int.MaxValue, isLenient: false) is { } value)
            {
                if (value is < -254 or > 254)
                    context.Complain($"{value} is outside of -254 to 254");
                _file.Keys["InitialValue"] = node => node.Number("InitialValue", value, line.Location);
            }
        }
    }

    private void End()
    {
        if (_path is not { } path)
        {
            context.Complain($"the track_file {_file.Name} has no file, and is left out");
            return;
        }
        var (weight, isReverse) = (_weight, _isReverse);
        _file.Weight = new(weight?.Value ?? 1, isReverse);
        _file.Keys["Path"] = node => node.Text("Path", path.Value.Length == 0 ? "" : Path.GetFullPath(path.Value), path.At);
        if (weight is { } given)
            _file.Keys["Weight"] = node => node.Number("Weight", Math.Clamp(given.Value, -253, 253), given.At);
        if (isReverse)
            _file.Keys["Reverse"] = node => node.Boolean("Reverse", true, weight!.Value.At);
        context.Trackers.Files.TryAdd(_file.Name, _file);
    }
}

namespace FailoverIp.Node;

/// <summary><c>vrrp_track_process</c>.</summary>
internal sealed class ProcessWords(ConfContext context)
{
    private static readonly TimeSpan MostDelay = TimeSpan.FromHours(1);

    private ConfTracker _process = new("", default);
    private Given<List<string>>? _command;
    private long _quorum;
    private long? _most;
    private bool _hasWeight;

    public ConfRoot Root => new("vrrp_track_process", ConfProcesses.Vrrp, Begin, new ConfBlock
    {
        ["process"] = Process,
        ["param_match"] = Match,
        ["weight"] = Weight,
        ["quorum"] = Quorum,
        ["quorum_max"] = QuorumMax,
        ["delay"] = line => Delay(line, "TerminateDelay", "ForkDelay"),
        ["terminate_delay"] = line => Delay(line, "TerminateDelay"),
        ["fork_delay"] = line => Delay(line, "ForkDelay"),
        ["full_command"] = _ => { }, // a process is looked for by its whole command wherever a path is given
        End = End,
    });

    private void Begin(ConfLine line)
    {
        _process = new(line[1], line.Location);
        (_command, _quorum, _most, _hasWeight) = (null, 1, null, false);
    }

    private void Process(ConfLine line)
    {
        if (_command is not null)
            context.Complain("the process was given already");
        else
            _command = new([line[1], .. line.Words.Skip(2)], line.Location);
    }

    private void Match(ConfLine line)
    {
        var match = line.At(1) switch { null => "Exact", "initial" => "Initial", "partial" => "Partial", _ => null };
        if (match is null)
            context.Complain($"param_match is initial or partial, not '{SchemaChecker.Shown(line[1])}'");
        else
            _process.Keys["ParameterMatch"] = node => node.Text("ParameterMatch", match, line.Location);
    }

    private void Weight(ConfLine line)
    {
        if (!context.HasWord(line))
            return;
        if (_hasWeight)
            context.Complain("the weight was given already");
        else if (context.Integer(line, 1, -254, 254) is { } weight)
        {
            var isReverse = line.At(2) == "reverse";
            if (line.Count > 2 && !isReverse)
                context.Complain($"what follows a weight is reverse, not '{SchemaChecker.Shown(line[2])}'");
            _hasWeight = weight != 0;
            _process.Weight = new((int)weight, isReverse);
            _process.Keys["Weight"] = node => node.Number("Weight", Math.Clamp(weight, -253, 253), line.Location);
            if (isReverse)
                _process.Keys["Reverse"] = node => node.Boolean("Reverse", true, line.Location);
        }
    }

    private void Quorum(ConfLine line)
    {
        if (context.Integer(line, 1, 1, 65535) is not { } quorum)
            return;
        if (quorum > _most)
        {
            context.Complain("the quorum is more than quorum_max; it is left out");
            return;
        }
        _quorum = quorum;
        _process.Keys["Quorum"] = node => node.Number("Quorum", quorum, line.Location);
    }

    private void QuorumMax(ConfLine line)
    {
        if (context.Integer(line, 1, 0, 65535) is not { } most)
            return;
        if ((most > 0 || _quorum > 1) && most < _quorum)
        {
            context.Complain("quorum_max is less than the quorum; it is left out");
            return;
        }
        _most = most;
        _process.Keys["QuorumMax"] = node => node.Number("QuorumMax", most, line.Location);
    }

    private void Delay(ConfLine line, params string[] keys)
    {
        if (context.Seconds(line, 1, TimeSpan.FromMicroseconds(1), MostDelay) is not { } delay)
            return;
        foreach (var key in keys)
            _process.Keys[key] = node => node.Time(key, delay, line.Location);
    }

    private void End()
    {
        if (_command is not { } command)
        {
            context.Complain($"the vrrp_track_process {_process.Name} has no process, and is left out");
            return;
        }
        _process.Keys["Process"] = node => node.Text("Process", command.Value[0], command.At);
        if (command.Value.Count > 1)
            _process.Keys["Parameters"] = node => node.Text("Parameters", string.Join(' ', command.Value.Skip(1)), command.At);
        context.Trackers.Processes.TryAdd(_process.Name, _process);
    }
}

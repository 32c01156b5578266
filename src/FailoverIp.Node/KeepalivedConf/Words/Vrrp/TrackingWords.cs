namespace FailoverIp.Node;

/// <summary>The blocks <c>track_interface</c>, <c>track_script</c>, <c>track_file</c>, <c>track_process</c> and <c>track_bfd</c> of an instance or a group.</summary>
/// <param name="context">Hears what is wrong.</param>
/// <param name="trackers">What there is to be tracked.</param>
internal sealed class TrackingWords(ConfContext context, ConfTrackers trackers)
{
    public void AddTo(ConfBlock block, Func<ConfTracked> tracked)
    {
        block["track_interface"] = head => Each(head, line => TrackInterface(line, tracked().Interfaces));
        block["track_script"] = head => Each(head, line => Track(line, tracked().Scripts, trackers.Scripts, "script", mostWeight: 253));
        block["track_file"] = head => Each(head, line => Track(line, tracked().Files, trackers.Files, "file", mostWeight: 254));
        block["track_process"] = head => Each(head, line => Track(line, tracked().Processes, trackers.Processes, "process", mostWeight: 254));
        block["track_bfd"] = head => Each(head, TrackBfd);
    }

    private void Each(ConfLine head, Action<ConfLine> read)
    {
        foreach (var line in context.Lines(head))
            read(line);
    }

    private void TrackInterface(ConfLine line, Dictionary<string, Given<ConfWeight>> tracked)
    {
        if (context.Interface(line[0]) is null)
            context.Complain($"there is no interface {SchemaChecker.Shown(line[0])} to track");
        else if (tracked.ContainsKey(line[0]))
            context.Complain($"the interface {line[0]} is tracked already");
        else if (Weight(line, new(0), mostWeight: 253, canUnreverse: false) is { } weight)
            tracked[line[0]] = new(weight, line.Location);
    }

    private void Track(ConfLine line, Dictionary<string, Given<ConfWeight>> tracked, Dictionary<string, ConfTracker> known, string kind, int mostWeight)
    {
        if (!known.TryGetValue(line[0], out var tracker))
            context.Complain($"there is no {kind} {SchemaChecker.Shown(line[0])} to track{(kind == "script" ? "; it is defined before it is tracked" : "")}");
        else if (tracked.ContainsKey(line[0]))
            context.Complain($"the {kind} {line[0]} is tracked already");
        else if (Weight(line, tracker.Weight, mostWeight, canUnreverse: true) is { } weight)
        {
            tracked[line[0]] = new(weight, line.Location);
            tracker.IsTracked = true;
        }
    }

    private void TrackBfd(ConfLine line)
    {
        if (!trackers.Bfd.Contains(line[0]))
            context.Complain($"there is no BFD session {SchemaChecker.Shown(line[0])} to track");
        else if (Weight(line, new(0), mostWeight: 253, canUnreverse: true) is not null)
            context.NotSupported("track_bfd is not carried out: let a vrrp_script ask the BFD daemon");
    }

    /// <summary>The weight behind a name; null where the line is left out for what is wrong with it.</summary>
    private ConfWeight? Weight(ConfLine line, ConfWeight given, int mostWeight, bool canUnreverse)
    {
        if (line.Count < 2)
            return given;
        if (line[1] != "weight" || line.Count == 2)
        {
            context.Complain(line.Count == 2 && line[1] == "weight" ? "weight needs a number" : $"what follows the name is weight, not '{SchemaChecker.Shown(line[1])}'; the line is left out");
            return null;
        }
        var weight = given.Weight;
        if (context.Integer(line, 2, -254, 254) is { } number)
        {
            if (Math.Abs(number) > mostWeight)
                context.Complain($"a weight is between -{mostWeight} and {mostWeight}; the nearest is taken");
            weight = (int)Math.Clamp(number, -mostWeight, mostWeight);
        }
        var isReverse = given.IsReverse;
        switch (line.At(3))
        {
            case "reverse":
                isReverse = true;
                break;
            case "noreverse" when canUnreverse:
                isReverse = false;
                break;
            case { } other:
                context.Complain($"what follows a weight is reverse, not '{SchemaChecker.Shown(other)}'");
                break;
        }
        return new(weight, isReverse);
    }
}

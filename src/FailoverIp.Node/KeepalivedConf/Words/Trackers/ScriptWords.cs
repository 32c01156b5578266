using System.Globalization;

namespace FailoverIp.Node;

/// <summary><c>vrrp_script</c>.</summary>
/// <param name="context">Hears what is wrong.</param>
/// <param name="scripts">What is looked at before a script runs.</param>
/// <param name="trackers">Where it is put.</param>
internal sealed class ScriptWords(ConfContext context, ConfScripts scripts, ConfTrackers trackers)
{
    private const long MostSeconds = uint.MaxValue / 1_000_000;
    private const long MostWeight = 253;

    private ConfTracker _script = new("", default);
    private ConfCommand? _command;
    private (string User, string? Group)? _user;
    private bool _isUnfit;

    /// <summary>The commands by name, to be looked at once everything was read.</summary>
    public Dictionary<string, Given<ConfCommand>> Commands { get; } = new(StringComparer.Ordinal);

    public ConfRoot Root => new("vrrp_script", ConfProcesses.Vrrp, Begin, new ConfBlock
    {
        ["script"] = line => _command = ReadCommand(line) ?? _command,
        ["interval"] = line => Seconds(line, "Interval"),
        ["timeout"] = line => Seconds(line, "Timeout"),
        ["weight"] = Weight,
        ["rise"] = line => Count(line, "Rise"),
        ["fall"] = line => Count(line, "Fall"),
        ["user"] = User,
        ["init_fail"] = line => _script.Keys["InitFail"] = node => node.Boolean("InitFail", true, line.Location),
        End = End,
    });

    private void Begin(ConfLine line)
    {
        _script = new(line[1], line.Location);
        (_command, _user, _isUnfit) = (null, null, false);
    }

    private ConfCommand? ReadCommand(ConfLine line)
    {
        var outer = ConfWords.SplitCommand(line.Text);
        if (outer is null)
            context.Complain("a quote is not closed");
        return outer is { Count: >= 2 } && ConfWords.SplitCommand(outer[1]) is [_, ..] words ? new([.. words], null, null) : null;
    }

    private void Seconds(ConfLine line, string key)
    {
        if (context.Integer(line, 1, 0, MostSeconds) is not { } seconds)
            return;
        if (seconds == 0)
            context.Complain($"{line.Keyword} is 1 at least, which is taken");
        // A day is the most that there is a key for.
        var time = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 86400));
        _script.Keys[key] = node => node.Time(key, time, line.Location);
    }

    private void Weight(ConfLine line)
    {
        // keepalived complains of one that is too large, and counts with it: no priority can show the difference from the largest.
        var weight = context.Integer(line, 1, -MostWeight, MostWeight)
            ?? (long.TryParse(line.At(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, -MostWeight, MostWeight) : 0);
        var isReverse = line.At(2) == "reverse";
        if (line.Count > 2 && !isReverse)
            context.Complain($"what follows a weight is reverse, not '{SchemaChecker.Shown(line[2])}'");
        _script.Weight = new((int)weight, isReverse);
    }

    private void Count(ConfLine line, string key)
    {
        var count = context.Integer(line, 1, 1, int.MaxValue) ?? 1;
        _script.Keys[key] = node => node.Number(key, count, line.Location);
    }

    private void User(ConfLine line)
    {
        var user = context.Owner(line[1], line.At(2), out var problem);
        _isUnfit = user is null;
        if (_isUnfit)
            context.Complain($"{problem}; the script is left out");
        else
            _user = user;
    }

    private void End()
    {
        if (_command is null)
            context.Complain($"the vrrp_script {_script.Name} has no script, and is left out");
        if (_command is null || _isUnfit)
            return;
        if (_user is null && !scripts.HasDefaultUser)
        {
            context.Complain($"there is no user that the vrrp_script {_script.Name} could run as, and it is left out");
            return;
        }
        var (command, script) = (_command with { User = _user?.User, Group = _user?.Group }, _script);
        if (!trackers.Scripts.TryAdd(script.Name, script))
            return; // the first of a name is the one that is found
        Commands[script.Name] = new(command, script.At);
        var (weight, at) = (script.Weight, script.At);
        script.Keys["Command"] = node => command.WriteWords(node, "Command", at);
        if (weight.Weight != 0)
            script.Keys["Weight"] = node => node.Number("Weight", weight.Weight, at);
        if (weight.IsReverse)
            script.Keys["Reverse"] = node => node.Boolean("Reverse", true, at);
        script.Keys["User"] = node => WriteUser(node, command, at);
    }

    private void WriteUser(ConfigurationNode node, ConfCommand command, NodeLocation at)
    {
        var (user, group) = command.User is { } own ? (own, command.Group) : scripts.DefaultUser ?? ("", null);
        if (user.Length == 0 || (user == "root" && group is null))
            return;
        node.Text("User", user, at);
        if (group is not null)
            node.Text("Group", group, at);
    }
}

namespace FailoverIp.Node;

/// <summary>Scripts of the whole node and the FIFOs of events: the section <c>Notify</c>.</summary>
internal sealed class NotifyGlobals(ConfContext context)
{
    private readonly Dictionary<string, Given<(string Path, string? User, string? Group)>> _fifos = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Given<ConfCommand>> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Given<TimeSpan>> _times = new(StringComparer.Ordinal);
    private Given<bool>? _statesOnReload;

    public void AddTo(ConfBlock block)
    {
        foreach (var (prefix, key) in ((string, string)[])[("", ""), ("vrrp_", "Vrrp"), ("lvs_", "Lvs")])
        {
            block[$"{prefix}notify_fifo"] = line => ReadFifo(line, $"{key}Fifo");
            block[$"{prefix}notify_fifo_script"] = line => ReadScript(line, $"{key}FifoCommand");
        }
        foreach (var (word, key) in ((string, string)[])[("startup", "Startup"), ("shutdown", "Shutdown")])
        {
            block[$"{word}_script"] = line => ReadScript(line, $"{key}Command");
            block[$"{word}_script_timeout"] = line =>
            {
                if (context.HasWord(line) && context.Integer(line, 1, 1, 1000) is { } seconds)
                    _times[$"{key}Timeout"] = new(TimeSpan.FromSeconds(seconds), line.Location);
            };
        }
        block["fifo_write_vrrp_states_on_reload"] = line => _statesOnReload = new(true, line.Location);
        block["vrrp_notify_priority_changes"] = line =>
        {
            if (context.Switch(line) is { } isOn)
                context.Globals.NotifyPriorityChanges = new(isOn, line.Location);
        };
        block["script_user"] = ReadUser;
        block["enable_script_security"] = _ => context.Globals.IsScriptSecurityEnabled = true;
    }

    public void Write(ConfigurationNode root)
    {
        if (context.Globals.ScriptUser is { } user)
        {
            Notify(user.At).Text("User", user.Value.User, user.At);
            if (user.Value.Group is { } group)
                Notify(user.At).Text("Group", group, user.At);
        }
        foreach (var (key, fifo) in _fifos)
            WriteFifo(Notify(fifo.At), key, fifo);
        foreach (var (key, command) in _commands)
            command.Value.Write(Notify(command.At), key, command.At);
        foreach (var (key, time) in _times)
            Notify(time.At).Time(key, time.Value, time.At);
        if (_statesOnReload is { } states)
            Notify(states.At).Boolean("StatesOnReload", true, states.At);

        ConfigurationNode Notify(NodeLocation at) => root.Object("Notify", at);
    }

    private static void WriteFifo(ConfigurationNode notify, string key, Given<(string Path, string? User, string? Group)> fifo)
    {
        if (fifo.Value.User is not { } user)
        {
            notify.Text(key, fifo.Value.Path, fifo.At);
            return;
        }
        var node = notify.Object(key, fifo.At);
        node.Text("Path", fifo.Value.Path, fifo.At);
        node.Text("User", user, fifo.At);
        if (fifo.Value.Group is { } group)
            node.Text("Group", group, fifo.At);
    }

    private void ReadFifo(ConfLine line, string key)
    {
        if (!context.HasWord(line))
            return;
        if (!_fifos.TryAdd(key, new((line[1], line.At(2), line.At(3)), line.Location)))
            context.Complain($"{line.Keyword} was given already");
    }

    private void ReadScript(ConfLine line, string key)
    {
        if (_commands.ContainsKey(key))
            context.Complain($"{line.Keyword} was given already");
        else if (context.HasWord(line) && ConfCommand.Read(line, context) is { } command)
            _commands[key] = new(command, line.Location);
    }

    private void ReadUser(ConfLine line)
    {
        if (!context.HasWord(line))
            return;
        if (context.Owner(line[1], line.At(2), out var problem) is { } user)
            context.Globals.ScriptUser = new(user, line.Location);
        else
            context.Complain(problem!);
    }
}

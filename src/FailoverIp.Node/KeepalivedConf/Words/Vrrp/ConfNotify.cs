namespace FailoverIp.Node;

/// <summary>The scripts of an instance or a group, by their key of the section <c>Notify</c>.</summary>
internal sealed class ConfNotify
{
    private readonly Dictionary<string, Given<ConfCommand?>> _commands = new(StringComparer.Ordinal);

    public Given<bool>? PriorityChanges { get; set; }

    /// <summary>The words of a block. keepalived takes the first of each.</summary>
    public static void AddTo(ConfBlock block, ConfContext context, Func<ConfNotify> notify, bool isInstance)
    {
        Script("notify_master", "Active");
        Script("notify_backup", "Backup");
        Script("notify_fault", "Fault");
        Script("notify_stop", "Stop");
        Script("notify", "Any");
        block["notify_priority_changes"] = line =>
        {
            if (context.Switch(line) is { } isOn)
                notify().PriorityChanges = new(isOn, line.Location);
        };
        block["smtp_alert"] = line =>
        {
            context.Switch(line);
            context.Problems.NotSupported(line.Location, $"smtp_alert is not carried out: {MailWords.NoMail}");
        };
        if (!isInstance)
            return;
        Script("notify_master_rx_lower_pri", "ReceivedLowerPriority");
        block["notify_deleted"] = line =>
        {
            if (notify()._commands.ContainsKey("Deleted"))
                context.Complain("notify_deleted was given already");
            else
                notify()._commands["Deleted"] = new(line.Count > 1 ? ConfCommand.Read(line, context) : null, line.Location);
        };

        void Script(string word, string key) => block[word] = line =>
        {
            if (notify()._commands.TryGetValue(key, out var first) && first.Value is not null)
                context.Complain($"{word} was given already; '{SchemaChecker.Shown(line[1])}' is left out");
            else
                notify()._commands[key] = new(ConfCommand.Read(line, context), line.Location);
        };
    }

    /// <summary>Takes away the scripts that are not to run.</summary>
    public void KeepOnly(Func<Given<ConfCommand>, bool> isFit)
    {
        foreach (var (key, command) in _commands.ToList())
        {
            if (command.Value is { } script && !isFit(new(script, command.At)))
                _commands.Remove(key);
        }
    }

    public void Write(ConfigurationNode owner, bool isInstance)
    {
        foreach (var (key, command) in _commands)
        {
            if (command.Value is { } script)
                script.Write(owner.Object("Notify", command.At), key, command.At);
            else if (key == "Deleted")
                owner.Object("Notify", command.At).Boolean(key, true, command.At);
        }
        if (isInstance && PriorityChanges is { } changes)
            owner.Object("Notify", changes.At).Boolean("PriorityChanges", changes.Value, changes.At);
    }
}

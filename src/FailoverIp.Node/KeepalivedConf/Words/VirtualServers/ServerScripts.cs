namespace FailoverIp.Node;

/// <summary>Scripts of virtual and real servers.</summary>
internal static class ServerScripts
{
    /// <summary>The script of a line. The first of each kind counts.</summary>
    public static Given<ConfCommand>? Read(ConfLine line, ConfContext context, Given<ConfCommand>? before)
    {
        if (before is not null)
        {
            context.Complain($"{line.Keyword} was given already; '{SchemaChecker.Shown(line[1])}' is left out");
            return before;
        }
        _ = line[1];
        return ConfCommand.Read(line, context) is { } command ? new(command, line.Location) : null;
    }

    public static void Write(ConfigurationNode owner, string key, Given<ConfCommand>? command)
    {
        if (command is { } given)
            given.Value.Write(owner.Object("Notify", given.At), key, given.At);
    }
}

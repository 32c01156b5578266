namespace FailoverIp.Node;

/// <summary>Writes a check as failoverip.json would have it.</summary>
/// <param name="context">What <c>global_defs</c> says.</param>
/// <param name="scripts">Who commands run as that name nobody.</param>
/// <param name="ssl">What the checks by TLS have in common.</param>
internal sealed class CheckWriter(ConfContext context, ConfScripts scripts, SslWords ssl)
{
    /// <param name="node">The object that is written to.</param>
    /// <param name="check">The check.</param>
    /// <param name="port">The port that it names; 0: the real server's.</param>
    public void Write(ConfigurationNode node, ConfCheck check, int port)
    {
        node.Text("Type", check.Type, check.At);
        if (check.ConnectAddress is { } address)
            node.Text("ConnectAddress", address.ToString(), check.At);
        if (port != 0)
            node.Number("ConnectPort", port, check.ConnectPort?.At ?? check.At);
        node.Take(check.Keys);
        if (check.Command is { } command)
            WriteCommand(node, command);
        WriteUrls(node, check);
        if (check.Type == "SslGet")
            ssl.Write(node, check.At);
        if (context.Globals.LogsAllFailures && node["LogAllFailures"] is null)
            node.Boolean("LogAllFailures", true, check.At);
    }

    private void WriteCommand(ConfigurationNode node, Given<ConfCommand> command)
    {
        command.Value.WriteWords(node, "Command", command.At);
        var user = command.Value.User is { } own ? (own, command.Value.Group) : scripts.DefaultUser;
        if (user is not { } runsAs)
            return;
        node.Text("User", runsAs.Item1, command.At);
        if (runsAs.Item2 is { } group)
            node.Text("Group", group, command.At);
    }

    /// <summary>The keys of one URL stand at the check itself.</summary>
    private static void WriteUrls(ConfigurationNode node, ConfCheck check)
    {
        foreach (var url in check.Urls)
        {
            var place = check.Urls.Count == 1 ? node : node.List("Urls", check.At).AddObject(url.Location);
            place.Take(url);
            if (check.VirtualHost is { } host && place["VirtualHost"] is null)
                place.Text("VirtualHost", host.Value, host.At);
        }
    }
}

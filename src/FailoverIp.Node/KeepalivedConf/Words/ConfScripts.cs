namespace FailoverIp.Node;

/// <summary>What keepalived looks at before it runs a script: whether it is there, and with <c>enable_script_security</c> whether somebody else than root could change it.</summary>
/// <param name="context">The users and the switch.</param>
internal sealed class ConfScripts(ConfContext context)
{
    private const string OwnUser = "keepalived_script";

    private bool _hasComplained;

    /// <summary>The user of scripts that name none; null: the one of this process.</summary>
    public (string User, string? Group)? DefaultUser => context.Globals.ScriptUser is { } user ? user.Value : context.Machine.HasUser(OwnUser) ? (OwnUser, null) : null;

    /// <summary>Whether scripts that name no user have one to run as: with script security root will not do unless it was asked for.</summary>
    public bool HasDefaultUser => !context.Globals.IsScriptSecurityEnabled || DefaultUser is not null;

    /// <summary>Whether a script is to be run. What keeps it from that is told where it was given; what else there is to say, too.</summary>
    /// <param name="command">The script.</param>
    /// <param name="at">Where it was given.</param>
    /// <param name="isTracked">Whether it is one that an instance tracks: then keepalived's test reports one that is not there.</param>
    public bool IsFit(ConfCommand command, NodeLocation at, bool isTracked)
    {
        var program = command.Words[0];
        if (program.StartsWith('<') && program.AsSpan(1).TrimStart(" \t").StartsWith('/'))
            return true; // a file that is opened, and not run
        if (Find(program) is not { } path)
        {
            Tell(at, $"there is no program {SchemaChecker.Shown(program)}; the script is left out", isTracked);
            return false;
        }
        if (!context.Globals.IsScriptSecurityEnabled)
            ComplainOnce(at);
        else if (RunsAsRoot(command) && !IsSafe(path))
        {
            Tell(at, $"somebody else than root can change {SchemaChecker.Shown(path)}; with enable_script_security it is left out", isTracked);
            return false;
        }
        return true;
    }

    /// <summary>Writes who runs the scripts that name nobody, once all of them are in the tree: where there are none, nobody is named.</summary>
    public void WriteDefaultUser(ConfigurationNode root)
    {
        if (context.Globals.ScriptUser is not null || DefaultUser is not { } user || Unnamed(root).FirstOrDefault() is not { } first)
            return;
        var notify = root.Object("Notify", first.Location);
        notify.Text("User", user.User, first.Location);
        if (user.Group is { } group)
            notify.Text("Group", group, first.Location);
    }

    /// <summary>The scripts that are run by whom <c>Notify</c> names; one that names somebody itself is an object.</summary>
    private static IEnumerable<ConfigurationNode> Unnamed(ConfigurationNode root)
    {
        var owners = (ConfigurationNode?[])[root, .. In(root["Vrrp"]?["Instances"]), .. In(root["Vrrp"]?["SyncGroups"]), .. In(root["VirtualServers"]).SelectMany(s => In(s["RealServers"]).Prepend(s))];
        return owners.SelectMany(o => In(o?["Notify"])).Where(n => n.Kind == NodeKind.Array);

        static IEnumerable<ConfigurationNode> In(ConfigurationNode? node) => node is null ? [] : node.Children.Select(c => c.Value);
    }

    private void Tell(NodeLocation at, string message, bool isTracked)
    {
        if (isTracked)
            context.Problems.Complain(at, message);
        else
            context.Problems.Note(at, message);
    }

    private void ComplainOnce(NodeLocation at)
    {
        if (_hasComplained)
            return;
        _hasComplained = true;
        context.Problems.Complain(at, "scripts are run without enable_script_security in global_defs");
    }

    private bool RunsAsRoot(ConfCommand command) => (command.User ?? DefaultUser?.User ?? Environment.UserName) == "root";

    private static string? Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal))
            return File.Exists(program) ? Path.GetFullPath(program) : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
    }

    /// <summary>Whether root owns the file and every folder above it, and nobody else may write there.</summary>
    private bool IsSafe(string path)
    {
        for (var at = path; at is not null; at = Path.GetDirectoryName(at))
        {
            if (!context.Machine.IsRootsAlone(at))
                return false;
        }
        return true;
    }
}

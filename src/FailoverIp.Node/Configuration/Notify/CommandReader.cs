using System.Collections.Immutable;
using FailoverIp.Lvs;
using FailoverIp.Lvs.Misc;

namespace FailoverIp.Node;

/// <summary>Reads commands: one text, a list of words, or an object that says as whom as well.</summary>
/// <param name="problems">Hears what is wrong.</param>
/// <param name="looksAtMachine">Whether users and programs are looked for on this machine.</param>
internal sealed class CommandReader(ProblemList problems, bool looksAtMachine)
{
    private readonly ValueReader _values = new(problems);

    /// <summary>The words of a command, without who runs it; empty where there are none, which has been reported.</summary>
    public ImmutableArray<string> Words(ConfigurationNode? node)
    {
        if (node is null || problems.HasErrorAt(node.Path))
            return [];
        try
        {
            ImmutableArray<string> command = node.Text is { } line ? MiscCheckOptions.SplitCommand(line) : [.. node.Children.Select(c => c.Value.Text ?? "")];
            if (command is [{ Length: > 0 }, ..] && !command.Any(word => word.Contains('\0', StringComparison.Ordinal)))
                return command;
            problems.Add(node, "is the path of a program and its arguments");
        }
        catch (FormatException e)
        {
            problems.Add(node, e.Message);
        }
        return [];
    }

    /// <summary>A command with who runs it; null where there is none.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="user">Who runs it where it does not say.</param>
    /// <param name="group">The group beside that user.</param>
    public NodeCommand? Read(ConfigurationNode? node, string? user, string? group)
    {
        if (node is null || problems.HasErrorAt(node.Path))
            return null;
        var isObject = node.Text is null && node["Command"] is not null;
        var words = Words(isObject ? node["Command"] : node);
        if (words.IsEmpty)
            return null;
        if (isObject && (node["User"] ?? node["Group"]) is not null)
            (user, group) = Owner(node);
        Look(isObject ? node["Command"]! : node, words[0]);
        return new() { Command = words, User = user, Group = group };
    }

    /// <summary>The keys User and Group of an object.</summary>
    public (string? User, string? Group) Owner(ConfigurationNode? node)
    {
        var (user, group) = (_values.Text(node?["User"]), _values.Text(node?["Group"]));
        if (group is not null && user is null)
            problems.Add(node!["Group"]!, "needs User beside it");
        else if (looksAtMachine)
            LookForOwner(node, user, group);
        return user is null ? (null, null) : (user, group);
    }

    private void LookForOwner(ConfigurationNode? node, string? user, string? group)
    {
        try
        {
            _ = Identity.Find(user, group: null);
            try
            {
                _ = Identity.Find(user, group);
            }
            catch (ArgumentException)
            {
                problems.Add(node!["Group"]!, $"there is no group \"{SchemaChecker.Shown(group!)}\"");
            }
        }
        catch (ArgumentException)
        {
            problems.Add(node!["User"]!, $"there is no user \"{SchemaChecker.Shown(user!)}\"");
        }
    }

    // A warning: what is not there now may be installed before it is needed.
    private void Look(ConfigurationNode node, string program)
    {
        if (!looksAtMachine || !program.Contains('/', StringComparison.Ordinal))
            return;
        const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (!File.Exists(program))
            problems.Add(node, $"{SchemaChecker.Shown(program)} does not exist", isWarning: true);
        else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(program) & Executable) == 0)
            problems.Add(node, $"{SchemaChecker.Shown(program)} is not executable", isWarning: true);
    }
}

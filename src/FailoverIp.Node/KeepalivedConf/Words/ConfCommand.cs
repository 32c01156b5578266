using System.Collections.Immutable;

namespace FailoverIp.Node;

/// <summary>A command behind a keyword: its words in one word of the line, and behind it the user and group that it runs as.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="User">The user; null: the one of all scripts.</param>
/// <param name="Group">The group; null: the user's.</param>
internal sealed record ConfCommand(ImmutableArray<string> Words, string? User, string? Group)
{
    /// <summary>The command of a line; null where it has none that could be run, which keepalived logs and its test passes over.</summary>
    /// <exception cref="ConfMissingWordException">Nothing follows the keyword.</exception>
    public static ConfCommand? Read(ConfLine line, ConfContext context)
    {
        _ = line[1];
        var outer = ConfWords.SplitCommand(line.Text);
        if (outer is null || outer.Count < 2 || ConfWords.SplitCommand(outer[1]) is not [_, ..] words)
        {
            if (outer is null)
                context.Complain("a quote is not closed");
            else
                context.Problems.Note(line.Location, $"{line.Keyword} has no command, and is left out");
            return null;
        }
        var (user, group) = (outer.ElementAtOrDefault(2), outer.ElementAtOrDefault(3));
        if (user is null || context.Owner(user, group, out var problem) is not null)
            return new([.. words], user, group);
        context.Problems.Note(line.Location, $"{line.Keyword}: {problem}, and the script is left out");
        return null;
    }

    /// <summary>Writes it at a key: a list of words, or an object with the user beside it.</summary>
    public void Write(ConfigurationNode parent, string key, NodeLocation at)
    {
        if (User is not null)
        {
            var node = parent.Object(key, at);
            WriteWords(node, "Command", at);
            node.Text("User", User, at);
            if (Group is not null)
                node.Text("Group", Group, at);
        }
        else
        {
            WriteWords(parent, key, at);
        }
    }

    public void WriteWords(ConfigurationNode parent, string key, NodeLocation at)
    {
        var list = parent.List(key, at);
        foreach (var word in Words)
            list.Add(word, at);
    }
}

namespace FailoverIp.Node;

/// <summary>What the keywords of all blocks share while a file is read.</summary>
/// <param name="problems">Hears what is wrong.</param>
/// <param name="machine">The interfaces and users of this machine.</param>
internal sealed class ConfContext(ConfProblems problems, IConfMachine machine)
{
    public ConfProblems Problems => problems;

    public IConfMachine Machine => machine;

    /// <summary>What <c>global_defs</c> says; complete once everything was read.</summary>
    public ConfGlobals Globals { get; } = new();

    /// <summary>What instances can track.</summary>
    public ConfTrackers Trackers { get; } = new();

    /// <summary>Where an interface was named first that is not there, and need be: keepalived does not start.</summary>
    public NodeLocation? MissingInterface { get; set; }

    /// <summary>The reading that goes on.</summary>
    public ConfParser? Parser { get; set; }

    /// <summary>The files that are read; null where they are read again.</summary>
    public ConfFiles? Files { get; set; }

    /// <summary>Where the line is that was read last.</summary>
    public NodeLocation Here => Parser?.Location ?? default;

    /// <summary>keepalived reports the line that is being read, and goes on.</summary>
    public void Complain(string message) => problems.Complain(Here, message);

    /// <summary>keepalived carries the line out, and we do not.</summary>
    public void NotSupported(string message) => problems.NotSupported(Here, message);

    /// <summary>Who runs a script, by the words of a line; null where this machine does not know them, with the reason.</summary>
    public (string User, string? Group)? Owner(string user, string? group, out string? problem)
    {
        problem = !machine.HasUser(user) ? $"there is no user {SchemaChecker.Shown(user)} on this machine"
            : group is not null && !machine.HasGroup(group) ? $"there is no group {SchemaChecker.Shown(group)} on this machine"
            : null;
        return problem is null ? (user, group) : null;
    }

    /// <summary>The lines of a block without keywords.</summary>
    public IEnumerable<ConfLine> Lines(ConfLine head) => Parser!.Lines(head);

    /// <summary>Passes over the block that is about to begin.</summary>
    public void SkipBlock() => Parser!.SkipBlock(needsBrace: true);
}

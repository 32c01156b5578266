using System.Collections.Immutable;
using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>A command that the node runs: without a shell, with nothing to read, in a process group of its own. Immutable; equal by value.</summary>
public sealed record NodeCommand
{
    private readonly ValueArray<string> _command = new([]);

    /// <summary>The program, by its path or its name in PATH, and its arguments.</summary>
    public required ImmutableArray<string> Command { get => _command.Items; init => _command = new(value); }

    /// <summary>The user it runs as, by name; null: as this process.</summary>
    public string? User { get; init; }

    /// <summary>The group it runs as, by name, with <see cref="User"/>; null: the user's.</summary>
    public string? Group { get; init; }

    /// <summary>The program and its arguments, for a person.</summary>
    public override string ToString() => string.Join(' ', Command);
}

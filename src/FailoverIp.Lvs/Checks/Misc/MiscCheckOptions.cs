using System.Collections.Immutable;

namespace FailoverIp.Lvs;

/// <summary>
/// Runs a command (<c>MISC_CHECK</c> in keepalived.conf(5)): exit status 0 is success, any other failure. It is run without a shell, with nothing to read
/// and its output thrown away. Immutable; equal by value.
/// </summary>
public sealed record MiscCheckOptions : CheckOptions
{
    private readonly ValueArray<string> _command = new([]);

    /// <summary>The program, by its path or its name in PATH, and its arguments. <see cref="SplitCommand"/> makes them out of one line.</summary>
    public required ImmutableArray<string> Command { get => _command.Items; init => _command = new(value); }

    /// <summary>
    /// How long it may take; null: the delay loop. Then its whole process group gets SIGTERM, and SIGKILL a second later, and the check has failed.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>True: exit status 0 is success, 1 failure, and 2 to 255 success with the weight 0 to 253.</summary>
    public bool Dynamic { get; init; }

    /// <summary>
    /// The user it runs as, by name; null: as this process. Done by setpriv(1), whose own failures end with 126 or 127: these are failures then, with
    /// <see cref="Dynamic"/> as well.
    /// </summary>
    public string? User { get; init; }

    /// <summary>The group it runs as, by name, with <see cref="User"/>; null: the user's.</summary>
    public string? Group { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Misc";

    /// <inheritdoc/>
    public override bool GivesWeight => Dynamic;

    /// <inheritdoc/>
    public override CheckTiming DefaultTiming => base.DefaultTiming with { Retry = 0 };

    /// <summary>Splits a line into program and arguments as a shell would, with quotes and backslashes but nothing else (<c>misc_path</c>).</summary>
    /// <exception cref="FormatException">A quote is not closed, or the line is empty.</exception>
    public static ImmutableArray<string> SplitCommand(string line) => Misc.CommandSplitter.Split(line);

    /// <inheritdoc/>
    public override TimeSpan LongestProbe(EffectiveCheckTiming timing)
    {
        ArgumentNullException.ThrowIfNull(timing);
        return (Timeout ?? timing.DelayLoop) + TimeSpan.FromSeconds(5);
    }
}

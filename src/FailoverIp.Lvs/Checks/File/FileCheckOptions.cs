namespace FailoverIp.Lvs;

/// <summary>
/// Reads a number from a file (<c>FILE_CHECK</c> and <c>track_file</c> in keepalived.conf(5)). Times <see cref="Weight"/> it is added to the weight of the
/// real server, which does not go below 0. A file that is missing or empty counts as 0. Immutable; equal by value.
/// </summary>
public sealed record FileCheckOptions : CheckOptions
{
    /// <summary>The path of the file. It begins with a whole number, -2147483647 to 2147483647; what follows after white space is not looked at.</summary>
    public required string Path { get; init; }

    /// <summary>The factor, -2147483647 to 2147483647; 0: a number other than 0 is a failure, and the weight stays.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>True: the product is subtracted; with <see cref="Weight"/> 0, a number that is 0 is the failure.</summary>
    public bool Reverse { get; init; }

    /// <inheritdoc/>
    public override string Kind => "File";

    /// <inheritdoc/>
    public override bool GivesWeight => Weight != 0;

    /// <inheritdoc/>
    public override CheckTiming DefaultTiming => base.DefaultTiming with { Retry = 0 };
}

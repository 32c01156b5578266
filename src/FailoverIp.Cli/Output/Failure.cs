namespace FailoverIp.Cli.Output;

/// <summary>A failure as it is told.</summary>
/// <param name="Kind">One of <see cref="FailoverErrorKind"/>.</param>
/// <param name="Message">One line.</param>
/// <param name="RetryAfterSeconds">How long the provider wants to be left alone, where it told; whole seconds, rounded up.</param>
internal sealed record Failure(FailoverErrorKind Kind, string Message, long? RetryAfterSeconds)
{
    public static Failure From(Exception exception) => exception switch
    {
        FailoverIpException e => new(e.Kind, OneLine.From(e.Message), Seconds(e.RetryAfter)),
        ToolException e => new(e.Kind, OneLine.From(e.Message), Seconds(e.RetryAfter)),
        _ => new(FailoverErrorKind.Unavailable, OneLine.From($"{exception.GetType().Name}: {exception.Message}"), null),
    };

    public static int ExitStatusOf(Exception exception) => exception switch
    {
        ToolException e => e.ExitStatus,
        FailoverIpException { Kind: FailoverErrorKind.Configuration } => ExitStatus.Unusable,
        _ => ExitStatus.No,
    };

    private static long? Seconds(TimeSpan? time) => time is { } t ? (long)Math.Ceiling(t.TotalSeconds) : null;
}

/// <summary>What <c>--json</c> prints on failure.</summary>
internal sealed record ErrorDocument(Failure Error);

namespace FailoverIp.Cli;

/// <summary>A command cannot do what it was asked to. The message is one line for a person and never holds a secret.</summary>
internal sealed class ToolException : Exception
{
    public ToolException(FailoverErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>The failure of a provider, told with more words.</summary>
    public ToolException(FailoverIpException failure, string message)
        : this(failure.Kind, message, failure) => RetryAfter = failure.RetryAfter;

    /// <summary>What kind of failure it is, as <c>--json</c> tells it.</summary>
    public FailoverErrorKind Kind { get; }

    /// <summary>How long the provider wants to be left alone, where it told.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>What the command ends with, where the kind does not say it.</summary>
    public int? ExitStatus { get; init; }
}

namespace FailoverIp.Cli;

/// <summary>A command cannot do what it was asked to. The message is one line for a person and never holds a secret.</summary>
internal sealed class ToolException(FailoverErrorKind kind, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What kind of failure it is, as <c>--json</c> tells it.</summary>
    public FailoverErrorKind Kind { get; } = kind;

    /// <summary>What the command ends with.</summary>
    public int ExitStatus { get; init; } = kind == FailoverErrorKind.Configuration ? Cli.ExitStatus.Unusable : Cli.ExitStatus.No;
}

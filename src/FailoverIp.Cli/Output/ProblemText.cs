using FailoverIp.Node;

namespace FailoverIp.Cli.Output;

/// <summary>Problems of a keepalived.conf as lines. What is no more than a warning begins with the word.</summary>
internal static class ProblemText
{
    /// <summary><c>file:line: message</c>, whatever comes of it.</summary>
    public static string Plain(ConfigurationProblem problem) => (problem with { IsWarning = false }).ToString();

    /// <summary><c>warning: file:line: message</c>.</summary>
    public static string Warning(ConfigurationProblem problem) => $"warning: {Plain(problem)}";
}

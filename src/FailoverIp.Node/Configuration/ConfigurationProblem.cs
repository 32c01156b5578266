namespace FailoverIp.Node;

/// <summary>Something in a configuration that is wrong, or worth a look. Never holds a secret.</summary>
/// <param name="File">The file as it was named, the environment variable the value came from, or the section where there is no file.</param>
/// <param name="Line">The line in the file, from 1; 0 where there is none.</param>
/// <param name="Message">What is wrong, one line for a person.</param>
/// <param name="IsWarning">True where the node runs all the same.</param>
public sealed record ConfigurationProblem(string File, int Line, string Message, bool IsWarning = false)
{
    /// <summary>The problem as one line: <c>file:line: message</c>, or <c>file:line: warning: message</c>.</summary>
    public override string ToString() => $"{File}{(Line > 0 ? $":{Line}" : "")}: {(IsWarning ? "warning: " : "")}{Message}";
}

using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>Whether a process is one of those that a tracker counts.</summary>
internal sealed class ProcessMatch(ProcessTrackerOptions options)
{
    private readonly string[] _parameters = options.Parameters is { } line && line.Trim().Length > 0 ? [.. MiscCheckOptions.SplitCommand(line)] : [];
    private readonly bool _isPath = options.Process.Contains('/', StringComparison.Ordinal);

    public bool Fits(ProcessEntry process) => IsProgram(process) && (options.Parameters is null || HasParameters(process.Arguments));

    private bool IsProgram(ProcessEntry process)
    {
        if (_isPath)
            return process.Arguments.Count > 0 && process.Arguments[0] == options.Process;
        // The kernel cuts a name; what was cut off is looked up in what it was started with.
        if (options.Process.Length < ProcessTable.MaxName)
            return process.Name == options.Process;
        return options.Process.StartsWith(process.Name, StringComparison.Ordinal) && process.Name.Length == ProcessTable.MaxName
            && (options.Process.Length == ProcessTable.MaxName || (process.Arguments.Count > 0 && Path.GetFileName(process.Arguments[0]) == options.Process));
    }

    private bool HasParameters(IReadOnlyList<string> arguments)
    {
        var given = arguments.Skip(1).ToList();
        if (options.ParameterMatch == ProcessParameterMatch.Exact ? given.Count != _parameters.Length : given.Count < _parameters.Length)
            return false;
        for (var i = 0; i < _parameters.Length; i++)
        {
            var isPartial = options.ParameterMatch == ProcessParameterMatch.Partial && i == _parameters.Length - 1;
            if (isPartial ? !given[i].StartsWith(_parameters[i], StringComparison.Ordinal) : given[i] != _parameters[i])
                return false;
        }
        return true;
    }
}

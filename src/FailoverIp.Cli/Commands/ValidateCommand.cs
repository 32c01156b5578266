using System.CommandLine;
using FailoverIp.Cli.Configuration;
using FailoverIp.Cli.Output;
using FailoverIp.Node;

namespace FailoverIp.Cli.Commands;

/// <summary><c>validate</c>: every problem of a configuration at once.</summary>
internal sealed class ValidateCommand : ToolCommand
{
    public ValidateCommand()
        : base("validate", "Check a configuration and name every problem in it, one a line: file:line: message. A keepalived.conf (-k) is valid exactly where keepalived -t of 2.2.7 says so; what a node does not carry out of it is a line that begins with warning:")
    {
        Add(CommonOptions.ConfigurationFile);
        Add(CommonOptions.KeepalivedFile);
        Add(CommonOptions.ConfigId);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "failoverip validate",
        "failoverip validate -c ./failoverip.json && systemctl restart failoverip",
        "failoverip validate -k /etc/keepalived/keepalived.conf",
        "failoverip validate -k /etc/keepalived/keepalived.conf -c /etc/failoverip/failoverip.json",
    ];

    protected override Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var files = ConfigurationFiles.Of(arguments);
        return Task.FromResult(files.Keepalived is { } path ? ValidateKeepalived(KeepalivedConfiguration.Load(path, files.ConfigId), files.File, terminal) : ValidateFile(files.File!, terminal));
    }

    private static int ValidateFile(string file, Terminal terminal)
    {
        var configuration = NodeConfiguration.Load(file);
        if (!configuration.IsReadable)
            throw new ToolException(FailoverErrorKind.Configuration, configuration.Problems[0].ToString());

        foreach (var problem in configuration.Problems)
            terminal.WriteLine(OneLine.From(problem.ToString()));
        if (configuration.IsValid)
            terminal.WriteLine($"{configuration.Path}: valid");
        return configuration.IsValid ? ExitStatus.Done : ExitStatus.No;
    }

    private static int ValidateKeepalived(KeepalivedConfiguration keepalived, string? file, Terminal terminal)
    {
        if (!keepalived.IsReadable)
            throw new ToolException(FailoverErrorKind.Configuration, keepalived.Complaints[0].ToString());
        var configuration = NodeConfiguration.Load(keepalived, file);
        if (!configuration.IsReadable)
            throw new ToolException(FailoverErrorKind.Configuration, configuration.Problems[0].ToString());

        foreach (var problem in keepalived.Complaints)
            terminal.WriteLine(OneLine.From(ProblemText.Plain(problem)));
        foreach (var problem in keepalived.Notes)
            terminal.WriteLine(OneLine.From(Note(problem)));
        var isValid = keepalived.IsAccepted;
        foreach (var problem in configuration.Problems.Except([.. keepalived.Complaints, .. keepalived.Notes]))
        {
            var isOfFile = problem.File == file || problem.Line == 0;
            terminal.WriteLine(OneLine.From(isOfFile ? problem.ToString() : Note(problem)));
            isValid &= !isOfFile || problem.IsWarning;
        }
        if (isValid)
            terminal.WriteLine(file is null ? $"{keepalived.Path}: valid" : $"{keepalived.Path} with {file}: valid");
        return isValid ? ExitStatus.Done : ExitStatus.No;
    }

    /// <summary>What keepalived has nothing against, and a node leaves out or does not start with.</summary>
    private static string Note(ConfigurationProblem problem) => ProblemText.Warning(problem) + (problem.IsWarning ? "" : " (run refuses this)");
}

using System.CommandLine;
using FailoverIp.Cli.Output;
using FailoverIp.Node;

namespace FailoverIp.Cli.Commands;

/// <summary><c>validate</c>: every problem of a configuration file at once.</summary>
internal sealed class ValidateCommand : ToolCommand
{
    public ValidateCommand()
        : base("validate", "Check a configuration file and name every problem in it, one a line: file:line: message") => Add(CommonOptions.ConfigurationFile);

    public override IReadOnlyList<string> Examples => ["failoverip validate", "failoverip validate -c ./failoverip.json && systemctl restart failoverip"];

    protected override Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var configuration = NodeConfiguration.Load(arguments.GetRequiredValue(CommonOptions.ConfigurationFile));
        if (!configuration.IsReadable)
            throw new ToolException(FailoverErrorKind.Configuration, configuration.Problems[0].ToString());

        foreach (var problem in configuration.Problems)
            terminal.WriteLine(OneLine.From(problem.ToString()));
        if (configuration.IsValid)
            terminal.WriteLine($"{configuration.Path}: valid");
        return Task.FromResult(configuration.IsValid ? ExitStatus.Done : ExitStatus.No);
    }
}

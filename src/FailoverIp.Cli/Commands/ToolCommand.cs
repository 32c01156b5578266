using System.CommandLine;
using FailoverIp.Cli.Help;
using FailoverIp.Cli.Output;

namespace FailoverIp.Cli.Commands;

/// <summary>A command that does something, with examples for its help.</summary>
internal abstract class ToolCommand : Command, IHasExamples
{
    protected ToolCommand(string name, string description)
        : base(name, description) => SetAction((arguments, cancellationToken) => RunAsync(arguments, Terminal.For(arguments), cancellationToken));

    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Does it and returns the exit status.</summary>
    protected abstract Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken);
}

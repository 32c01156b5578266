using System.CommandLine;
using FailoverIp.Cli.Help;
using FailoverIp.Cli.Output;
using FailoverIp.Cli.Signals;

namespace FailoverIp.Cli;

/// <summary>From arguments to an exit status. Nothing escapes: every failure becomes one line and a status.</summary>
internal static class CommandLine
{
    // No response files: an argument that begins with '@' is just that.
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    // Signals and exceptions are handled here, the same for every command.
    private static InvocationConfiguration Invocation => new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = RootCommandFactory.CreateFor(args).Parse(args, Parser);
        var terminal = Terminal.For(arguments);
        if (arguments.Errors.Count > 0 && arguments.Action is not { ClearsParseErrors: true })
            return terminal.Fail(WrongUse(arguments));

        var interrupt = Interrupt.OfProcess(); // not disposed: signals may come until the end
        try
        {
            return await arguments.InvokeAsync(Invocation, interrupt.Token);
        }
        catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
        {
            return terminal.Fail(new ToolException(FailoverErrorKind.Timeout, "interrupted") { ExitStatus = interrupt.ExitStatus });
        }
#pragma warning disable CA1031 // The last door: whatever comes out of a command is told as one line.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return terminal.Fail(e);
        }
    }

    private static ToolException WrongUse(ParseResult arguments)
    {
        var command = arguments.CommandResult.Command;
        var path = CommandPath.Of(command);
        var message = command.Subcommands.Count > 0 && arguments.UnmatchedTokens is [var unknown, ..]
            ? $"'{unknown}' is not a command of '{path}'"
            : command.Subcommands.Count > 0 ? $"'{path}' needs a command"
            : arguments.Errors[0].Message.TrimEnd('.');
        return new(FailoverErrorKind.Configuration, $"{message}; see '{path} --help'");
    }
}

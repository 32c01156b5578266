using Spectre.Console;

namespace FailoverIp.Cli.Output;

/// <summary>A spinner on standard error while something is awaited; nothing where standard error is not a terminal.</summary>
internal static class Progress
{
    public static async Task<T> WhileAsync<T>(Terminal terminal, string what, Func<Task<T>> work)
    {
        if (!terminal.IsInteractive)
            return await work();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Status().StartAsync(Markup.Escape(what), _ => work());
    }
}

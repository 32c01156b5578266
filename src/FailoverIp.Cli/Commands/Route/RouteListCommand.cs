using System.CommandLine;
using FailoverIp.Cli.Output;

namespace FailoverIp.Cli.Commands.Route;

/// <summary><c>route list</c>: who owns each address of the file. Never writes.</summary>
internal sealed class RouteListCommand : ToolCommand
{
    public RouteListCommand()
        : base("list", "Show every address of the configuration and who owns it; changes nothing")
    {
        Add(CommonOptions.ConfigurationFile);
        Add(CommonOptions.Json);
    }

    public override IReadOnlyList<string> Examples => ["failoverip route list", "failoverip route list -c ./failoverip.json --json"];

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var session = RouterSession.Open(arguments, terminal);
        var answers = await Progress.WhileAsync(terminal, "asking the providers", () => ReadAllAsync(session.Router, cancellationToken));
        if (!terminal.IsJson)
            Print(answers, terminal);

        // An address whose owner could not be read has no place in the document: neither "here" nor "not here" would be true.
        var failures = answers.Where(a => a.Failure is not null).ToList();
        if (failures is [var first, ..])
            throw new ToolException(first.Failure!, $"{first.Route.Name}: {first.Failure!.Message}{(failures.Count > 1 ? $" (and {failures.Count - 1} more)" : "")}");
        if (terminal.IsJson)
            terminal.WriteJson(new RouteListDocument([.. answers.Select(a => RouteDocument.From(a.Route, a.Reading!))]), ToolJson.Readable.RouteListDocument);
        return ExitStatus.Done;
    }

    private static Task<Answer[]> ReadAllAsync(IFailoverIpRouter router, CancellationToken cancellationToken) => Task.WhenAll(router.Routes.Select(async route =>
    {
        try
        {
            return new Answer(route, await router.ReadAsync(route.Name, cancellationToken), null);
        }
        catch (FailoverIpException e)
        {
            return new Answer(route, null, e);
        }
    }));

    private static void Print(Answer[] answers, Terminal terminal)
    {
        if (answers.Length == 0)
            terminal.Note("the configuration has no addresses");
        var table = new TextTable("NAME", "ADDRESS", "PROVIDER", "TARGET", "OWNER", "HERE");
        foreach (var (route, reading, _) in answers)
            table.Add(route.Name, route.Address.ToString(), route.Provider, reading?.Target ?? "?", reading is null ? "?" : reading.Owner ?? "nowhere", reading is null ? "?" : reading.RoutedToTarget ? "yes" : "no");
        table.WriteTo(terminal);
    }

    private sealed record Answer(FailoverRoute Route, RouteReading? Reading, FailoverIpException? Failure);
}

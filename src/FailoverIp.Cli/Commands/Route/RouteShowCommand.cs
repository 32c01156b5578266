using System.CommandLine;
using FailoverIp.Cli.Output;

namespace FailoverIp.Cli.Commands.Route;

/// <summary><c>route show NAME</c>: who owns one address. Never writes.</summary>
internal sealed class RouteShowCommand : ToolCommand
{
    public RouteShowCommand()
        : base("show", "Show who owns an address; changes nothing")
    {
        Add(RouteCommand.AddressName);
        Add(CommonOptions.ConfigurationFile);
        Add(CommonOptions.Json);
    }

    public override IReadOnlyList<string> Examples => ["failoverip route show web", "failoverip route show web -c ./failoverip.json --json"];

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var session = RouterSession.Open(arguments, terminal);
        var route = session.Find(arguments.GetRequiredValue(RouteCommand.AddressName));
        var reading = await Progress.WhileAsync(terminal, $"asking {route.Provider} who owns {route.Address}", () => session.Router.ReadAsync(route.Name, cancellationToken));
        if (terminal.IsJson)
            terminal.WriteJson(RouteDocument.From(route, reading), ToolJson.Readable.RouteDocument);
        else
            terminal.WriteLine($"{route.Name}: {route.Address} {Describe(reading)}");
        return ExitStatus.Done;
    }

    private static string Describe(RouteReading reading) => reading switch
    {
        { RoutedToTarget: true } => $"is routed to its target {reading.Target}",
        { Owner: { } owner } => $"is routed to {owner}, not to its target {reading.Target}",
        _ => $"is routed nowhere; its target is {reading.Target}",
    };
}

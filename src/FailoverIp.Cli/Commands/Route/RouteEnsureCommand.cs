using System.CommandLine;
using System.Globalization;
using FailoverIp.Cli.Output;

namespace FailoverIp.Cli.Commands.Route;

/// <summary><c>route ensure NAME</c>: check, then reroute, then verify.</summary>
internal sealed class RouteEnsureCommand : ToolCommand
{
    public RouteEnsureCommand()
        : base("ensure", "Make sure that an address is routed to its target: look, reroute where needed, look again until it shows")
    {
        Add(RouteCommand.AddressName);
        Add(CommonOptions.ConfigurationFile);
        Add(CommonOptions.Json);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "failoverip route ensure web                 # 0: it is routed to its target, verified",
        "failoverip route ensure web -c ./failoverip.json --json",
        "failoverip route ensure web --verbose       # with every step on standard error",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var session = RouterSession.Open(arguments, terminal);
        var route = session.Find(arguments.GetRequiredValue(RouteCommand.AddressName));
        var result = await Progress.WhileAsync(terminal, $"routing {route.Address} through {route.Provider}", () => session.Router.EnsureAsync(route.Name, cancellationToken));
        if (terminal.IsJson)
            terminal.WriteJson(EnsureDocument.From(result), ToolJson.Readable.EnsureDocument);
        else
            terminal.WriteLine(Describe(result));
        return ExitStatus.Done;
    }

    private static string Describe(RouteResult result) => result.Outcome == RouteOutcome.AlreadyRouted
        ? $"{result.Route.Name}: {result.Route.Address} was already routed to {result.Owner}; nothing was written"
        : string.Create(CultureInfo.InvariantCulture,
            $"{result.Route.Name}: {result.Route.Address} is now routed to {result.Owner}, verified ({result.Attempts} {(result.Attempts == 1 ? "write" : "writes")}, {result.Elapsed.TotalSeconds:0.0} s)");
}

namespace FailoverIp.Cli.Commands.Route;

/// <summary>Who owns an address, as <c>route show --json</c> prints it.</summary>
internal sealed record RouteDocument(string Name, string Address, string Provider, string Target, string? Owner, bool RoutedHere)
{
    public static RouteDocument From(FailoverRoute route, RouteReading reading) =>
        new(route.Name, route.Address.ToString(), route.Provider, reading.Target, reading.Owner, reading.RoutedToTarget);
}

/// <summary>What <c>route list --json</c> prints.</summary>
internal sealed record RouteListDocument(IReadOnlyList<RouteDocument> Addresses);

/// <summary>What <c>route ensure --json</c> prints.</summary>
internal sealed record EnsureDocument(string Name, string Address, RouteOutcome Outcome, string Owner, int Attempts, long ElapsedMs)
{
    public static EnsureDocument From(RouteResult result) =>
        new(result.Route.Name, result.Route.Address.ToString(), result.Outcome, result.Owner, result.Attempts, (long)result.Elapsed.TotalMilliseconds);
}

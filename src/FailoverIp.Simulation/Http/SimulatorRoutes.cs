using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FailoverIp.Simulation;

/// <summary>The paths that a simulator serves, in the route patterns of ASP.NET Core.</summary>
public sealed class SimulatorRoutes
{
    private readonly IEndpointRouteBuilder _endpoints;

    internal SimulatorRoutes(IEndpointRouteBuilder endpoints) => _endpoints = endpoints;

    /// <summary>Serves <paramref name="method"/> on <paramref name="pattern"/>.</summary>
    public void Map(string method, [StringSyntax("Route")] string pattern, SimulatedOperation operation, Func<SimulatedExchange, SimulatedAnswer> answer) =>
        Map(method, pattern, _ => (operation, null), answer);

    /// <summary>Serves a path whose operation, and its name in the log, follow from the body.</summary>
    public void Map(string method, [StringSyntax("Route")] string pattern, Func<string, (SimulatedOperation Operation, string? Action)> classify, Func<SimulatedExchange, SimulatedAnswer> answer) =>
        Map(method, pattern, new SimulatorRoute(classify, answer, Control: false));

    /// <summary>Serves a path of the simulator's own, which no fault strikes and no log keeps.</summary>
    internal void MapControl(string method, [StringSyntax("Route")] string pattern, Func<SimulatedExchange, SimulatedAnswer> answer) =>
        Map(method, pattern, new SimulatorRoute(_ => (SimulatedOperation.Other, null), answer, Control: true));

    // The delegate is never run: the simulator answers from the metadata, so that also an unknown path goes through log and faults.
    private void Map(string method, string pattern, SimulatorRoute route) =>
        _endpoints.MapMethods(pattern, [method], (RequestDelegate)(_ => Task.CompletedTask)).WithMetadata(route);
}

internal sealed record SimulatorRoute(Func<string, (SimulatedOperation Operation, string? Action)> Classify, Func<SimulatedExchange, SimulatedAnswer> Answer, bool Control);

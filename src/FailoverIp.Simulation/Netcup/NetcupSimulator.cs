using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

/// <summary>
/// What the two netcup simulators have in common: the world they show. Beside the provider's paths they serve <c>/_simulator/routes</c>: GET
/// tells the owners, PUT with <c>{"address":"203.0.113.10","server":"v…"}</c> changes one behind the API's back (null: routed nowhere).
/// </summary>
public abstract class NetcupSimulator : HttpSimulator
{
    private readonly bool _ownsScp;

    private protected NetcupSimulator(NetcupSimulatorOptions options, NetcupScp scp)
        : base(options with { TimeProvider = scp.TimeProvider, Faults = [.. scp.State.Faults, .. options.Faults] })
    {
        Scp = scp;
        _ownsScp = options.Scp is null;
    }

    /// <summary>The world it shows.</summary>
    public NetcupScp Scp { get; }

    /// <summary>The account as it is now.</summary>
    public NetcupScpState State => Scp.State;

    private protected static NetcupScp ScpOf(NetcupSimulatorOptions options) => options.Scp ?? new NetcupScp(timeProvider: options.TimeProvider);

    /// <inheritdoc/>
    protected override void Dispose()
    {
        if (_ownsScp)
            Scp.Dispose();
    }

    /// <inheritdoc/>
    protected override void Map(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.MapControl("GET", "/_simulator/routes", _ => SimulatedAnswer.Json(
            200, State.FailoverIps.ToDictionary(f => f.Address.ToString(), f => f.Server), NetcupControlJson.Default.DictionaryStringString!));
        routes.MapControl("PUT", "/_simulator/routes", PutRoute);
    }

    private SimulatedAnswer PutRoute(SimulatedExchange exchange)
    {
        try
        {
            var route = JsonSerializer.Deserialize(exchange.Body, NetcupControlJson.Default.NetcupControlRoute)!;
            Scp.Route(route.Address, route.Server);
            return new(204);
        }
        catch (Exception problem) when (problem is JsonException or FormatException or ArgumentException)
        {
            return SimulatedAnswer.Text(400, problem.Message + "\n");
        }
    }
}

internal sealed record NetcupControlRoute(string Address, string? Server);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Dictionary<string, string?>))]
[JsonSerializable(typeof(NetcupControlRoute))]
internal sealed partial class NetcupControlJson : JsonSerializerContext;

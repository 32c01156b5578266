using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

/// <summary>
/// The Cloud API v6 of ProfitBricks (today IONOS Cloud), as far as a failover needs it: data centers, servers, NICs, LANs with their failover
/// groups, IP blocks and requests under <c>/cloudapi/v6/</c>. Shapes are those of the published document. Beside them it serves
/// <c>/_simulator/routes</c>: GET tells which NICs have the reserved addresses, PUT with
/// <c>{"address":"198.51.100.7","nic":"…"}</c> moves one behind the API's back (null: to none).
/// </summary>
/// <remarks>
/// Where the service's behaviour is not published, it is the harder one for a client: reads show the old values until a request is done, an address
/// that was assigned automatically is lost for ever when a list leaves it out, attributes that are not known are refused.
/// </remarks>
/// <example>
/// <code>
/// await using var profitBricks = await ProfitBricksSimulator.StartAsync();
/// profitBricks.Faults.Add(Fault.TaskError().OnPath("/nics/").Once());
/// // BaseAddress = profitBricks.ApiAddress, token = profitBricks.State.User.Tokens[0]
/// </code>
/// </example>
public sealed partial class ProfitBricksSimulator : HttpSimulator
{
    private const string Api = "/cloudapi/v6";
    private readonly bool _ownsCloud;
    private readonly ProfitBricksRateLimiter _limiter;

    private ProfitBricksSimulator(ProfitBricksSimulatorOptions options, ProfitBricksCloud cloud)
        : base(options with { TimeProvider = cloud.TimeProvider, Faults = [.. cloud.State.Faults, .. options.Faults] })
    {
        Cloud = cloud;
        _ownsCloud = options.Cloud is null;
        _limiter = new(cloud.TimeProvider);
    }

    /// <summary>Starts it and returns once it listens.</summary>
    /// <exception cref="ArgumentException">The address to listen on, or a fault, is not valid.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<ProfitBricksSimulator> StartAsync(ProfitBricksSimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var simulator = new ProfitBricksSimulator(options, options.Cloud ?? new ProfitBricksCloud(timeProvider: options.TimeProvider));
        try
        {
            await simulator.ComeUpAsync(cancellationToken).ConfigureAwait(false);
            return simulator;
        }
        catch
        {
            await simulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The address of the API, ending in <c>/cloudapi/v6/</c>.</summary>
    public Uri ApiAddress => new(BaseAddress, Api[1..] + "/");

    /// <summary>The world it shows.</summary>
    public ProfitBricksCloud Cloud { get; }

    /// <summary>What the user has now.</summary>
    public ProfitBricksState State => Cloud.State;

    /// <inheritdoc/>
    protected override void Dispose()
    {
        if (_ownsCloud)
            Cloud.Dispose();
    }

    /// <inheritdoc/>
    protected override void Map(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        MapControl(routes);
        MapDatacenters(routes);
        MapNics(routes);
        MapLans(routes);
        MapIpBlocks(routes);
        MapRequests(routes);
    }

    /// <inheritdoc/>
    protected override string Redact(string path, string body) => body;

    private void MapControl(SimulatorRoutes routes)
    {
        routes.MapControl("GET", "/_simulator/routes", _ => SimulatedAnswer.Json(
            200, State.IpBlocks.SelectMany(b => b.Ips).ToDictionary(ip => ip, Cloud.HoldersOf), ProfitBricksControlJson.Default.DictionaryStringIReadOnlyListString));
        routes.MapControl("PUT", "/_simulator/routes", PutRoute);
    }

    private SimulatedAnswer PutRoute(SimulatedExchange exchange)
    {
        try
        {
            var route = JsonSerializer.Deserialize(exchange.Body, ProfitBricksControlJson.Default.ProfitBricksControlRoute) ?? throw new JsonException("A route is missing.");
            Cloud.Move(route.Address, route.Nic);
            return new(204);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            return SimulatedAnswer.Text(400, problem.Message + "\n");
        }
    }
}

internal sealed record ProfitBricksControlRoute(string Address, string? Nic);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Dictionary<string, IReadOnlyList<string>>))]
[JsonSerializable(typeof(ProfitBricksControlRoute))]
internal sealed partial class ProfitBricksControlJson : JsonSerializerContext;

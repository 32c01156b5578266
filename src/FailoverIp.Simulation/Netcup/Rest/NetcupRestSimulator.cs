using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace FailoverIp.Simulation;

/// <summary>
/// netcup's SCP REST API with its login, as far as a failover needs it: <c>/realms/scp/protocol/openid-connect/…</c> (device login, tokens) and
/// <c>/scp-core/api/…</c> (failover addresses, tasks, servers). Shapes and messages are those of the published document 2026.0728 and of live answers.
/// </summary>
/// <remarks>
/// Where the service's behaviour is not published, it is the harder one for a client: filters find parts of a text, a read right after an
/// accepted write shows the old owner, tasks on one address do not wait for each other, and routing to the present owner is a write like any other.
/// </remarks>
/// <example>
/// <code>
/// await using var netcup = await NetcupRestSimulator.StartAsync();
/// netcup.Faults.Add(Fault.LostAnswer().On(SimulatedOperation.Write).Once());
/// // BaseAddress = netcup.BaseAddress, refresh token = netcup.State.RefreshTokens[0].Token
/// </code>
/// </example>
public sealed partial class NetcupRestSimulator : NetcupSimulator
{
    private const string Realm = "/realms/scp/protocol/openid-connect";
    private const string Api = "/scp-core/api/v1";
    private readonly AccessTokens _accessTokens;
    private readonly DeviceLogins _logins;

    private NetcupRestSimulator(NetcupSimulatorOptions options)
        : base(options, ScpOf(options))
    {
        _accessTokens = new(TimeProvider);
        _logins = new(TimeProvider);
    }

    /// <summary>Starts it and returns once it listens.</summary>
    /// <exception cref="ArgumentException">The address to listen on, or a fault, is not valid.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<NetcupRestSimulator> StartAsync(NetcupSimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var simulator = new NetcupRestSimulator(options ?? new());
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

    /// <summary>Makes every access token that was given out so far worthless, long before it expires.</summary>
    public void RevokeAccessTokens() => _accessTokens.Revoke();

    /// <inheritdoc/>
    protected override void Map(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        base.Map(routes);
        MapLogin(routes);
        routes.Map("GET", "/scp-core/api/ping", SimulatedOperation.Other, _ => SimulatedAnswer.Text(200, "OK"));
        MapApi(routes, "GET", "/users/{userId:int}", SimulatedOperation.Read, GetUser);
        MapApi(routes, "GET", "/users/{userId:int}/failoverips/v4", SimulatedOperation.Read, e => ListFailoverIps(e, 4));
        MapApi(routes, "GET", "/users/{userId:int}/failoverips/v6", SimulatedOperation.Read, e => ListFailoverIps(e, 6));
        MapApi(routes, "PATCH", "/users/{userId:int}/failoverips/v4/{id:int}", SimulatedOperation.Write, e => RouteFailoverIp(e, 4));
        MapApi(routes, "PATCH", "/users/{userId:int}/failoverips/v6/{id:int}", SimulatedOperation.Write, e => RouteFailoverIp(e, 6));
        MapApi(routes, "GET", "/tasks", SimulatedOperation.Task, ListTasks);
        MapApi(routes, "GET", "/tasks/{uuid}", SimulatedOperation.Task, GetTask);
        MapApi(routes, "PUT", "/tasks/{uuid}:cancel", SimulatedOperation.Task, CancelTask);
        MapApi(routes, "GET", "/servers", SimulatedOperation.Read, ListServers);
        MapApi(routes, "GET", "/servers/{serverId:int}", SimulatedOperation.Read, GetServer);
        MapApi(routes, "GET", "/servers/{serverId:int}/interfaces", SimulatedOperation.Read, ListInterfaces);
    }

    /// <inheritdoc/>
    protected override SimulatedAnswer RateLimited(TimeSpan? retryAfter) =>
        Error(429, "TOO_MANY_REQUESTS", "Too many failover IP routing requests: limited to 10 requests per 5 minutes and 20 requests per 60 minutes.").WithRetryAfter(retryAfter);

    /// <inheritdoc/>
    protected override SimulatedAnswer Unauthorized() => new SimulatedAnswer(401).With("WWW-Authenticate", "Bearer");

    /// <inheritdoc/>
    protected override string Redact(string path, string body) => Secret().Replace(body, "${name}***");

    private void MapApi(SimulatorRoutes routes, string method, string pattern, SimulatedOperation operation, Func<SimulatedExchange, SimulatedAnswer> answer) =>
        routes.Map(method, Api + pattern, operation, exchange => _accessTokens.IsGood(exchange.Bearer) ? answer(exchange) : Unauthorized());

    private SimulatedAnswer Ok<T>(T body, JsonTypeInfo<T> type, int status = 200)
    {
        var answer = SimulatedAnswer.Json(status, body, type);
        return State.Settings.HalJson ? answer with { ContentType = "application/hal+json" } : answer;
    }

    private SimulatedAnswer Error(int status, string code, string message) => Ok(new ResponseErrorBody(code, message), RestJson.Default.ResponseErrorBody, status);

    private SimulatedAnswer Invalid(string field, string message) =>
        Ok(new ValidationErrorBody("VALIDATION_ERROR", "Validation failed.", [new(field, message)]), RestJson.Default.ValidationErrorBody, 400);

    // Another account's paths look as if they did not exist.
    private SimulatedAnswer? RefuseOtherUser(SimulatedExchange exchange) =>
        exchange.Route("userId") == State.User.Id.ToString() ? null : Error(404, "NOT_FOUND", "User not found.");

    [GeneratedRegex("(?<name>(^|&)(refresh_token|access_token|token|device_code|password|client_secret)=)[^&]*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}

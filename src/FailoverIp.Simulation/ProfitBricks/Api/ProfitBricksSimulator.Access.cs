using System.Globalization;

namespace FailoverIp.Simulation;

public sealed partial class ProfitBricksSimulator
{
    /// <inheritdoc/>
    protected override SimulatedAnswer RateLimited(TimeSpan? retryAfter) =>
        Error(new(429, "429", "Too many requests")).WithRetryAfter(retryAfter);

    /// <inheritdoc/>
    protected override SimulatedAnswer Unauthorized() => Error(ApiProblem.Unauthorized);

    /// <inheritdoc/>
    protected override SimulatedAnswer UnknownPath(SimulatedExchange exchange) => IsKnown(exchange) ? Error(ApiProblem.NotFound) : Unauthorized();

    /// <inheritdoc/>
    protected override SimulatedAnswer WrongMethod(SimulatedExchange exchange) => IsKnown(exchange) ? Error(new(405, "405", "Method not allowed")) : Unauthorized();

    private void MapApi(SimulatorRoutes routes, string method, string pattern, SimulatedOperation operation, Func<ApiCall, SimulatedAnswer> answer) =>
        routes.Map(method, Api + pattern, operation, exchange => Admit(exchange, answer));

    /// <summary>Asks for credentials, counts against the limit and finds the contract; then the call is answered.</summary>
    private SimulatedAnswer Admit(SimulatedExchange exchange, Func<ApiCall, SimulatedAnswer> answer)
    {
        // The service checks the credentials before anything else, the path included.
        if (!IsKnown(exchange))
            return Unauthorized();
        if (State.Settings.RateLimit is not { } limit)
            return AnswerFor(exchange, answer);
        var (remaining, wait) = _limiter.Take(limit);
        return (wait is null ? AnswerFor(exchange, answer) : RateLimited(wait))
            .With("X-RateLimit-Limit", limit.PerMinute.ToString(CultureInfo.InvariantCulture))
            .With("X-RateLimit-Burst", limit.Burst.ToString(CultureInfo.InvariantCulture))
            .With("X-RateLimit-Remaining", remaining.ToString(CultureInfo.InvariantCulture));
    }

    private SimulatedAnswer AnswerFor(SimulatedExchange exchange, Func<ApiCall, SimulatedAnswer> answer)
    {
        if (ContractOf(exchange) is not { } contract)
            return Error(new(403, "403", "X-Contract-Number must name one of the user's contracts"));
        var (call, problem) = new ApiCall(exchange, contract).WithQuery();
        return problem is null ? answer(call) : Error(problem);
    }

    private bool IsKnown(SimulatedExchange exchange)
    {
        var user = State.User;
        return exchange.Bearer is { } token
            ? user.Tokens.Contains(token)
            : user.Password.Length > 0 && exchange.Basic == $"{user.UserName}:{user.Password}";
    }

    /// <summary>The contract that a request is for; null where it must name one and does not, or names another's.</summary>
    private int? ContractOf(SimulatedExchange exchange)
    {
        var contracts = State.User.Contracts;
        if (exchange.Header("X-Contract-Number") is not { } text)
            return contracts.Length == 1 ? contracts[0] : null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && contracts.Contains(number) ? number : null;
    }
}

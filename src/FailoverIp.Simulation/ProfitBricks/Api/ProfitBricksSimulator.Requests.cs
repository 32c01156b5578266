using System.Globalization;

namespace FailoverIp.Simulation;

public sealed partial class ProfitBricksSimulator
{
    private const string FilterDate = "yyyy-MM-dd HH:mm:ss";

    private void MapRequests(SimulatorRoutes routes)
    {
        MapApi(routes, "GET", "/requests", SimulatedOperation.Task, ListRequests);
        MapRequest(routes, "", (call, request) => Show(call, Views.Request(request)));
        MapRequest(routes, "/status", (call, request) =>
        {
            var answer = Answer(200, call.Pretty, Views.Status(request));
            return call.HasDepth ? answer : answer.With("ETag", $"\"{ResourceViews.ETag(request)}\"");
        });
    }

    private void MapRequest(SimulatorRoutes routes, string pattern, Func<ApiCall, ProfitBricksRequest, SimulatedAnswer> answer) =>
        MapApi(routes, "GET", "/requests/{request}" + pattern, SimulatedOperation.Task, call =>
            Cloud.FindRequest(call.Exchange.Route("request")) is { } request && request.Contract == call.Contract ? answer(call, request) : Error(ApiProblem.NotFound));

    /// <summary>Newest first. Filters that look into the metadata or the properties do so only where the depth tells them.</summary>
    private SimulatedAnswer ListRequests(ApiCall call)
    {
        if (!TryDate(call, "filter.createdAfter", out var after) || !TryDate(call, "filter.createdBefore", out var before))
            return Error(new(422, "422", $"A date of a filter must be written as {FilterDate}."));
        var found = Cloud.Requests.Reverse()
            .Where(r => r.Contract == call.Contract)
            .Where(r => after is null || r.CreatedAt > after)
            .Where(r => before is null || r.CreatedAt < before)
            .Where(r => call.Exchange.Query("filter.status") is not { } status || string.Equals(status, ResourceViews.Word(r.Status), StringComparison.OrdinalIgnoreCase))
            .Where(r => call.Depth == 0 || Attributes(r).All(a => call.Exchange.Query("filter." + a.Name) is not { } part || a.Value.Contains(part, StringComparison.OrdinalIgnoreCase)));
        return List(call, "requests", [.. found.Select(r => Views.Request(r))], defaultLimit: 1000, maxLimit: 10_000);
    }

    private IEnumerable<(string Name, string Value)> Attributes(ProfitBricksRequest request) =>
    [
        ("createdDate", request.CreatedAt.UtcDateTime.ToString(FilterDate, CultureInfo.InvariantCulture)),
        ("createdBy", State.User.UserName),
        ("etag", ResourceViews.ETag(request)),
        ("requestStatus", ResourceViews.Word(request.Status)),
        ("method", request.Method),
        ("headers", "content-type: application/json"),
        ("body", request.Body),
        ("url", request.Url),
    ];

    private static bool TryDate(ApiCall call, string name, out DateTimeOffset? date)
    {
        date = null;
        if (call.Exchange.Query(name) is not { } text)
            return true;
        if (!DateTimeOffset.TryParseExact(text, FilterDate, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value))
            return false;
        date = value;
        return true;
    }
}

using FailoverIp.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Netcup.Tests;

/// <summary>A provider against a service whose answers a test can replace one by one; by default those of the live samples' shapes.</summary>
internal sealed class RestService
{
    public const string V4 = "GET /scp-core/api/v1/users/555001/failoverips/v4";
    public const string V6 = "GET /scp-core/api/v1/users/555001/failoverips/v6";
    public const string Patch = "PATCH /scp-core/api/v1/users/555001/failoverips/";
    public const string Servers = "GET /scp-core/api/v1/servers?name=";
    public const string Server = "GET /scp-core/api/v1/servers/";
    public const string Tasks = "GET /scp-core/api/v1/tasks?";
    public const string Task = "GET /scp-core/api/v1/tasks/";

    public const string S1 = "v2200000000000000001";
    public const string S2 = "v2200000000000000002";

    private readonly List<(string Start, Func<Asked, HttpResponseMessage> Answer)> _answers = [];

    public RestService(int maxIn5Minutes = 10, int maxIn60Minutes = 20)
    {
        Http = new(Respond);
        var exchange = Http.Exchange(Time);
        var tokens = new AccessTokenSource(new(exchange, Base), new MemoryRefreshTokenStore("s3cret-refresh", Time), Time, NullLogger.Instance);
        Provider = new(new(exchange, Base, tokens), tokens, new(maxIn5Minutes, maxIn60Minutes, Time), Time, NullLogger.Instance);
    }

    public static Uri Base { get; } = new("https://scp.example/");

    public VirtualTimeProvider Time { get; } = new();

    public ScriptedService Http { get; }

    public NetcupRestProvider Provider { get; }

    /// <summary>The owner of 203.0.113.10; null for nobody.</summary>
    public int? Owner { get; set; } = 111002;

    public int TokensGranted { get; private set; }

    public static RouteRequest Request(string target = S1, string address = "203.0.113.10") => new(FailoverAddress.Parse(address), RouteTarget.ForServer(target));

    /// <summary>From now on requests that begin so are answered so.</summary>
    public RestService On(string start, Func<Asked, HttpResponseMessage> answer)
    {
        _answers.Insert(0, (start, answer));
        return this;
    }

    public RestService On(string start, string json, int status = 200) => On(start, _ => Answer.Json(json, status));

    public static string Ipv4(string ip, int id, int? server, int site = 1, bool editable = true) =>
        $$"""{"cidrSuffix":32,"editable":{{(editable ? "true" : "false")}},"id":{{id}},"ip":"{{ip}}","server":{{Minimal(server)}},"site":{"city":"City{{site}}","id":{{site}}},"user":{"id":555001} }""";

    public static string Ipv6(string prefix, int length, int id, int? server) =>
        $$"""{"editable":true,"id":{{id}},"networkPrefix":"{{prefix}}","networkPrefixLength":{{length}},"server":{{Minimal(server)}},"site":{"city":"City1","id":1} }""";

    public static string TaskInfo(string state, string? message = null, string? error = null) =>
        $$"""{"executingUser":{"id":555001},"finishedAt":null,"message":{{(message is null ? "null" : $"\"{message}\"")}},"name":"RouteFailoverIpTask","startedAt":"2026-01-01T00:00:00.093742859Z","state":"{{state}}","uuid":"00000000-0000-4000-8000-000000000158","responseError":{{(error is null ? "null" : $$"""{"code":"x","message":"{{error}}"}""")}},"result":{},"steps":[]}""";

    private static string Minimal(int? id) => id is null ? "null" : $$"""{"id":{{id}},"name":"v2200000000000{{id % 1000:000000}}"}""";

    private HttpResponseMessage Respond(Asked asked)
    {
        foreach (var (start, answer) in _answers)
        {
            if (asked.Is(start))
                return answer(asked);
        }
        if (asked.Is(Tokens.Path))
            return Tokens.Granted(++TokensGranted);
        if (asked.Authorization?.StartsWith("Bearer ", StringComparison.Ordinal) != true)
            return Answer.Empty(401);
        if (asked.Is(V4))
            return Answer.Json($"[{Ipv4("203.0.113.100", 333009, 111002)},{Ipv4("203.0.113.10", 333001, Owner)}]");
        if (asked.Is(V6))
            return Answer.Json($"[{Ipv6("2001:db8:a:20::", 64, 333002, Owner)}]", type: "application/hal+json");
        if (asked.Is(Servers))
            return Answer.Json($$"""[{"id":111009,"name":"{{S1}}9"},{"id":111001,"name":"{{S1}}"}]""");
        if (asked.Is(Server + "111001"))
            return Answer.Json($$"""{"id":111001,"name":"{{S1}}","site":{"id":1,"city":"City1"} }""");
        if (asked.Is(Tasks))
            return Answer.Json("[]");
        if (asked.Is(Task))
            return Answer.Json(TaskInfo("FINISHED"));
        if (!asked.Is(Patch))
            return Answer.Json("""{"code":"x","message":"Not here."}""", 404);
        Owner = 111001;
        return Answer.Json(TaskInfo("PENDING"), 202);
    }
}

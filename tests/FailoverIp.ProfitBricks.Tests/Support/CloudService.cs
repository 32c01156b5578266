using System.Text.Json;
using System.Text.Json.Nodes;
using FailoverIp.Simulation;

namespace FailoverIp.ProfitBricks.Tests;

/// <summary>
/// A data center in memory, in the API's JSON, whose answers a test can replace one by one. By default every write is accepted, shows at once
/// and its request is done at the first question.
/// </summary>
internal sealed class CloudService
{
    public const string Ip = "198.51.100.7";
    public const string Path = "/cloudapi/v6/";
    public static readonly Guid DatacenterId = Id(0xd);
    public static readonly NicId A = new(DatacenterId, Id(0xa), Id(0xa1));
    public static readonly NicId B = new(DatacenterId, Id(0xb), Id(0xb1));
    public static readonly Guid Block = Id(0xb10c);

    private readonly List<(string Start, Func<Asked, HttpResponseMessage?> Answer)> _answers = [];
    private int _requests;

    public CloudService(params string[] holders)
    {
        Http = new(Respond);
        Nics = new() { [A] = new(1, ["203.0.113.1"]), [B] = new(1, ["203.0.113.2"]) };
        foreach (var nic in Nics.Where(n => holders.Contains(n.Key.Nic.ToString())))
            nic.Value.Ips.Add(Ip);
    }

    public static Uri Base { get; } = new("https://cloud.example" + Path);

    public VirtualTimeProvider Time { get; } = new();

    public ScriptedService Http { get; }

    public ProfitBricksOptions Options { get; } = new() { BaseAddress = Base, Token = "s3cret-token", DatacenterId = CloudService.DatacenterId.ToString(), LanId = 1, Mode = ProfitBricksMode.NicMove };

    public Dictionary<NicId, FakeNic> Nics { get; }

    public bool LanIsPublic { get; set; } = true;

    public string LanState { get; set; } = "AVAILABLE";

    public List<(string Ip, Guid Nic)> Groups { get; } = [];

    public List<string> BlockIps { get; } = [Ip, "198.51.100.8"];

    /// <summary>The consumers that the block tells where it is not to tell the NICs that hold its addresses.</summary>
    public NicId[]? Consumers { get; set; }

    /// <summary>The statuses that requests show, one for each question; <c>DONE</c> when there are no more.</summary>
    public Queue<string> Statuses { get; } = new();

    public IEnumerable<string> Writes => Http.Asked.Where(a => a.Method != "GET").Select(a => $"{a.Line[a.Method.Length..].Replace(" " + Path, "", StringComparison.Ordinal)} {a.Body}");

    public static Guid Id(int n) => new(n, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1);

    public static CloudService HeldBy(params NicId[] holders) => new([.. holders.Select(h => h.Nic.ToString())]);

    public static RouteTarget Target(NicId nic) => new([new("Server", nic.Server.ToString()), new("Nic", nic.Nic.ToString())]);

    public static RouteRequest Request(NicId nic, string address = Ip) => new(FailoverAddress.Parse(address), Target(nic));

    public CloudClient Client() => ProfitBricksFactory.Client(new(Http.Client(), Time), Options.Checked());

    public IFailoverIpProvider Provider() => ProfitBricksFactory.Provider(Client(), Options.Checked(), Time);

    /// <summary>From now on requests that begin so (without the base path) are answered so; null for the usual answer.</summary>
    public CloudService On(string start, Func<Asked, HttpResponseMessage?> answer)
    {
        _answers.Insert(0, (start.Replace(" ", " " + Path, StringComparison.Ordinal), answer));
        return this;
    }

    public CloudService OnOnce(string start, Func<Asked, HttpResponseMessage> answer)
    {
        var left = 1;
        return On(start, asked => left-- > 0 ? answer(asked) : null);
    }

    /// <summary>The error document of the published samples.</summary>
    public static HttpResponseMessage Error(int status, string message, string code = "") =>
        Answer.Json($$"""{"httpStatus":{{status}},"messages":[{"errorCode":"{{code}}","message":{{JsonSerializer.Serialize(message)}}}]}""", status);

    public HttpResponseMessage Accepted(string body = "{}", string? location = "")
    {
        var answer = Answer.Json(body, 202);
        if (location is not null)
            answer.Headers.Location = new(location.Length > 0 ? location : $"{Base}requests/{Id(0xe0000 + ++_requests)}/status");
        return answer;
    }

    /// <summary>Runs a task whose waits are on the virtual clock.</summary>
    public async Task<T> RunAsync<T>(Task<T> task, TimeSpan? limit = null)
    {
        var end = Time.Elapsed + (limit ?? TimeSpan.FromHours(1));
        for (var idle = 0; !task.IsCompleted && Time.Elapsed < end && idle < 5000;)
        {
            // Time moves only when nothing that is under way could still use this moment.
            for (var i = 0; i < 3 || (i < 100 && ThreadPool.PendingWorkItemCount > 0); i++)
                await Task.Delay(1);
            if (task.IsCompleted || Time.NextDue is not { } due)
                idle++;
            else
                Time.Advance((due < end ? due : end) - Time.Elapsed);
        }
        task.IsCompleted.ShouldBeTrue($"not ended after {Time.Elapsed}: {string.Join(", ", Http.Asked.Select(a => a.Line).TakeLast(10))}");
        return await task;
    }

    public async Task RunAsync(Task task, TimeSpan? limit = null) => await RunAsync(Done(task), limit);

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    private HttpResponseMessage Respond(Asked asked)
    {
        foreach (var (start, answer) in _answers.ToArray())
        {
            if (asked.Is(start) && answer(asked) is { } scripted)
                return scripted;
        }
        if (asked.Authorization != "Bearer s3cret-token")
            return Error(401, "Unauthorized", "315");
        var path = asked.Uri.AbsolutePath[Path.Length..];
        if (path.StartsWith("requests/", StringComparison.Ordinal))
            return Answer.Json($$"""{"metadata":{"status":"{{(Statuses.TryDequeue(out var s) ? s : "DONE")}}","message":"status words"} }""");
        if (path == $"datacenters/{DatacenterId}")
            return Answer.Json($$"""{"id":"{{DatacenterId}}","properties":{"name":"dc","location":"de/fra"} }""");
        if (path == $"datacenters/{DatacenterId}/lans/1/nics")
            return Answer.Json($$"""{"items":[{{string.Join(',', Nics.Where(n => n.Value.Lan == 1).Select(n => Json(n.Key)))}}]}""");
        if (path == $"datacenters/{DatacenterId}/lans/1")
            return asked.Method == "PATCH" ? PatchLan(asked.Body) : Answer.Json(LanJson());
        if (path.StartsWith("ipblocks", StringComparison.Ordinal))
            return asked.Method != "GET" ? Accepted(BlockJson()) : Answer.Json(path == "ipblocks" ? $$"""{"items":[{{BlockJson()}}]}""" : BlockJson());
        if (Nics.Keys.Cast<NicId?>().FirstOrDefault(n => n!.Value.Path == path) is { } nic)
            return asked.Method == "PATCH" ? PatchNic(nic, asked.Body) : Answer.Json(Json(nic));
        return Error(404, "Resource does not exist", "309");
    }

    private HttpResponseMessage PatchNic(NicId nic, string body)
    {
        var patch = JsonNode.Parse(body)!.AsObject();
        patch.Select(p => p.Key).ShouldBe(["lan", "ips"]);
        patch["lan"]!.GetValue<int>().ShouldBe(Nics[nic].Lan);
        string[] ips = [.. patch["ips"]!.AsArray().Select(i => i!.GetValue<string>())];
        ips.ShouldNotBeEmpty();
        if (ips.Contains(Ip) && !Groups.Any(g => g.Ip == Ip) && Nics.Any(n => n.Key != nic && n.Value.Ips.Contains(Ip)))
            return Error(422, $"[(root).properties.ips] The IP address {Ip} is already in use", "VDC-5-1023");
        Nics[nic].Ips.Clear();
        Nics[nic].Ips.AddRange(ips);
        return Accepted(Json(nic));
    }

    private HttpResponseMessage PatchLan(string body)
    {
        var patch = JsonNode.Parse(body)!.AsObject();
        patch.Select(p => p.Key).ShouldBe(["ipFailover"]);
        Groups.Clear();
        Groups.AddRange(patch["ipFailover"]!.AsArray().Select(g => (g!["ip"]!.GetValue<string>(), Guid.Parse(g["nicUuid"]!.GetValue<string>()))));
        return Accepted(LanJson());
    }

    private string Json(NicId nic) =>
        $$"""{"id":"{{nic.Nic}}","href":"{{Base}}{{nic.Path}}","metadata":{"state":"{{Nics[nic].State}}"},"properties":{"lan":{{Nics[nic].Lan}},"ips":{{JsonSerializer.Serialize(Nics[nic].Ips)}},"dhcp":true} }""";

    private string LanJson() =>
        $$"""{"id":"1","metadata":{"state":"{{LanState}}"},"properties":{"public":{{(LanIsPublic ? "true" : "false")}},"ipFailover":[{{string.Join(',', Groups.Select(g => $$"""{"ip":"{{g.Ip}}","nicUuid":"{{g.Nic}}"}"""))}}]} }""";

    private string BlockJson() =>
        $$"""{"id":"{{Block}}","metadata":{"state":"AVAILABLE"},"properties":{"name":"web","location":"de/fra","size":{{BlockIps.Count}},"ips":{{JsonSerializer.Serialize(BlockIps)}},"ipConsumers":[{{string.Join(',', (Consumers ?? [.. Nics.Where(n => n.Value.Ips.Contains(Ip)).Select(n => n.Key)]).Select(Consumer))}}]} }""";

    private static string Consumer(NicId nic) =>
        $$"""{"ip":"{{Ip}}","mac":"02:01:00:00:00:01","nicId":"{{nic.Nic}}","serverId":"{{nic.Server}}","serverName":"s","datacenterId":"{{nic.Datacenter}}","datacenterName":"dc"}""";
}

internal sealed record FakeNic(int Lan, List<string> Ips)
{
    public string State { get; set; } = "AVAILABLE";
}

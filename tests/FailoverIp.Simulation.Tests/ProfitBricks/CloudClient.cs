using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FailoverIp.Simulation.Tests;

/// <summary>A bare client of the Cloud API.</summary>
internal sealed class CloudClient : IDisposable
{
    public const string Datacenter = "dc000000-0000-4000-8000-000000000001";
    public const string S1 = "5e000000-0000-4000-8000-000000000001";
    public const string S2 = "5e000000-0000-4000-8000-000000000002";
    public const string N1 = "71c00000-0000-4000-8000-000000000001";
    public const string N2 = "71c00000-0000-4000-8000-000000000002";
    public const string Block = "1b000000-0000-4000-8000-000000000001";
    public const string Failover = "198.51.100.7";
    public const string Own1 = "203.0.113.21";
    public const string Own2 = "203.0.113.22";
    public const string Lan = $"datacenters/{Datacenter}/lans/1";
    public const string Nic1 = $"datacenters/{Datacenter}/servers/{S1}/nics/{N1}";
    public const string Nic2 = $"datacenters/{Datacenter}/servers/{S2}/nics/{N2}";

    public CloudClient(ProfitBricksSimulator simulator)
    {
        Http = new() { BaseAddress = simulator.ApiAddress };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", simulator.State.User.Tokens[0]);
    }

    public HttpClient Http { get; }

    public async Task<CloudAnswer> SendAsync(string method, string path, string? body = null, Action<HttpRequestHeaders>? headers = null)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        headers?.Invoke(request.Headers);
        using var response = await Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType?.MediaType);
    }

    public Task<CloudAnswer> GetAsync(string path) => SendAsync("GET", path);

    public Task<CloudAnswer> PatchAsync(string path, string body) => SendAsync("PATCH", path, body);

    public Task<CloudAnswer> SetIpsAsync(string nic, params string[] ips) => PatchAsync(nic, new JsonObject { ["ips"] = Texts(ips), ["lan"] = 1 }.ToJsonString());

    public Task<CloudAnswer> SetGroupsAsync(params (string Ip, string Nic)[] groups) => PatchAsync(Lan, new JsonObject
    {
        ["ipFailover"] = new JsonArray([.. groups.Select(g => new JsonObject { ["ip"] = g.Ip, ["nicUuid"] = g.Nic })]),
    }.ToJsonString());

    public async Task<string[]> IpsAsync(string nic) => (await GetAsync(nic)).Body.GetProperty("properties").GetProperty("ips").Texts();

    public async Task<string> StateAsync(string path) => (await GetAsync(path)).Body.GetProperty("metadata").GetProperty("state").GetString()!;

    public void Dispose() => Http.Dispose();

    private static JsonArray Texts(string[] texts) => new([.. texts.Select(t => (JsonNode?)t)]);
}

internal sealed record CloudAnswer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, string? MediaType)
{
    public JsonElement Body { get; } = Text.Length > 0 && MediaType == "application/json" ? JsonDocument.Parse(Text).RootElement.Clone() : default;

    public JsonElement Properties => Body.GetProperty("properties");

    /// <summary>The path of its request's status.</summary>
    public string Location => Headers.Location!.AbsoluteUri;

    public CloudAnswer ShouldBe(HttpStatusCode status)
    {
        Status.ShouldBe(status, Text);
        return this;
    }

    /// <summary>Checks that it is the error document with this code and a message that contains these words.</summary>
    public void ShouldRefuse(int status, string code, string words)
    {
        ((int)Status).ShouldBe(status, Text);
        Body.GetProperty("httpStatus").GetInt32().ShouldBe(status);
        var message = Body.GetProperty("messages").EnumerateArray().ShouldHaveSingleItem();
        message.GetProperty("errorCode").GetString().ShouldBe(code);
        message.GetProperty("message").GetString()!.ShouldContain(words);
        Headers.Location.ShouldBeNull();
    }
}

internal static class JsonTexts
{
    public static string[] Texts(this JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];
}

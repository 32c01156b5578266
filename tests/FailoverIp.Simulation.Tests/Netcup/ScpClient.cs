using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace FailoverIp.Simulation.Tests;

/// <summary>A client of the REST simulator as small as can be: one token, raw answers.</summary>
internal sealed class ScpClient : IDisposable
{
    public const string Api = "scp-core/api/v1";
    public const string Oidc = "realms/scp/protocol/openid-connect";
    public const int Web = 333001;

    private readonly NetcupRestSimulator _simulator;

    public ScpClient(NetcupRestSimulator simulator)
    {
        _simulator = simulator;
        Http = new HttpClient { BaseAddress = simulator.BaseAddress };
    }

    public HttpClient Http { get; }

    public static async Task<ScpClient> LogInAsync(NetcupRestSimulator simulator)
    {
        var client = new ScpClient(simulator);
        var (status, body) = await client.RefreshAsync(simulator.State.RefreshTokens[0].Token);
        status.ShouldBe(HttpStatusCode.OK);
        client.Use(body.GetProperty("access_token").GetString()!);
        return client;
    }

    public void Use(string accessToken) => Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);

    public Task<(HttpStatusCode Status, JsonElement Body)> RefreshAsync(string token) =>
        PostFormAsync($"{Oidc}/token", ("grant_type", "refresh_token"), ("client_id", "scp"), ("refresh_token", token));

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostFormAsync(string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var response = await Http.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path)
    {
        using var response = await Http.GetAsync($"{Api}/{path}");
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public Task<HttpResponseMessage> PatchAsync(int id, int? serverId, int version = 4)
    {
        var body = serverId is { } server ? $$"""{"serverId":{{server}}}""" : "{}";
        return Http.PatchAsync($"{Api}/users/555001/failoverips/v{version}/{id}", new StringContent(body, new MediaTypeHeaderValue("application/json")));
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> RouteAsync(int id, int? serverId, int version = 4)
    {
        using var response = await PatchAsync(id, serverId, version);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<string?> OwnerAsync(string address)
    {
        var (_, list) = await GetAsync($"users/555001/failoverips/v4?ip={address}");
        var entry = list.EnumerateArray().Single(e => e.GetProperty("ip").GetString() == address);
        return entry.TryGetProperty("server", out var server) ? server.GetProperty("name").GetString() : null;
    }

    public async Task<string> TaskStateAsync(string uuid) => (await GetAsync($"tasks/{uuid}")).Body.GetProperty("state").GetString()!;

    public void Dispose() => Http.Dispose();

    public override string ToString() => _simulator.BaseAddress.ToString();
}

using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace FailoverIp.Netcup;

/// <summary>
/// The few calls of netcup's SCP REST API that a failover needs, typed. A 401 leads to one refresh and one replay; nothing else is tried
/// again here.
/// </summary>
internal sealed class ScpClient(HttpExchange http, Uri baseAddress, AccessTokenSource tokens)
{
    private readonly Uri _api = new(baseAddress, "scp-core/api/v1/");

    private string Host => baseAddress.Authority;

    /// <summary>The account's failover addresses of one family; <paramref name="ip"/> is the service's filter, and only a filter.</summary>
    public async Task<ScpFailoverIp[]> ListFailoverIpsAsync(AddressFamily family, IPAddress? ip, RequestBounds bounds)
    {
        var query = ip is null ? "" : $"?ip={Uri.EscapeDataString(ip.ToString())}";
        var answer = await SendAsync(HttpMethod.Get, token => $"users/{token.UserId}/failoverips/{Version(family)}{query}", null, bounds).ConfigureAwait(false);
        return Expect(answer, "did not list the failover addresses").Read(ScpJson.Default.ScpFailoverIpArray, Host);
    }

    /// <summary>The servers whose name the service's filter finds.</summary>
    public async Task<ScpServer[]> FindServersAsync(string name, RequestBounds bounds)
    {
        var answer = await SendAsync(HttpMethod.Get, _ => $"servers?name={Uri.EscapeDataString(name)}", null, bounds).ConfigureAwait(false);
        return Expect(answer, "did not list the servers").Read(ScpJson.Default.ScpServerArray, Host);
    }

    /// <summary>One server with its site, without what the service would have to ask the host for.</summary>
    public async Task<ScpServer> GetServerAsync(int id, RequestBounds bounds)
    {
        var answer = await SendAsync(HttpMethod.Get, _ => $"servers/{id}?loadServerLiveInfo=false", null, bounds).ConfigureAwait(false);
        var server = Expect(answer, $"did not show server {id}").Read(ScpJson.Default.ScpServer, Host);
        return server.Id == id ? server : throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{Host} showed another server than {id}");
    }

    /// <summary>Routes an address to a server. The answer is the task, or null where it was accepted without one that can be followed.</summary>
    public async Task<ScpTask?> RouteAsync(AddressFamily family, int addressId, int serverId, RequestBounds bounds)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new ScpRoute(serverId), ScpRequestJson.Default.ScpRoute);
        var answer = await SendAsync(HttpMethod.Patch, token => $"users/{token.UserId}/failoverips/{Version(family)}/{addressId}", body, bounds).ConfigureAwait(false);
        // It was accepted, whatever the body looks like: a read will tell.
        return Expect(answer, "refused the reroute").TryRead(ScpJson.Default.ScpTask);
    }

    /// <summary>One task.</summary>
    public async Task<ScpTask> GetTaskAsync(string uuid, RequestBounds bounds)
    {
        var answer = await SendAsync(HttpMethod.Get, _ => $"tasks/{Uri.EscapeDataString(uuid)}", null, bounds).ConfigureAwait(false);
        return Expect(answer, "did not show the task").Read(ScpJson.Default.ScpTask, Host);
    }

    /// <summary>The latest reroutes of anybody with this account, and the service's own clock.</summary>
    public async Task<(ScpTask[] Tasks, DateTimeOffset? Now)> ListReroutesAsync(RequestBounds bounds)
    {
        var answer = await SendAsync(HttpMethod.Get, _ => "tasks?q=FailoverIpTask&limit=50", null, bounds).ConfigureAwait(false);
        return (Expect(answer, "did not list the tasks").Read(ScpJson.Default.ScpTaskArray, Host), answer.Date);
    }

    private static string Version(AddressFamily family) => family == AddressFamily.InterNetwork ? "v4" : "v6";

    private HttpAnswer Expect(HttpAnswer answer, string otherwise) => answer.IsSuccess ? answer : throw ScpErrors.From(answer, Host, otherwise);

    private async Task<HttpAnswer> SendAsync(HttpMethod method, Func<AccessToken, string> path, byte[]? body, RequestBounds bounds)
    {
        for (var replay = false; ; replay = true)
        {
            var token = await GetTokenAsync(bounds).ConfigureAwait(false);
            using var request = new HttpRequestMessage(method, new Uri(_api, path(token)));
            request.Headers.Authorization = new("Bearer", token.Value);
            request.Headers.Accept.Add(new("application/json"));
            if (body is not null)
                request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
            var answer = await http.SendAsync(request, bounds.Timeout, bounds.Cancellation).ConfigureAwait(false);
            if (answer.Status != HttpStatusCode.Unauthorized || replay)
                return answer.Without(token.Value);
            tokens.Invalidate(token);
        }
    }

    /// <summary>Without a token nothing is sent; and what a 401 has refused took no effect either.</summary>
    private async Task<AccessToken> GetTokenAsync(RequestBounds bounds)
    {
        try
        {
            return await tokens.GetAsync(bounds).ConfigureAwait(false);
        }
        catch (FailoverIpException e)
        {
            throw e.BeforeTheWrite();
        }
    }
}

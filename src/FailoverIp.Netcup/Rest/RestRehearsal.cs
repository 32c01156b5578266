using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Netcup;

/// <summary>
/// Reads and reroutes once against an account in memory. The runtime compiles code at its first use, and the one request that cannot be tried on the real
/// account is the reroute: without this the first failover of a process would spend tens of milliseconds on that. Nothing of it leaves the process.
/// </summary>
internal static class RestRehearsal
{
    private static readonly Lazy<Task> Once = new(RunAsync);

    /// <summary>Runs it, where it has not been run in this process. Never throws.</summary>
    public static Task OnceAsync() => Once.Value;

    private static async Task RunAsync()
    {
        var baseAddress = new Uri("http://rehearsal.invalid/");
        using var client = new HttpClient(new Stage());
        var http = new HttpExchange(client, TimeProvider.System);
        var tokens = new AccessTokenSource(new(http, baseAddress), new MemoryRefreshTokenStore("rehearsal", TimeProvider.System), TimeProvider.System, NullLogger.Instance);
        var budget = new RerouteBudget(1, 1, TimeProvider.System);
        var provider = new NetcupRestProvider(new ScpClient(http, baseAddress, tokens), tokens, budget, TimeProvider.System, NullLogger.Instance);
        var request = new RouteRequest(FailoverAddress.Parse("192.0.2.1"), RouteTarget.ForServer("rehearsal"));
        try
        {
            await provider.ReadRouteAsync(request, CancellationToken.None).ConfigureAwait(false);
            var reroute = await provider.StartRerouteAsync(request, CancellationToken.None).ConfigureAwait(false);
            await reroute.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (FailoverIpException)
        {
            // Then the first failover is slower, and that is all.
        }
    }

    /// <summary>Answers what the service would, each time after a turn of the thread pool: an answer from a network is never there at once.</summary>
    private sealed class Stage : HttpMessageHandler
    {
        private const string Site = """{ "id": 1, "city": "rehearsal" }""";
        private const string Address = $$"""{ "id": 1, "ip": "192.0.2.1", "cidrSuffix": 32, "editable": true, "site": {{Site}}, "server": { "id": 2, "name": "another" } }""";
        private const string Server = $$"""{ "id": 1, "name": "rehearsal", "site": {{Site}} }""";
        private const string Task = """{ "uuid": "00000000-0000-4000-8000-000000000000", "name": "RouteFailoverIpTask", "state": "FINISHED" }""";

        // A token whose claim "id" is 1, and which nobody has signed.
        private const string Token = """{ "access_token": "e30.eyJpZCI6MX0.", "expires_in": 300 }""";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await System.Threading.Tasks.Task.Yield();
            var path = request.RequestUri!.AbsolutePath;
            var (status, body) = request.Method == HttpMethod.Patch ? (HttpStatusCode.Accepted, Task)
                : path.EndsWith("/token", StringComparison.Ordinal) ? (HttpStatusCode.OK, Token)
                : path.EndsWith("/failoverips/v4", StringComparison.Ordinal) ? (HttpStatusCode.OK, $"[{Address}]")
                : path.EndsWith("/servers", StringComparison.Ordinal) ? (HttpStatusCode.OK, $"[{Server}]")
                : (HttpStatusCode.OK, path.Contains("/tasks/", StringComparison.Ordinal) ? Task : Server);
            return new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}

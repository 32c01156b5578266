using System.Collections.Concurrent;
using System.Net;
using System.Text;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class OtlpTests
{
    [Fact]
    public async Task Metrics_and_spans_of_a_failover_reach_a_collector()
    {
        await using var collector = await Collector.StartAsync();
        var node = TestNode.Create(TestNode.Options with { Telemetry = new() { Endpoint = collector.Url, Interval = TimeSpan.FromMinutes(10), Authorization = "Bearer a,b" } });
        node.Provider.SetOwner("203.0.113.10", "v2");
        await using (node)
        {
            await node.StartHostAsync();
            node.Engine.Move("VI_1", VrrpState.Active);
            await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
            await node.StopAsync(); // which sends what is left
        }

        var metrics = collector.Received("/v1/metrics");
        metrics.ShouldContain("failoverip.vrrp.state");
        metrics.ShouldContain("failoverip.route.writes");
        metrics.ShouldContain("failoverip.takeover.duration");
        metrics.ShouldContain("VI_1");
        metrics.ShouldContain("service.name");
        collector.Received("/v1/traces").ShouldContain("203.0.113.10/32");
        collector.Authorizations.ShouldAllBe(a => a == "Bearer a,b");
        node.Log.Lines.ShouldContain($"Information: metrics and traces go to {collector.Url}");
        node.Log.Lines.ShouldAllBe(l => !l.Contains("a,b", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_is_away_holds_up_nothing()
    {
        await using var node = TestNode.Create(TestNode.Options with { Telemetry = new() { Endpoint = new("http://127.0.0.1:9/") } });
        node.Provider.SetOwner("203.0.113.10", "v2");
        await node.StartHostAsync();

        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);

        await node.StopAsync();
    }

    /// <summary>Takes what is sent by OTLP over HTTP. The names in it are UTF-8 within protobuf, and are looked for as such.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<(string Path, string Body, string? Authorization)> _requests = new();
        private readonly Task _serving;

        private Collector(Uri url)
        {
            Url = url;
            _listener.Prefixes.Add(url.ToString());
            _listener.Start();
            _serving = Task.Run(ServeAsync);
        }

        public Uri Url { get; }

        public IEnumerable<string?> Authorizations => _requests.Select(r => r.Authorization);

        public static Task<Collector> StartAsync()
        {
            using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var port = ((IPEndPoint)free.LocalEndpoint).Port;
            free.Stop();
            return Task.FromResult(new Collector(new($"http://127.0.0.1:{port}/")));
        }

        public string Received(string path) => string.Concat(_requests.Where(r => r.Path == path).Select(r => r.Body));

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    _requests.Enqueue((context.Request.Url!.AbsolutePath, Encoding.UTF8.GetString(body.ToArray()), context.Request.Headers["Authorization"]));
                    context.Response.StatusCode = 200;
                    context.Response.ContentType = "application/x-protobuf";
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }
    }
}

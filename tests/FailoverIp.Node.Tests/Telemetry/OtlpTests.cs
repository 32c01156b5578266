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

    [Fact]
    public async Task A_reload_sends_elsewhere_and_the_first_collector_gets_what_was_left_for_it()
    {
        await using var first = await Collector.StartAsync();
        await using var second = await Collector.StartAsync();
        var options = TestNode.Options with { Telemetry = new() { Endpoint = first.Url, Interval = TimeSpan.FromMinutes(10) } };
        var node = TestNode.Create(options);
        node.Provider.SetOwner("203.0.113.10", "v2");
        await using (node)
        {
            await node.StartHostAsync();
            await node.Node.ReloadAsync(options with { Telemetry = new() { Endpoint = second.Url, Interval = TimeSpan.FromMinutes(10), Authorization = "Bearer second" } });
            node.Node.Options.Telemetry!.Endpoint.ShouldBe(second.Url);
            node.Engine.Move("VI_1", VrrpState.Active);
            await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
            await node.StopAsync(); // which sends what is left, and waits for what the reload has left
        }

        first.Received("/v1/metrics").ShouldContain("failoverip.vrrp.state");
        first.Authorizations.ShouldAllBe(a => a == null);
        second.Received("/v1/traces").ShouldContain("203.0.113.10/32");
        second.Authorizations.ShouldAllBe(a => a == "Bearer second");
    }

    [Fact]
    public async Task A_reload_begins_and_ends_the_sending_and_leaves_it_alone_where_it_is_the_same()
    {
        await using var collector = await Collector.StartAsync();
        await using var node = await TestNode.StartAsync();
        var sending = TestNode.Options with { Telemetry = new() { Endpoint = collector.Url, Interval = TimeSpan.FromMinutes(10) } };

        await node.Node.ReloadAsync(sending);
        await node.Node.ReloadAsync(sending with { });
        node.Log.Lines.Count(l => l == $"Information: metrics and traces go to {collector.Url}").ShouldBe(1);
        collector.Received("/v1/metrics").ShouldBeEmpty();

        await node.Node.ReloadAsync(TestNode.Options);
        node.Log.Lines.ShouldContain("Information: metrics and traces are not sent any more");
        await node.StopAsync();
        collector.Received("/v1/metrics").ShouldContain("failoverip.vrrp.state");
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
            await _serving.WaitAsync(TimeSpan.FromSeconds(20));
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

using System.Net.Http;

namespace FailoverIp.Node.Tests;

/// <summary>A test node with its status served at a port of its own.</summary>
internal sealed class StatusSite : IAsyncDisposable
{
    private StatusSite(TestNode node, string url) => (Node, Url, Http) = (node, url, new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(url) });

    public TestNode Node { get; }

    public string Url { get; }

    public HttpClient Http { get; }

    public static async Task<StatusSite> StartAsync(NodeOptions? options = null)
    {
        var node = TestNode.Create((options ?? TestNode.Options) with { StatusListen = new("http://127.0.0.1:0"), Sysctls = SysctlHandling.Ignore });
        node.Provider.SetOwner("203.0.113.10", "v2");
        return await StartAsync(node);
    }

    public static async Task<StatusSite> StartAsync(TestNode node)
    {
        await node.StartHostAsync();
        var servers = await node.ServersAsync();
        return new(node, servers.SelectMany(s => s.Addresses).Single(a => a.StartsWith("http://127", StringComparison.Ordinal)));
    }

    /// <summary>Asks for a path with some headers.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Node.DisposeAsync();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp.Node;

/// <summary>A small HTTP server at one place: <c>GET /status</c> and <c>GET /healthz</c>, and nothing that changes anything.</summary>
internal sealed class StatusServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StatusServer(WebApplication app) => _app = app;

    /// <summary>The addresses it listens at, with the ports that were given out.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Starts a server that listens where <paramref name="listen"/> says.</summary>
    /// <exception cref="IOException">The place is taken.</exception>
    public static async Task<StatusServer> StartAsync(IFailoverNode node, Action<KestrelServerOptions> listen, CancellationToken cancellationToken)
    {
        // The empty builder: neither files nor variables of the surroundings decide where it listens.
        var builder = WebApplication.CreateEmptyBuilder(new() { Args = [] });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 0;
            options.Limits.MaxConcurrentConnections = 100;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            listen(options);
        });
        var app = builder.Build();
        app.Run(context => AnswerAsync(node, context));
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false); // a status that is read while we stop is not worth waiting for
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static Task AnswerAsync(IFailoverNode node, HttpContext context)
    {
        var (status, type, body) = context.Request.Path.Value switch
        {
            _ when !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) => (405, "text/plain", "GET only\n"),
            "/status" => (200, "application/json", node.GetStatus().ToJson() + "\n"),
            "/healthz" => Health(node.GetStatus()),
            _ => (404, "text/plain", "not found\n"),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{type}; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>200 while the node can do its part, Active or Backup; 503 with what is wrong where it cannot.</summary>
    private static (int Status, string Type, string Body) Health(NodeStatus status)
    {
        var faults = status.Instances.Where(i => i.State == Vrrp.VrrpState.Fault).Select(i => $"{i.Name}: Fault{(i.Fault is { } f ? $", {f}" : "")}")
            .Concat(status.Addresses.Where(a => a.State == RouteKeeperState.Failing).Select(a => $"{a.Name}: Failing, {a.LastError}"))
            .Concat(status.VirtualServers.Where(s => s.Problem is not null).Select(s => $"{s.Name}: {s.Problem}"))
            .ToList();
        return faults.Count == 0 ? (200, "text/plain", "healthy\n") : (503, "text/plain", string.Join('\n', faults) + "\n");
    }
}

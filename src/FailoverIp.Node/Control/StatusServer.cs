using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FailoverIp.Node;

/// <summary>
/// A small HTTP server at one place: Kestrel alone, without the host, the container and the configuration of a web application around it. A node that is looked at
/// once a day pays for what it uses, and neither files nor variables of the surroundings decide where it listens.
/// </summary>
internal sealed class StatusServer : IStatusServer
{
    private readonly KestrelServer _server;

    private StatusServer(KestrelServer server) => _server = server;

    public IReadOnlyCollection<string> Addresses => [.. _server.Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Starts a server that listens where <paramref name="listen"/> says.</summary>
    /// <param name="answer">What it answers.</param>
    /// <param name="door">Whom it lets in.</param>
    /// <param name="listen">Where it listens.</param>
    /// <param name="listener">What accepts connections there; null: Kestrel itself.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The place is taken.</exception>
    public static async Task<IStatusServer> StartAsync(RequestDelegate answer, StatusDoor door, Action<KestrelServerOptions> listen, IConnectionListenerFactory? listener, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = 0;
        options.Limits.MaxConcurrentConnections = 100;
        options.Limits.MaxRequestLineSize = 4 * 1024;
        options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        options.Limits.MaxRequestHeaderCount = 60;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        options.ConfigureEndpointDefaults(o => o.Use(door.Guard));
        listen(options);
        var transport = listener ?? new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new Application(answer), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            server.Dispose();
            throw;
        }
        return new StatusServer(server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false); // a status that is read while we stop is not worth waiting for
        _server.Dispose();
    }

    private sealed class Application(RequestDelegate answer) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => answer(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // It holds nothing of its own.
        }
    }
}

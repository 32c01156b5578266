using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp.Node;

/// <summary>A small HTTP server at one place.</summary>
internal sealed class StatusServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StatusServer(WebApplication app) => _app = app;

    /// <summary>The addresses it listens at, with the ports that were given out.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Starts a server that listens where <paramref name="listen"/> says.</summary>
    /// <exception cref="IOException">The place is taken.</exception>
    public static async Task<StatusServer> StartAsync(StatusEndpoints endpoints, StatusAccess access, Action<KestrelServerOptions> listen, CancellationToken cancellationToken)
    {
        // The empty builder: neither files nor variables of the surroundings decide where it listens.
        var builder = WebApplication.CreateEmptyBuilder(new() { Args = [] });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 0;
            options.Limits.MaxConcurrentConnections = 100;
            options.Limits.MaxRequestLineSize = 4 * 1024;
            options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            options.Limits.MaxRequestHeaderCount = 60;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            listen(options);
        });
        var app = builder.Build();
        app.Run(context => endpoints.AnswerAsync(access, context));
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
}

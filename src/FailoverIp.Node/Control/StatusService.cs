using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>
/// Answers for the node at its control socket and its status URL. The place of the control socket is taken before the node starts; the servers
/// come up beside it, and one that cannot is tried again: an election does not wait for a web server, nor end with it.
/// </summary>
internal sealed class StatusService(IFailoverNode node, NodeJournal journal, IMeterFactory? meters, TimeProvider clock, ILoggerFactory loggers) : IHostedService, IReloadFollower, IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("FailoverIp.Status");
    private readonly PageFeed _feed = new(node.GetStatus, journal, clock);
    private readonly PrometheusCollector _metrics = new(meters);
    private StatusPlace? _control;
    private StatusPlace? _page;

    /// <summary>The servers that came up; for tests.</summary>
    internal async Task<IReadOnlyList<IStatusServer>> StartedAsync() =>
        [.. (await Task.WhenAll(new[] { _control, _page }.OfType<StatusPlace>().Select(p => p.Server)).ConfigureAwait(false)).OfType<IStatusServer>()];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _control = Control(node.Options)?.Begin();
        _page = Page(node.Options)?.Begin();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _feed.Dispose(); // who listens to it would keep its server
        foreach (var place in new[] { _control, _page }.OfType<StatusPlace>())
            await place.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>For a host that never came as far as to be stopped.</summary>
    public void Dispose()
    {
        _feed.Dispose();
        _metrics.Dispose();
        _control?.Dispose();
        _page?.Dispose();
    }

    /// <summary>Moves to other places. The new one is answered at before the old one is left; where the new one cannot be had, the old one stays.</summary>
    public async Task<NodeOptions> FollowAsync(NodeOptions before, NodeOptions after)
    {
        bool moved;
        if (after.ControlSocket != before.ControlSocket)
        {
            (_control, moved) = await MoveAsync(_control, () => Control(after), after.ControlSocket ?? "").ConfigureAwait(false);
            after = moved ? after : after with { ControlSocket = before.ControlSocket };
        }
        if (after.StatusListen != before.StatusListen)
        {
            (_page, moved) = await MoveAsync(_page, () => Page(after), after.StatusListen?.ToString() ?? "").ConfigureAwait(false);
            after = moved ? after : after with { StatusListen = before.StatusListen };
        }
        return after;
    }

    private async Task<(StatusPlace? Now, bool Moved)> MoveAsync(StatusPlace? old, Func<StatusPlace?> next, string place)
    {
        StatusPlace? now = null;
        try
        {
            now = next();
            if (now is not null)
                await now.ComeUpAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            now?.Dispose();
            _logger.PlaceStays(place, StatusPlace.Reason(e), old is null ? "nothing" : old.Name);
            return (old, false);
        }
        if (old is not null)
        {
            await old.DisposeAsync().ConfigureAwait(false);
            _logger.PlaceLeft(old.Name);
        }
        return (now, true);
    }

    /// <exception cref="NodeException">Another node holds the place, or it cannot be made.</exception>
    private StatusPlace? Control(NodeOptions options)
    {
        if (options.ControlSocket is not { } path)
            return null;
        if (OperatingSystem.IsWindows())
            throw new NodeException("a control socket needs a Unix system");
        var socket = ControlSocket.Claim(path, options.ControlGroup);
        var (bindPath, publish) = (socket.BindPath, (Action)socket.Publish);
        return new(path, stopping => SleepAsync(bindPath, publish, stopping), socket, clock, _logger);
    }

    private StatusPlace? Page(NodeOptions options) =>
        options.StatusListen is { } url ? new(url.ToString(), stopping => StatusServer.StartAsync(Answer(AccessOf(options, url)), o => Listen(o, url), null, stopping), null, clock, _logger) : null;

    /// <summary>The socket is there at once; the server behind it, when somebody connects.</summary>
    private async Task<IStatusServer> SleepAsync(string path, Action publish, CancellationToken stopping)
    {
        var server = new SleepingServer(path, listener => StatusServer.StartAsync(Answer(StatusAccess.Everybody), o => o.ListenUnixSocket(path), listener, CancellationToken.None), _logger);
        try
        {
            // Once we are stopping the place may be another node's already.
            if (!stopping.IsCancellationRequested)
                publish();
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private RequestDelegate Answer(StatusAccess access)
    {
        var endpoints = new StatusEndpoints(node, _feed, _metrics, clock);
        return context => endpoints.AnswerAsync(access, context);
    }

    private static StatusAccess AccessOf(NodeOptions options, Uri url) => new(options.StatusToken, options.OpenHealthz, anyHost: !url.IsLoopback);

    private static void Listen(KestrelServerOptions options, Uri url)
    {
        if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
            options.Listen(address, url.Port);
        else
            options.ListenLocalhost(url.Port);
    }
}

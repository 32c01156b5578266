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
internal sealed class StatusService : IHostedService, IReloadFollower, IDisposable
{
    private readonly FailoverNode _node;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly FailureNotes _failures;
    private readonly PageFeed _feed;
    private readonly PrometheusCollector _metrics;
    private StatusPlace? _control;
    private StatusPlace? _page;

    public StatusService(FailoverNode node, NodeJournal journal, IMeterFactory meters, TimeProvider clock, ILoggerFactory loggers)
    {
        (_node, _clock, _logger) = (node, clock, loggers.CreateLogger("FailoverIp.Status"));
        _failures = new(clock, _logger);
        _feed = new(Look, journal, clock, _failures);
        _metrics = new(meters);
    }

    /// <summary>The servers that came up; for tests.</summary>
    internal async Task<IReadOnlyList<IStatusServer>> StartedAsync() =>
        [.. (await Task.WhenAll(new[] { _control, _page }.OfType<StatusPlace>().Select(p => p.Server)).ConfigureAwait(false)).OfType<IStatusServer>()];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _control = Control(_node.Options)?.Begin();
        _page = Page(_node.Options)?.Begin();
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

    /// <summary>
    /// Lets others in, and moves to other places. Who may not read any more is put out first, whatever becomes of the places. A new place is answered at before the old one is left, but where both have the same port; where it cannot be had, the old
    /// one stays.
    /// </summary>
    public async Task<NodeOptions> FollowAsync(NodeOptions before, NodeOptions after)
    {
        var group = GiveControl(before, after);
        var token = ChangeReaders(before, after);
        bool moved;
        if (after.ControlSocket != before.ControlSocket)
        {
            (_control, moved) = await MoveAsync(_control, () => Control(after), after.ControlSocket ?? "").ConfigureAwait(false);
            after = moved ? after : after with { ControlSocket = before.ControlSocket, ControlGroup = group };
        }
        else
        {
            after = after with { ControlGroup = group };
        }
        if (after.StatusListen != before.StatusListen)
        {
            (_page, moved) = after.StatusListen is { Port: > 0 } to && to.Port == before.StatusListen?.Port && _page is not null
                ? await MoveWithinPortAsync(_page, Page(after)!, () => Page(before with { StatusToken = token, OpenHealthz = after.OpenHealthz })!).ConfigureAwait(false)
                : await MoveAsync(_page, () => Page(after), after.StatusListen?.ToString() ?? "").ConfigureAwait(false);
            after = moved ? after : after with { StatusListen = before.StatusListen, StatusToken = token };
        }
        return after;
    }

    /// <summary>Who may use the control socket where it is; returns the group that it has there.</summary>
    private string? GiveControl(NodeOptions before, NodeOptions after)
    {
        if (after.ControlGroup == before.ControlGroup || _control is null)
            return after.ControlGroup;
        try
        {
            if (!OperatingSystem.IsWindows() && _control.Claim is ControlSocket socket)
                socket.Give(after.ControlGroup);
            _control.Door.ChangeReaders(StatusAccess.Everybody);
            _logger.ReadersChanged(_control.Name);
            return after.ControlGroup;
        }
        catch (Exception e)
        {
            _logger.GroupStays(_control.Name, StatusPlace.Reason(e));
            return before.ControlGroup;
        }
    }

    /// <summary>Who may read the page where it is; returns the token that is asked for there.</summary>
    private StatusToken? ChangeReaders(NodeOptions before, NodeOptions after)
    {
        if (before.StatusListen is not { } url || _page is null)
            return after.StatusToken;
        // A page that is about to leave the network for this machine, where it needs no token, must not be without one if it cannot leave.
        var token = after.StatusToken ?? (url.IsLoopback ? null : before.StatusToken);
        var access = AccessOf(token, after.OpenHealthz, url);
        if (!Equals(token, before.StatusToken))
        {
            _page.Door.ChangeReaders(access);
            _logger.ReadersChanged(url.ToString());
        }
        else if (after.OpenHealthz != before.OpenHealthz)
        {
            _page.Door.Change(access);
        }
        return token;
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

    /// <summary>The one port cannot be listened at by both: the old place is left first, and come back to where the new one cannot be had.</summary>
    private async Task<(StatusPlace? Now, bool Moved)> MoveWithinPortAsync(StatusPlace old, StatusPlace next, Func<StatusPlace> again)
    {
        await old.DisposeAsync().ConfigureAwait(false);
        try
        {
            await next.ComeUpAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            next.Dispose();
            _logger.PlaceStays(next.Name, StatusPlace.Reason(e), old.Name);
            return (again().Begin(), false);
        }
        _logger.PlaceLeft(old.Name);
        return (next, true);
    }

    /// <exception cref="NodeException">Another node holds the place, or it cannot be made.</exception>
    private StatusPlace? Control(NodeOptions options)
    {
        if (options.ControlSocket is not { } path)
            return null;
        if (OperatingSystem.IsWindows())
            throw new NodeException("a control socket needs a Unix system");
        var socket = ControlSocket.Claim(path, options.ControlGroup);
        var (bindPath, publish, door) = (socket.BindPath, (Action)socket.Publish, new StatusDoor(StatusAccess.Everybody));
        return new(path, door, stopping => SleepAsync(door, bindPath, publish, stopping), socket, _clock, _logger);
    }

    private StatusPlace? Page(NodeOptions options)
    {
        if (options.StatusListen is not { } url)
            return null;
        var door = new StatusDoor(AccessOf(options.StatusToken, options.OpenHealthz, url));
        return new(url.ToString(), door, stopping => StatusServer.StartAsync(Answer(door), door, o => Listen(o, url), null, stopping), null, _clock, _logger);
    }

    /// <summary>The socket is there at once; the server behind it, when somebody connects.</summary>
    private async Task<IStatusServer> SleepAsync(StatusDoor door, string path, Action publish, CancellationToken stopping)
    {
        var server = new SleepingServer(path, listener => StatusServer.StartAsync(Answer(door), door, o => o.ListenUnixSocket(path), listener, CancellationToken.None), _clock, _logger);
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

    private (NodeStatus Status, IReadOnlyList<string> Problems) Look()
    {
        var status = _node.GetStatus();
        return (status, _node.HealthOf(status).Problems);
    }

    private RequestDelegate Answer(StatusDoor door)
    {
        var endpoints = new StatusEndpoints(_node, _feed, _metrics, _clock, _failures);
        return context => endpoints.AnswerAsync(door.Access, context);
    }

    private static StatusAccess AccessOf(StatusToken? token, bool openHealth, Uri url) => new(token, openHealth, anyHost: !url.IsLoopback);

    private static void Listen(KestrelServerOptions options, Uri url)
    {
        if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
            options.Listen(address, url.Port);
        else
            options.ListenLocalhost(url.Port);
    }
}

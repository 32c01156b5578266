using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>
/// Answers for the node at its control socket and its status URL. The place of the control socket is taken before the node starts; the servers
/// come up beside it, and one that cannot is tried again: an election does not wait for a web server, nor end with it.
/// </summary>
internal sealed class StatusService(IFailoverNode node, NodeJournal journal, IMeterFactory? meters, TimeProvider clock, ILoggerFactory loggers) : IHostedService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = loggers.CreateLogger("FailoverIp.Status");
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task<StatusServer?>> _servers = [];
    private readonly PageFeed _feed = new(node.GetStatus, journal, clock);
    private PrometheusCollector? _metrics;
    private IDisposable? _socket;

    /// <summary>The servers that came up; for tests.</summary>
    internal async Task<IReadOnlyList<StatusServer>> StartedAsync() => [.. (await Task.WhenAll(_servers).ConfigureAwait(false)).OfType<StatusServer>()];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var endpoints = new StatusEndpoints(node, _feed, _metrics = new(meters), clock);
        if (node.Options.ControlSocket is { } path)
        {
            if (OperatingSystem.IsWindows())
                throw new NodeException("a control socket needs a Unix system");
            var socket = ControlSocket.Claim(path, node.Options.ControlGroup);
            _socket = socket;
            var (bindPath, publish) = (socket.BindPath, (Action)socket.Publish);
            _servers.Add(Task.Run(() => ServeAsync(path, endpoints, StatusAccess.Everybody, o => o.ListenUnixSocket(bindPath), publish), CancellationToken.None));
        }
        if (node.Options.StatusListen is { } url)
            _servers.Add(Task.Run(() => ServeAsync(url.ToString(), endpoints, AccessOf(node.Options, url), o => Listen(o, url), null), CancellationToken.None));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _feed.Dispose();
        foreach (var server in await StartedAsync().ConfigureAwait(false))
            await server.DisposeAsync().ConfigureAwait(false);
        Release();
    }

    /// <summary>For a host that never came as far as to be stopped.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _feed.Dispose();
        _metrics?.Dispose();
        foreach (var server in _servers)
            _ = DisposeLaterAsync(server);
        Release();
    }

    private static async Task DisposeLaterAsync(Task<StatusServer?> server)
    {
        if (await server.ConfigureAwait(false) is { } started)
            await started.DisposeAsync().ConfigureAwait(false);
    }

    private void Release() => Interlocked.Exchange(ref _socket, null)?.Dispose();

    private static StatusAccess AccessOf(NodeOptions options, Uri url) => new(options.StatusToken, options.OpenHealthz, anyHost: !url.IsLoopback);

    private async Task<StatusServer?> ServeAsync(string place, StatusEndpoints endpoints, StatusAccess access, Action<KestrelServerOptions> listen, Action? publish)
    {
        string? told = null;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var server = await StatusServer.StartAsync(endpoints, access, listen, _stopping.Token).ConfigureAwait(false);
                await PublishAsync(server, publish).ConfigureAwait(false);
                _logger.Listening(place);
                return server;
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception e)
            {
                var reason = Reason(e);
                if (told != reason)
                    _logger.CannotListen(place, told = reason, Pause.TotalSeconds);
            }
            await Task.Delay(Pause, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }

    /// <summary>Once we are stopping the place may be another node's already.</summary>
    private async Task PublishAsync(StatusServer server, Action? publish)
    {
        try
        {
            if (!_stopping.IsCancellationRequested)
                publish?.Invoke();
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void Listen(KestrelServerOptions options, Uri url)
    {
        if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
            options.Listen(address, url.Port);
        else
            options.ListenLocalhost(url.Port);
    }

    private static string Reason(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
                return "the address is in use";
            if (inner is SocketException { SocketErrorCode: SocketError.AccessDenied })
                return "permission denied";
        }
        return e.Message.ReplaceLineEndings(" ");
    }
}

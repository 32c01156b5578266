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
internal sealed class StatusService(IFailoverNode node, TimeProvider clock, ILoggerFactory loggers) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = loggers.CreateLogger("FailoverIp.Status");
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task<StatusServer?>> _servers = [];
    private ControlSocket? _socket;

    /// <summary>The servers that came up; for tests.</summary>
    internal async Task<IReadOnlyList<StatusServer>> StartedAsync() => [.. (await Task.WhenAll(_servers).ConfigureAwait(false)).OfType<StatusServer>()];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (node.Options.ControlSocket is { } path)
        {
            _socket = ControlSocket.Claim(path);
            _servers.Add(Task.Run(() => ServeAsync(_socket.Path, o => o.ListenUnixSocket(_socket.BindPath), _socket.Publish), CancellationToken.None));
        }
        if (node.Options.StatusListen is { } url)
            _servers.Add(Task.Run(() => ServeAsync(url.ToString(), o => Listen(o, url), null), CancellationToken.None));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var server in await StartedAsync().ConfigureAwait(false))
            await server.DisposeAsync().ConfigureAwait(false);
        _socket?.Dispose();
        _stopping.Dispose();
    }

    private async Task<StatusServer?> ServeAsync(string place, Action<KestrelServerOptions> listen, Action? publish)
    {
        string? told = null;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var server = await StatusServer.StartAsync(node, listen, _stopping.Token).ConfigureAwait(false);
                publish?.Invoke();
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

using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>A server at a Unix socket that comes up with the first who connects: a node that nobody asks has neither the memory nor the timers of a web server.</summary>
internal sealed class SleepingServer : IStatusServer
{
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly WakingListener _listener;
    private readonly Task<IStatusServer?> _server;

    /// <param name="path">Where the socket is to be.</param>
    /// <param name="start">Starts the server, which takes its connections from what it is given.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Where it is told that it could not be started.</param>
    /// <exception cref="System.Net.Sockets.SocketException">There can be no socket at this place.</exception>
    public SleepingServer(string path, Func<IConnectionListenerFactory, Task<IStatusServer>> start, TimeProvider clock, ILogger logger)
    {
        (_path, _logger, _listener) = (path, logger, new(path, clock));
        _server = WakeAsync(start);
    }

    public IReadOnlyCollection<string> Addresses => [$"http://unix:{_path}"];

    public async ValueTask DisposeAsync()
    {
        await _listener.UnbindAsync().ConfigureAwait(false);
        if (await _server.ConfigureAwait(false) is { } server)
            await server.DisposeAsync().ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<IStatusServer?> WakeAsync(Func<IConnectionListenerFactory, Task<IStatusServer>> start)
    {
        try
        {
            return await _listener.WaitAsync().ConfigureAwait(false) ? await start(_listener).ConfigureAwait(false) : null;
        }
        catch (Exception e)
        {
            // Whoever connects is to be refused rather than to wait.
            await _listener.DisposeAsync().ConfigureAwait(false);
            _logger.CannotAnswer(_path, StatusPlace.Reason(e));
            return null;
        }
    }
}

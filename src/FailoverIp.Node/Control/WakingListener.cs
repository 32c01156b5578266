using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Node;

/// <summary>A Unix socket that listens before there is a server: the first connection is kept for the one that is started for it.</summary>
internal sealed class WakingListener : IConnectionListenerFactory, IConnectionListener
{
    private const int Backlog = 100;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly TimeProvider _clock;
    private SocketConnectionContextFactory? _connections;
    private Socket? _first;

    /// <param name="path">Where it is to listen.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="SocketException">It cannot.</exception>
    public WakingListener(string path, TimeProvider clock)
    {
        _clock = clock;
        EndPoint = new UnixDomainSocketEndPoint(path);
        try
        {
            _socket.Bind(EndPoint);
            _socket.Listen(Backlog);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public EndPoint EndPoint { get; }

    /// <summary>Waits for somebody. False where it was told to listen no more.</summary>
    public async Task<bool> WaitAsync() => (_first = await AcceptSocketAsync(CancellationToken.None).ConfigureAwait(false)) is not null;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => ValueTask.FromResult<IConnectionListener>(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        var socket = Interlocked.Exchange(ref _first, null) ?? await AcceptSocketAsync(cancellationToken).ConfigureAwait(false);
        if (socket is null)
            return null;
        _connections ??= new(new(), NullLogger.Instance);
        return _connections.Create(socket);
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        Interlocked.Exchange(ref _first, null)?.Dispose();
        _connections?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The next connection; null once the socket is closed.</summary>
    private async Task<Socket?> AcceptSocketAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Who came has gone already, or this process has no descriptor left for anybody at the moment: not even for the assembly in which the exception of that is.
                await Task.Delay(AfterFailure, _clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

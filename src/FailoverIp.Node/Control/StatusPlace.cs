using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>One place at which the node answers, a socket or a URL: it comes up beside the node, and where it cannot it is tried again.</summary>
/// <param name="name">The place, for the log.</param>
/// <param name="door">Who is let in there.</param>
/// <param name="start">Starts the server there.</param>
/// <param name="claim">What is held for as long as the place is; null for nothing.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Where it is told.</param>
internal sealed class StatusPlace(string name, StatusDoor door, Func<CancellationToken, Task<IStatusServer>> start, IDisposable? claim, TimeProvider clock, ILogger logger) : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    // A process that is just being started has a copy of what we listened at, until its program is loaded.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);
    private const int Moments = 10;

    private readonly CancellationTokenSource _stopping = new();
    private IDisposable? _claim = claim;

    public string Name => name;

    public StatusDoor Door => door;

    /// <summary>What is held for the place, as long as it is.</summary>
    public IDisposable? Claim => _claim;

    /// <summary>The server, once it has come up; null where it never did.</summary>
    public Task<IStatusServer?> Server { get; private set; } = Task.FromResult<IStatusServer?>(null);

    /// <summary>Begins to try; returns at once.</summary>
    public StatusPlace Begin()
    {
        Server = Task.Run(TryOnAsync, CancellationToken.None);
        return this;
    }

    /// <summary>Comes up, or throws: another place is still served, and stays where this one cannot be.</summary>
    public async Task ComeUpAsync()
    {
        Server = Task.FromResult<IStatusServer?>(await StartAsync().ConfigureAwait(false));
        logger.Listening(name);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (await Server.ConfigureAwait(false) is { } started)
            await started.DisposeAsync().ConfigureAwait(false);
        Release();
    }

    /// <summary>For a host that never came as far as to be stopped.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _ = DisposeLaterAsync(Server);
        Release();
    }

    /// <summary>Why a server could not be started, in words for a person.</summary>
    public static string Reason(Exception e) => SocketErrorOf(e) switch
    {
        SocketError.AddressAlreadyInUse => "the address is in use",
        SocketError.AccessDenied => "permission denied",
        _ => e.Message.ReplaceLineEndings(" "),
    };

    private static SocketError? SocketErrorOf(Exception? e) => e is null or SocketException ? (e as SocketException)?.SocketErrorCode : SocketErrorOf(e.InnerException);

    private async Task<IStatusServer> StartAsync()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await start(_stopping.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (tries < Moments && SocketErrorOf(e) == SocketError.AddressAlreadyInUse)
            {
                // The machine's own time: it is others that are waited for.
                await Task.Delay(Moment, TimeProvider.System, _stopping.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task<IStatusServer?> TryOnAsync()
    {
        string? told = null;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var server = await StartAsync().ConfigureAwait(false);
                logger.Listening(name);
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
                    logger.CannotListen(name, told = reason, Pause.TotalSeconds);
            }
            await Task.Delay(Pause, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }

    private static async Task DisposeLaterAsync(Task<IStatusServer?> server)
    {
        if (await server.ConfigureAwait(false) is { } started)
            await started.DisposeAsync().ConfigureAwait(false);
    }

    private void Release() => Interlocked.Exchange(ref _claim, null)?.Dispose();
}

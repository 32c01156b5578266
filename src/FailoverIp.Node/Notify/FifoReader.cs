using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>The command that reads a FIFO: it runs for as long as the node does, and is started again where it ends.</summary>
internal sealed class FifoReader : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WasWell = TimeSpan.FromMinutes(1);

    private readonly NodeCommand _command;
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _keeper;
    private ScriptRun? _run;

    public FifoReader(NodeCommand command, string path, TimeProvider clock, ILogger logger)
    {
        (_command, _path, _clock, _logger) = (command, path, clock, logger);
        _keeper = Task.Run(KeepAsync);
    }

    /// <summary>Tells it to end; it may still read what is there. Returns at once.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            _stopping.Cancel();
            _run?.Interrupt();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Interrupt();
        try
        {
            await _keeper.WaitAsync(EndPatience, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Its program lies on a file system that hangs; it is ended when it has begun.
            _logger.ReaderStays(_path, EndPatience.TotalSeconds);
        }
    }

    private async Task KeepAsync()
    {
        var pause = Shortest;
        while (!_stopping.IsCancellationRequested)
        {
            var begun = _clock.GetTimestamp();
            if (await ScriptRun.StartAsync(_command, [_path], $"FIFO {_path}", _clock, _logger).ConfigureAwait(false) is { } run)
            {
                lock (_gate)
                {
                    _run = run;
                    if (_stopping.IsCancellationRequested)
                        run.Interrupt();
                }
                await run.Ended.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await run.EndAsync().ConfigureAwait(false); // what it has left would read as well
                if (_stopping.IsCancellationRequested)
                    return;
            }
            if (_clock.GetElapsedTime(begun) > WasWell)
                pause = Shortest;
            _logger.ReaderEnded(_path, pause.TotalSeconds);
            await Task.Delay(pause, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }
}

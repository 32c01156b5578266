using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>What all trackers share: a loop of their own, the last reading, and that whatever goes wrong inside is unwell with one line and never the node's end.</summary>
internal abstract class Tracker(TrackerOptions options, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Action<string, TrackerReading> _changed = static (_, _) => { };
    private Task _run = Task.CompletedTask;
    private TrackerReading? _last;
    private TrackerStatus? _status;

    public TrackerOptions Options => options;

    public TrackerStatus Status => _status ?? new() { Name = options.Name, Kind = options.Kind, Well = null, Value = null, Detail = "not looked at yet", Since = null };

    protected TimeProvider Clock => clock;

    /// <summary>What counts until the first reading; null where nothing is to be said.</summary>
    protected virtual TrackerReading? Before => null;

    /// <summary>Begins; returns at once.</summary>
    /// <param name="changed">Told each reading that differs from the one before; one at a time.</param>
    /// <param name="isSuccessor">Whether another one of the name ran until now: what that found counts until this one has looked, for a reload ends no role.</param>
    public void Start(Action<string, TrackerReading> changed, bool isSuccessor = false)
    {
        _changed = changed;
        if (!isSuccessor && Before is { } before)
            changed(options.Tracker, before);
        _run = Task.Run(() => RunGuardedAsync(_stopping.Token));
    }

    /// <summary>Ends it; after that nothing is told any more.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _changed = static (_, _) => { };
        await _stopping.CancelAsync().ConfigureAwait(false);
        // A look that hangs must not keep the node from stopping.
        await _run.WaitAsync(TimeSpan.FromSeconds(3), clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Looks again and again, until it is cancelled.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Tells a reading, where it is another one than the last.</summary>
    protected void Tell(TrackerReading reading, string? detail)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
                return;
            var isNew = _last is not { } last || last != reading;
            _status = new()
            {
                Name = options.Name, Kind = options.Kind, Well = reading.IsWell, Value = reading.Value, Detail = detail, Since = isNew ? clock.GetUtcNow() : _status!.Since,
            };
            if (!isNew)
                return;
            _last = reading;
            _changed(options.Tracker, reading);
        }
        if (reading.Value is { } value)
            logger.TrackerNumber(options.Tracker, value);
        else if (reading.IsWell)
            logger.TrackerWell(options.Tracker);
        else
            logger.TrackerUnwell(options.Tracker, detail ?? "unwell");
    }

    protected Task PauseAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, clock, cancellationToken);

    protected static string OneLine(Exception e) => $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";

    private async Task RunGuardedAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Tell(TrackerReading.Unwell, OneLine(e));
            }
            await PauseAsync(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>What all trackers share: a loop of their own, the last reading, and that whatever goes wrong inside is unwell with one line and never the node's end.</summary>
internal abstract class Tracker(TrackerOptions options, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<string, TrackerReading> _changed = static (_, _) => { };
    private Task _run = Task.CompletedTask;
    private TrackerReading? _last;
    private TrackerStatus? _status;

    public TrackerOptions Options => options;

    public TrackerStatus Status => _status ?? new() { Name = options.Name, Kind = options.Kind, Well = null, Value = null, Detail = "not looked at yet", Since = null };

    protected TimeProvider Clock => clock;

    /// <summary>What counts until the first reading; null where nothing is to be said.</summary>
    protected virtual TrackerReading? Before => null;

    /// <summary>How long its first reading may take: a little longer than it takes to find out that it takes too long.</summary>
    protected abstract TimeSpan Patience { get; }

    /// <summary>Begins; returns at once.</summary>
    /// <param name="changed">Told each reading that differs from the one before; one at a time.</param>
    /// <param name="isQuiet">
    /// Whether nothing is said until it has looked, for a reload ends no role: where another one of the name ran until now, what that found counts; a new one is
    /// waited for (<see cref="FirstLookAsync"/>) before anything depends on it.
    /// </param>
    public void Start(Action<string, TrackerReading> changed, bool isQuiet = false)
    {
        _changed = changed;
        if (!isQuiet && Before is { } before)
            changed(options.Tracker, before);
        _run = Task.Run(() => RunGuardedAsync(_stopping.Token));
    }

    /// <summary>Waits for its first reading. One that takes longer than it may is unwell, until it does tell something.</summary>
    public async Task FirstLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _looked.Task.WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Tell(TrackerReading.Unwell, $"nothing found out within {Patience.TotalSeconds:0.###} s", isFirst: true);
        }
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
    protected void Tell(TrackerReading reading, string? detail) => Tell(reading, detail, isFirst: false);

    private void Tell(TrackerReading reading, string? detail, bool isFirst)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested || (isFirst && _last is not null))
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
            _looked.TrySetResult();
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

using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Work that runs while an instance is Active here, once for each stay: told to end when the stay does, and never twice at the same time.</summary>
/// <param name="instance">The instance.</param>
/// <param name="work">The work; it ends when its token falls.</param>
/// <param name="forget">Called when the work is no longer wanted.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Where failures are told.</param>
[SuppressMessage("Design", "CA1001", Justification = "The sources have no timer, and late work may still look at their tokens.")]
internal sealed class ActiveWork(string instance, Func<ActiveStay, CancellationToken, Task> work, Action<ActiveWork> forget, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstTold = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestUntold = TimeSpan.FromMinutes(5);

    /// <summary>How long whoever takes the work back waits for its end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private CancellationTokenSource? _stay;
    private long _epoch;
    private volatile string? _problem;
    private bool _isTakenBack;

    public string Instance => instance;

    /// <summary>What is wrong with it now, one line; null for nothing.</summary>
    public string? Problem => _problem;

    /// <summary>Ends when nothing of it runs any more.</summary>
    public Task Runs { get; private set; } = Task.CompletedTask;

    /// <summary>Begins a stay; returns at once, and the work runs on the thread pool.</summary>
    /// <param name="epoch">The epoch of the stay.</param>
    /// <param name="roleEnded">Falls when the stay ends. When its cancellation returns the work's own token has fallen; what hangs on that is called on the thread pool, so that nobody's code holds up an election.</param>
    public void Start(long epoch, CancellationToken roleEnded)
    {
        lock (_gate)
        {
            if (_isTakenBack)
                return;
            var (stay, before) = (new CancellationTokenSource(), Runs);
            (_stay, _epoch) = (stay, epoch);
            var watch = roleEnded.UnsafeRegister(static state => ((Action)state!)(), () => End(stay, epoch));
            Runs = Task.Run(() => StayAsync(new(instance, epoch), before, watch, stay.Token), CancellationToken.None);
        }
    }

    /// <summary>Takes the work back: its token falls, and it is waited for, though not for ever.</summary>
    public async ValueTask DisposeAsync()
    {
        CancellationTokenSource? stay;
        lock (_gate)
            (stay, _isTakenBack) = (_stay, true);
        forget(this);
        if (stay is not null)
            End(stay, _epoch);
        if (!await HasEndedAsync(Runs, Patience).ConfigureAwait(false))
            logger.WorkStillRuns(instance, Patience.TotalSeconds);
    }

    private async Task StayAsync(ActiveStay stay, Task before, CancellationTokenRegistration watch, CancellationToken ended)
    {
        await WaitForAsync(before, stay, ended).ConfigureAwait(false);
        var pause = FirstPause;
        while (!ended.IsCancellationRequested)
        {
            var began = clock.GetTimestamp();
            try
            {
                await work(stay, ended).ConfigureAwait(false);
                break;
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (ended.IsCancellationRequested)
            {
                logger.WorkFailedAtItsEnd(e, instance, stay.Epoch);
                break;
            }
            catch (Exception e)
            {
                if (clock.GetElapsedTime(began) >= LongestPause)
                    pause = FirstPause;
                logger.WorkFailed(e, instance, pause.TotalSeconds, stay.Epoch);
                _problem = $"the work of {instance} has failed: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
            }
            await Task.Delay(pause, clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
        _problem = null;
        watch.Unregister();
    }

    /// <summary>Waits for the end of the stay before, however long that takes; what it is that does not end is told.</summary>
    private async Task WaitForAsync(Task before, ActiveStay stay, CancellationToken ended)
    {
        var total = TimeSpan.Zero;
        for (var untold = FirstTold; !ended.IsCancellationRequested && !await HasEndedAsync(before, untold).ConfigureAwait(false); untold = untold * 2 < LongestUntold ? untold * 2 : LongestUntold)
        {
            total += untold;
            _problem = $"the work of {instance} from an earlier stay has not ended, though its token fell; that of epoch {stay.Epoch} waits for it";
            if (!ended.IsCancellationRequested)
                logger.WorkOverlaps(instance, total.TotalSeconds, stay.Epoch);
        }
        await before.ConfigureAwait(false);
        _problem = null;
    }

    private async Task<bool> HasEndedAsync(Task runs, TimeSpan patience)
    {
        await runs.WaitAsync(patience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return runs.IsCompleted;
    }

    private void End(CancellationTokenSource stay, long epoch) => _ = TellAsync(stay.CancelAsync(), epoch);

    private async Task TellAsync(Task callbacks, long epoch)
    {
        try
        {
            await callbacks.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.WorkFailedAtItsEnd(e, instance, epoch);
        }
    }
}

using System.Diagnostics.Metrics;
using System.Threading.Channels;
using FailoverIp.Vrrp.Ipvs;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Lvs;

/// <inheritdoc cref="ILvsEngine"/>
/// <remarks>
/// One loop owns all state: results of checks, options and presence are posted to it, whatever has gathered is taken in at once, and then the kernel is asked for the
/// difference. Checks run beside it, and only what counts and changes something is posted.
/// </remarks>
public sealed partial class LvsEngine : ILvsEngine
{
    /// <summary>So long the end is tried to be a clean one: the table emptied, the last events delivered.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ICheckProbeFactory _probes;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly LvsEngineOptions _options;
    private readonly EventFeed _feed;
    private readonly LvsMetrics _metrics;
    private readonly CheckScheduler _scheduler;
    private readonly TableKeeper _table;
    private readonly ITimer _look;
    private readonly Channel<Work> _inbox = Channel.CreateUnbounded<Work>(new() { SingleReader = true });
    private readonly Lock _gate = new();
    private Task? _loop;
    private Task? _stopped;

    /// <summary>Creates an engine that runs nothing yet.</summary>
    /// <param name="table">Makes the kernel's table. The engine is its one writer.</param>
    /// <param name="probes">Makes the probes of checks.</param>
    /// <param name="clock">The time.</param>
    /// <param name="loggers">Get a line for each change; category <c>FailoverIp.Lvs</c>.</param>
    /// <param name="options">How it works; null: the defaults.</param>
    /// <param name="meters">Makes the meter <see cref="LvsDiagnostics.MeterName"/>; null: it is made directly.</param>
    public LvsEngine(IIpvsReconciler table, ICheckProbeFactory probes, TimeProvider clock, ILoggerFactory loggers, LvsEngineOptions? options = null, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(probes);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(loggers);
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.RereadInterval, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.RetryDelay, TimeSpan.Zero, nameof(options));
        (_probes, _clock) = (probes, clock);
        _logger = loggers.CreateLogger("FailoverIp.Lvs");
        _feed = new(e => _logger.ObserverFailed(e), () => _logger.ObserverTooSlow(EventFeed.MostWaiting));
        _table = new(table, _options);
        _metrics = new(meters, GetStatus, () => _scheduler!.Runs(), () => _writes);
        _scheduler = new(clock, _options.Jitter, (run, verdict) => _inbox.Writer.TryWrite(new(run, verdict)), _metrics.Checked);
        _look = clock.CreateTimer(static engine => ((LvsEngine)engine!)._inbox.Writer.TryWrite(Work.Look), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Subscribe(Action<LvsEvent> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        _feed.Subscribe(observer);
    }

    /// <inheritdoc/>
    public async Task StartAsync(IReadOnlyCollection<VirtualServerOptions> virtualServers, CancellationToken cancellationToken = default)
    {
        var valid = Validated(virtualServers);
        lock (_gate)
        {
            if (_loop is not null || _stopped is not null)
                throw new InvalidOperationException("this engine was started before");
            _loop = Task.Run(RunAsync, CancellationToken.None);
        }
        try
        {
            await DoAsync(() => Apply(valid)).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LvsException)
        {
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task ApplyAsync(IReadOnlyCollection<VirtualServerOptions> virtualServers, CancellationToken cancellationToken = default)
    {
        var valid = Validated(virtualServers);
        if (_loop is null)
            throw new InvalidOperationException("this engine is not running");
        return DoAsync(() => Apply(valid)).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
            _stopped ??= EndAsync(_loop);
        return _stopped.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void SetPresent(string virtualServer, bool isPresent)
    {
        ArgumentNullException.ThrowIfNull(virtualServer);
        _inbox.Writer.TryWrite(new(() => TakePresence(virtualServer, isPresent)));
    }

    /// <inheritdoc/>
    public LvsStatus GetStatus() => new([.. _published.Select(static s => s.Snapshot)], _problem);

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    internal Meter Meter => _metrics.Meter;

    /// <summary>Ends when everything posted so far has been done and told.</summary>
    internal async Task SettledAsync()
    {
        await DoAsync(static () => { }).ConfigureAwait(false);
        await _feed.DrainedAsync().ConfigureAwait(false);
    }

    private VirtualServerOptions[] Validated(IReadOnlyCollection<VirtualServerOptions> virtualServers)
    {
        ArgumentNullException.ThrowIfNull(virtualServers);
        VirtualServerOptions[] all = [.. virtualServers];
        var problems = VirtualServerValidator.Validate(all);
        if (problems.Any(static p => !p.IsWarning))
            throw new LvsException([.. problems.Where(static p => !p.IsWarning)]);
        foreach (var warning in problems)
            _logger.OptionWarning(warning.VirtualServer, warning.Option, warning.Message);
        return all;
    }

    /// <summary>Has the loop do something. Ends when it is done and the kernel has been asked to follow.</summary>
    private Task DoAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = _inbox.Writer.TryWrite(new(() =>
        {
            try
            {
                work();
                _waiting.Add(done);
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }));
        return posted ? done.Task : throw Stopped();
    }

    private static InvalidOperationException Stopped() => new("this engine has been stopped");

    private async Task EndAsync(Task? loop)
    {
        // Off the lock of whoever stops it, and off the caller.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (loop is not null)
        {
            await TakeDownAsync().ConfigureAwait(false);
            _inbox.Writer.TryComplete();
            await loop.ConfigureAwait(false);
        }
        _inbox.Writer.TryComplete();
        await _look.DisposeAsync().ConfigureAwait(false);
        _scheduler.Dispose();
        try
        {
            await _feed.DrainedAsync().WaitAsync(Patience, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.ObserverBlocks(_feed.Abandon());
        }
        _metrics.Dispose();
    }

    // What stays in the kernel goes on sending clients to real servers that nobody checks any more.
    private async Task TakeDownAsync()
    {
        var since = _clock.GetTimestamp();
        await DoAsync(TakeDown).ConfigureAwait(false);
        while (_table is { IsAmiss: true, HasWorked: true } && _clock.GetElapsedTime(since) + _options.RetryDelay <= Patience)
        {
            await Task.Delay(_options.RetryDelay, _clock).ConfigureAwait(false);
            await DoAsync(() => _isLookDue = true).ConfigureAwait(false);
        }
    }

    /// <summary>Something for the loop: a verdict, a piece of work, or the time to look at the kernel's table.</summary>
    private readonly record struct Work(CheckRun? Run, CheckVerdict Verdict, Action? Action)
    {
        public Work(CheckRun run, CheckVerdict verdict)
            : this(run, verdict, null)
        {
        }

        public Work(Action action)
            : this(null, default, action)
        {
        }

        public static Work Look => default;
    }
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>
/// The scripts of one router, group or server: those of one change after the other, and never any of an earlier state beside those of a later one. A new change ends what still
/// runs for the one before, with all that it has started, before its own scripts begin; changes that have passed before their turn came are left out.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="logger">Hears what the scripts write and how they end.</param>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer, and late work may still look at its token.")]
internal sealed class NotifyLane(TimeProvider clock, ILogger logger)
{
    /// <summary>How long the scripts of one change wait for each other.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<ScriptRun> _running = [];
    private NotifyJob? _next;
    private NotifyJob? _aside;
    private CancellationTokenSource _change = new();
    private Task _worker = Task.CompletedTask;
    private bool _isBusy;
    private bool _isActive;
    private bool _hasNoActive;
    private bool _isClosed;

    /// <summary>The state is another one now. Returns at once; what runs for the one before has been told to end.</summary>
    public void Change(NotifyJob job)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            if (job.IsActive && _hasNoActive)
                job = job with { IsActive = false, Scripts = [] };
            if (_next is { Scripts.IsEmpty: false } passed)
                logger.ScriptsPassed(passed.Subject, job.Subject);
            (_next, _aside, _isActive) = (job, null, job.IsActive);
            Interrupt();
            Work();
        }
    }

    /// <summary>Something has happened within the state: its scripts run when those of the state have ended. One that waits already stands for both.</summary>
    public void Happen(NotifyJob job)
    {
        lock (_gate)
        {
            if (_isClosed || (job.IsActive && _hasNoActive))
                return;
            (_aside, _isActive) = (job, _isActive || job.IsActive);
            Work();
        }
    }

    /// <summary>Ends the scripts of an Active role, for nothing of it may act when a peer hears that this node resigns; none begins any more.</summary>
    public Task EndActiveAsync()
    {
        lock (_gate)
        {
            _hasNoActive = true;
            if (!_isActive)
                return Task.CompletedTask;
            (_next, _aside, _isActive) = (new("", false, []), null, false);
            Interrupt();
            Work();
            return _worker;
        }
    }

    /// <summary>Completes when all scripts have ended by themselves, where nothing changes meanwhile.</summary>
    public async Task IdleAsync()
    {
        while (true)
        {
            Task[] rest;
            lock (_gate)
                rest = [_worker, .. _running.Select(r => r.Ended)];
            if (Array.TrueForAll(rest, r => r.IsCompleted))
                return;
            await Task.WhenAll(rest).ConfigureAwait(false);
        }
    }

    /// <summary>Ends everything; nothing begins any more.</summary>
    public async Task CloseAsync()
    {
        Task worker;
        lock (_gate)
        {
            (_isClosed, _next, _aside) = (true, null, null);
            Interrupt();
            worker = _worker;
        }
        await worker.ConfigureAwait(false);
        await EndRunningAsync().ConfigureAwait(false);
    }

    private void Interrupt()
    {
        // On the thread pool: what waits for it must not go on here, under the lock.
        _ = _change.CancelAsync();
        _change = new();
        foreach (var run in _running)
            run.Interrupt();
    }

    private void Work()
    {
        if (_isBusy)
            return;
        _isBusy = true;
        _worker = Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            NotifyJob? job;
            bool isChange;
            CancellationToken change;
            lock (_gate)
            {
                (job, isChange, change) = _next is not null ? (_next, true, _change.Token) : (_aside, false, _change.Token);
                if (isChange)
                    _next = null;
                else
                    _aside = null;
                _isBusy = job is not null;
            }
            if (job is null)
                return;
            try
            {
                if (isChange)
                    await EndRunningAsync().ConfigureAwait(false);
                await RunAsync(job, change).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Nothing is expected to throw; and where it did, the next state has its scripts all the same.
                logger.ScriptFailed(job.Subject, "its scripts", $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
            }
        }
    }

    private async Task EndRunningAsync()
    {
        ScriptRun[] running;
        lock (_gate)
            running = [.. _running];
        await Task.WhenAll(running.Select(r => r.EndAsync())).ConfigureAwait(false);
        lock (_gate)
            _running.RemoveAll(r => Array.IndexOf(running, r) >= 0);
    }

    private async Task RunAsync(NotifyJob job, CancellationToken change)
    {
        foreach (var (command, more) in job.Scripts)
        {
            if (change.IsCancellationRequested)
                return;
            if (await ScriptRun.StartAsync(command, more, job.Subject, clock, logger).ConfigureAwait(false) is not { } run)
                continue;
            lock (_gate)
            {
                _running.RemoveAll(r => r.IsGone);
                _running.Add(run);
                if (change.IsCancellationRequested)
                    run.Interrupt();
            }
            try
            {
                await run.Ended.WaitAsync(Patience, clock, change).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                logger.ScriptHangs(job.Subject, command.Command[0], Patience.TotalSeconds);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

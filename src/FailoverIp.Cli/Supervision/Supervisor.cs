using FailoverIp.Cli.Signals;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Cli.Supervision;

/// <summary>
/// Runs the node as a child. When that dies, its last will is executed at once and another one is started, which begins as Backup. It does nothing else: the less
/// a supervisor does, the less can end it. A node that hangs is one that has died and does not know it: it is killed, long before the service manager would do that to
/// both of us, with nobody left to resign for it.
/// </summary>
/// <param name="start">Starts a node, which tells each line of its <see cref="SupervisorLink"/>.</param>
/// <param name="read">Reads the configuration as the node reads it: what its elections run; null where it cannot be used at this moment.</param>
/// <param name="prepare">Makes ready what is done for a node that has died; null where nothing could be left.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Where it tells what it does.</param>
/// <param name="watchdog">How long the service manager waits for a sign of life; null where it waits for none.</param>
internal sealed partial class Supervisor(
    Func<Action<string>, INodeProcess> start, Func<VrrpEngineOptions?> read, Func<VrrpEngineOptions, ILastWill?> prepare, TimeProvider clock, ILogger logger, TimeSpan? watchdog = null)
{
    /// <summary>Longer than the node takes for a clean stop.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(16);

    /// <summary>Several beats.</summary>
    private static readonly TimeSpan ShortestPatience = Heartbeat.Period * 4;

    /// <summary>Who stops both of us, as a service manager or a terminal does, may reach the node first.</summary>
    private static readonly TimeSpan StopMayFollow = TimeSpan.FromMilliseconds(500);

    /// <summary>Before a configuration that could not be used is tried again.</summary>
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(1);

    /// <summary>A node is silent for <see cref="NodeWatch.Patience"/> of them, and killed in the next: within half of the service manager's own patience.</summary>
    private readonly TimeSpan _tick = (watchdog is { } patience && patience < LongestPatience * 2 ? TimeSpan.FromTicks(Math.Max(patience.Ticks / 2, ShortestPatience.Ticks)) : LongestPatience)
        / (NodeWatch.Patience + 1);

    private readonly RestartPause _pause = new();
    private readonly Lock _gate = new(); // of the will: held for as long as it is executed, and no longer
    private readonly Lock _preparing = new();
    private readonly Lock _watching = new();
    private readonly Lock _hangingUp = new();
    private volatile INodeProcess? _node;
    private INodeProcess? _listening; // for SIGHUP, which would end a node that does not yet
    private bool _hasHungUp;
    private ILastWill? _will;
    private volatile NodeWatch? _beats;
    private volatile bool _hasStarted;
    private volatile int _number; // of the node
    private string? _statePath;
    private Task _watch = Task.CompletedTask;
    private string? _done; // by the will, before the process had ended
    private bool _isDone;

    /// <summary>Runs until it is told to stop, or the node cannot run at all; returns the exit status.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ticks = TickAsync(ended.Token);
        try
        {
            return await KeepAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await ticks.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_gate)
            {
                _will?.Dispose();
                _will = null;
            }
        }
    }

    /// <summary>Has the node read its configuration again, as soon as it listens. Before it has started it may have read it already, or not.</summary>
    internal void HangUp()
    {
        lock (_hangingUp)
        {
            if (_listening is { } node)
                node.HangUp();
            else
                _hasHungUp = true;
        }
    }

    // Whatever a node that is gone has told last, it is not the one that listens.
    private void Listen()
    {
        lock (_hangingUp)
        {
            _listening = _node;
            if (_hasHungUp)
                _listening?.HangUp();
            _hasHungUp = false; // one that is about to start reads what is there
        }
    }

    private async Task<int> KeepAsync(CancellationToken cancellationToken)
    {
        PrepareForNext();
        while (true)
        {
            var begun = clock.GetTimestamp();
            _beats = new();
            Listen();
            var number = ++_number;
            using var node = start(line =>
            {
                if (number == _number) // the last words of another one may come late
                    Told(line);
            });
            (_done, _isDone) = (null, false);
            _node = node;
            Log.Started(logger, node.Id);
            var status = await EndOfAsync(node, cancellationToken).ConfigureAwait(false);
            await UnwatchAsync().ConfigureAwait(false);
            Listen();
            if (status is not null)
                return status.Value;

            _beats = null;
            var isRefused = node.ExitCode == ExitStatus.Unusable;
            Execute(node);
            var pause = _pause.Next(clock.GetElapsedTime(begun));
            if (isRefused && pause < AtLeast)
                pause = AtLeast;
            if (isRefused)
                Log.CannotBeUsed(logger, pause.TotalSeconds);
            else if (pause > TimeSpan.Zero)
                Log.Pausing(logger, pause.TotalSeconds);
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
                return ExitStatus.Done;
            PrepareForNext();
        }
    }

    /// <summary>Until both of us are to stop, which has a patience of its own.</summary>
    private async Task TickAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_tick, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (_beats?.Tick())
            {
                case null or NodeHealth.Starts: // nobody else can speak for us then
                    ServiceManager.Alive();
                    break;
                case NodeHealth.Hangs when _node is { } node:
                    Log.Silent(logger, _tick.TotalSeconds * NodeWatch.Patience);
                    Kill(node);
                    break;
            }
        }
    }

    private static void Kill(INodeProcess node)
    {
        try
        {
            node.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>Waits for the node's end. The status that the supervisor ends with; null where the node has died and is to be started again.</summary>
    private async Task<int?> EndOfAsync(INodeProcess node, CancellationToken cancellationToken)
    {
        await node.Ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!node.Ended.IsCompleted)
            return await StopAsync(node).ConfigureAwait(false);
        if (node.ExitCode == ExitStatus.Done)
        {
            await Task.Delay(StopMayFollow, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // That somebody stopped the node alone is no reason to be without one.
            return cancellationToken.IsCancellationRequested ? ExitStatus.Done : null;
        }
        if (cancellationToken.IsCancellationRequested)
        {
            Execute(node);
            return ExitStatus.No;
        }
        // What it cannot use now it cannot use a moment later; it has said why. Once a node ran, somebody is about to mend what keeps the next one from it.
        return node.ExitCode is ExitStatus.Unusable or ExitStatus.No && !_hasStarted ? node.ExitCode : null;
    }

    private async Task<int> StopAsync(INodeProcess node)
    {
        ServiceManager.Stopping();
        node.AskToStop();
        await node.Ended.WaitAsync(StopPatience, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!node.Ended.IsCompleted)
        {
            Log.Hangs(logger, StopPatience.TotalSeconds);
            node.Kill();
            await node.Ended.ConfigureAwait(false);
        }
        if (node.ExitCode == ExitStatus.Done)
            return ExitStatus.Done;
        Execute(node); // it did not come as far as to resign by itself
        return ExitStatus.No;
    }

    // On a thread of its own, which does nothing but wait: what lies between the death and priority 0 is silence.
    private void Watch()
    {
        lock (_watching)
        {
            if (_node is { } node && _watch.IsCompleted)
                _watch = Task.Factory.StartNew(() => ExecuteAtDeath(node), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    // The process has ended, and nobody holds its lifeline: whoever waits comes to an end, and nobody else may begin.
    private async Task UnwatchAsync()
    {
        Task watch;
        lock (_watching)
            (watch, _node) = (_watch, null);
        await watch.ConfigureAwait(false);
    }

    private void ExecuteAtDeath(INodeProcess node)
    {
        if (!node.WaitForDeathOfElections())
            return;
        lock (_gate)
        {
            if (_isDone)
                return; // what it told last may come after its death
            try
            {
                _done = _will?.Execute(engineIsDead: true);
                _isDone = true;
            }
            catch (Exception)
            {
                // It is tried again when the process has ended, and told then.
            }
        }
    }

    private void Execute(INodeProcess node)
    {
        var exitCode = node.ExitCode;
        _watch.Wait();
        try
        {
            string? done;
            lock (_gate)
                done = _isDone ? _done : _will?.Execute(engineIsDead: false);
            // Its scripts next: that of an Active role must not act beside the peer's.
            if (node.EndSession() is > 0 and var killed)
                Log.ScriptsKilled(logger, killed);
            Log.Died(logger, exitCode > 128 ? $"was ended by signal {exitCode - 128}" : $"has ended with {exitCode}", done ?? "nothing of it was left");
        }
        catch (Exception e)
        {
            Log.WillFailed(logger, e);
        }
    }

    private bool IsPrepared
    {
        get
        {
            lock (_gate)
                return _statePath is not null;
        }
    }

    private void PrepareForNext()
    {
        lock (_preparing) // one that still runs for the node before would set it again
        {
            lock (_gate)
                _statePath = null;
            Prepare();
        }
    }

    /// <summary>The state file is that of the node's start, whatever it has read since: under which name it runs does not change before the next one.</summary>
    private void Prepare()
    {
        lock (_preparing)
        {
            try
            {
                if (read() is not { } options)
                    return;
                string? path;
                lock (_gate)
                    path = _statePath ?? options.StatePath;
                // The new one first: where it cannot be had, the one before is better than none. And not while somebody waits to execute that: a large
                // configuration takes a second, and so long nobody would resign for a node that dies meanwhile.
                var prepared = prepare(options with { StatePath = path });
                lock (_gate)
                {
                    _statePath = path;
                    _will?.Dispose();
                    _will = prepared;
                }
            }
            catch (Exception e)
            {
                Log.CannotPrepare(logger, e);
            }
        }
    }

    private void Told(string line)
    {
        switch (line)
        {
            case SupervisorLink.Alive:
                _beats?.Beat();
                ServiceManager.Alive();
                break;
            case SupervisorLink.Started:
                _hasStarted = true;
                _beats?.Start();
                Listen();
                if (!IsPrepared)
                    Prepare(); // the file could not be read a moment before the node read it
                Watch();
                ServiceManager.Ready();
                break;
            case SupervisorLink.Reloading:
                ServiceManager.Reloading();
                break;
            case SupervisorLink.Kept:
                ServiceManager.Ready();
                break;
            case SupervisorLink.Reloaded:
                Prepare();
                Watch(); // where the elections began only now
                ServiceManager.Ready();
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "the node runs as process {Id}")]
        public static partial void Started(ILogger logger, int id);

        [LoggerMessage(2, LogLevel.Error, "the node {How}: {Done}; it is started again")]
        public static partial void Died(ILogger logger, string how, string done);

        [LoggerMessage(3, LogLevel.Warning, "the node died soon after its start; the next one is started in {Seconds} s")]
        public static partial void Pausing(ILogger logger, double seconds);

        [LoggerMessage(7, LogLevel.Error, "the node cannot use its configuration as it is now; it is tried again in {Seconds} s, until it can")]
        public static partial void CannotBeUsed(ILogger logger, double seconds);

        [LoggerMessage(4, LogLevel.Error, "the node did not stop within {Seconds} s and is killed")]
        public static partial void Hangs(ILogger logger, double seconds);

        [LoggerMessage(5, LogLevel.Error, "what the node has left could not be removed")]
        public static partial void WillFailed(ILogger logger, Exception exception);

        [LoggerMessage(8, LogLevel.Warning, "{Count} processes that the node had started were killed: its scripts, and what they had left")]
        public static partial void ScriptsKilled(ILogger logger, int count);

        [LoggerMessage(9, LogLevel.Error, "the node's engine has not been heard of for more than {Seconds} s; the node is killed")]
        public static partial void Silent(ILogger logger, double seconds);

        [LoggerMessage(6, LogLevel.Error, "nothing could be made ready for the case that the node dies")]
        public static partial void CannotPrepare(ILogger logger, Exception exception);
    }
}

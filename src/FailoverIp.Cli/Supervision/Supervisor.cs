using System.Runtime.InteropServices;
using FailoverIp.Cli.Signals;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Cli.Supervision;

/// <summary>
/// Runs the node as a child. When that dies, its last will is executed at once and another one is started, which begins as Backup. It does nothing else: the less
/// a supervisor does, the less can end it.
/// </summary>
/// <param name="arguments">The arguments of the node.</param>
/// <param name="read">Reads the configuration as the node reads it: what its elections run; null where it cannot be used at this moment.</param>
/// <param name="will">What is done for a node that has died.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Where it tells what it does.</param>
internal sealed partial class Supervisor(IReadOnlyList<string> arguments, Func<VrrpEngineOptions?> read, ILastWill will, TimeProvider clock, ILogger logger)
{
    /// <summary>Longer than the node takes for a clean stop.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    private readonly RestartPause _pause = new();
    private readonly Lock _gate = new();
    private volatile NodeProcess? _node;
    private bool _hasStarted;

    /// <summary>Runs until it is told to stop, or the node cannot run at all; returns the exit status.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _node?.Signal(PosixSignal.SIGHUP);
        });
        Prepare();
        while (true)
        {
            var begun = clock.GetTimestamp();
            using var node = NodeProcess.Start(arguments, Told);
            _node = node;
            Log.Started(logger, node.Id);
            if (await EndOfAsync(node, cancellationToken).ConfigureAwait(false) is { } status)
                return status;

            Execute(node.ExitCode);
            var pause = _pause.Next(clock.GetElapsedTime(begun));
            if (pause > TimeSpan.Zero)
                Log.Pausing(logger, pause.TotalSeconds);
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
                return ExitStatus.Done;
            Prepare();
        }
    }

    /// <summary>Waits for the node's end. The status that the supervisor ends with; null where the node has died and is to be started again.</summary>
    private async Task<int?> EndOfAsync(NodeProcess node, CancellationToken cancellationToken)
    {
        await node.Ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!node.Ended.IsCompleted)
            return await StopAsync(node).ConfigureAwait(false);
        // Somebody may have told both of us to stop, as a terminal does, and the node was faster.
        if (node.ExitCode == ExitStatus.Done)
            return ExitStatus.Done;
        if (cancellationToken.IsCancellationRequested)
        {
            Execute(node.ExitCode);
            return ExitStatus.No;
        }
        // What it cannot use now it cannot use a moment later; it has said why.
        return node.ExitCode == ExitStatus.Unusable || (node.ExitCode == ExitStatus.No && !_hasStarted) ? node.ExitCode : null;
    }

    private async Task<int> StopAsync(NodeProcess node)
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
        Execute(node.ExitCode); // it did not come as far as to resign by itself
        return ExitStatus.No;
    }

    private void Execute(int exitCode)
    {
        lock (_gate)
        {
            try
            {
                var done = will.Execute();
                Log.Died(logger, exitCode > 128 ? $"was ended by signal {exitCode - 128}" : $"has ended with {exitCode}", done ?? "nothing of it was left");
            }
            catch (Exception e)
            {
                Log.WillFailed(logger, e);
            }
        }
    }

    private void Prepare()
    {
        lock (_gate)
        {
            try
            {
                if (read() is { } options)
                    will.Prepare(options);
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
            case SupervisorLink.Started:
                _hasStarted = true;
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

        [LoggerMessage(4, LogLevel.Error, "the node did not stop within {Seconds} s and is killed")]
        public static partial void Hangs(ILogger logger, double seconds);

        [LoggerMessage(5, LogLevel.Error, "what the node has left could not be removed")]
        public static partial void WillFailed(ILogger logger, Exception exception);

        [LoggerMessage(6, LogLevel.Error, "nothing could be made ready for the case that the node dies")]
        public static partial void CannotPrepare(ILogger logger, Exception exception);
    }
}

using FailoverIp.Cli.Signals;
using FailoverIp.Cli.Supervision;
using FailoverIp.Node;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Cli.Commands;

/// <summary>SIGHUP reads the configuration again. One that cannot be used is refused whole, and the node runs on with the one it has.</summary>
/// <param name="node">The node.</param>
/// <param name="read">Reads the configuration.</param>
/// <param name="link">Where a supervisor hears of it; null where there is none, and the service manager hears of it.</param>
/// <param name="logger">Where it tells what it does.</param>
internal sealed partial class ReloadOnHangUp(IFailoverNode node, Func<NodeConfiguration> read, SupervisorLink? link, ILogger logger)
{
    /// <summary>To be called once the node runs; what was asked for before is carried out then.</summary>
    public void Begin(HangUp hangUp) => _ = Task.Run(() => hangUp.ServeAsync(ReloadAsync));

    private async Task ReloadAsync()
    {
        Tell(SupervisorLink.Reloading, ServiceManager.Reloading);
        Log.Reading(logger);
        var isDone = false;
        try
        {
            isDone = await GoOverAsync(read()).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.Refused(logger, e.Message.ReplaceLineEndings(" "));
        }
        Tell(isDone ? SupervisorLink.Reloaded : SupervisorLink.Kept, ServiceManager.Ready);
    }

    private async Task<bool> GoOverAsync(NodeConfiguration configuration)
    {
        foreach (var problem in configuration.Problems)
        {
            if (problem.IsWarning)
                Log.Warning(logger, problem.ToString());
            else
                Log.Error(logger, problem.ToString());
        }
        if (configuration.Options is not { } options)
        {
            Log.Refused(logger, "it is not valid");
            return false;
        }
        await node.ReloadAsync(options, configuration.Section).ConfigureAwait(false);
        return true;
    }

    private void Tell(string supervisor, Action serviceManager)
    {
        if (link is null)
            serviceManager();
        else
            link.Tell(supervisor);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "SIGHUP: the configuration is read again")]
        public static partial void Reading(ILogger logger);

        [LoggerMessage(2, LogLevel.Error, "the configuration is refused, and the node goes on with the one it has: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Warning, "{Problem}")]
        public static partial void Warning(ILogger logger, string problem);

        [LoggerMessage(4, LogLevel.Error, "{Problem}")]
        public static partial void Error(ILogger logger, string problem);
    }
}

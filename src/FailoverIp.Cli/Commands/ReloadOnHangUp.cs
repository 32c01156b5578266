using System.Runtime.InteropServices;
using System.Threading.Channels;
using FailoverIp.Cli.Signals;
using FailoverIp.Cli.Supervision;
using FailoverIp.Node;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Cli.Commands;

/// <summary>SIGHUP reads the configuration again. One that cannot be used is refused whole, and the node runs on with the one it has.</summary>
internal sealed partial class ReloadOnHangUp : IDisposable
{
    private readonly IFailoverNode _node;
    private readonly Func<NodeConfiguration> _read;
    private readonly SupervisorLink? _link;
    private readonly ILogger _logger;
    private readonly PosixSignalRegistration _registration;
    // One that arrives while another is being carried out is carried out after it; more are the same as one.
    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public ReloadOnHangUp(IFailoverNode node, Func<NodeConfiguration> read, SupervisorLink? link, ILogger logger)
    {
        (_node, _read, _link, _logger) = (node, read, link, logger);
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _asked.Writer.TryWrite(true);
        });
    }

    /// <summary>To be called once the node runs; what was asked for before is carried out then.</summary>
    public void Begin() => _ = Task.Run(async () =>
    {
        await foreach (var _ in _asked.Reader.ReadAllAsync().ConfigureAwait(false))
            await ReloadAsync().ConfigureAwait(false);
    });

    public void Dispose()
    {
        _registration.Dispose();
        _asked.Writer.TryComplete();
    }

    private async Task ReloadAsync()
    {
        Tell(SupervisorLink.Reloading, ServiceManager.Reloading);
        Log.Reading(_logger);
        var isDone = false;
        try
        {
            isDone = await GoOverAsync(_read()).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.Refused(_logger, e.Message.ReplaceLineEndings(" "));
        }
        Tell(isDone ? SupervisorLink.Reloaded : SupervisorLink.Kept, ServiceManager.Ready);
    }

    private async Task<bool> GoOverAsync(NodeConfiguration configuration)
    {
        foreach (var problem in configuration.Problems)
        {
            if (problem.IsWarning)
                Log.Warning(_logger, problem.ToString());
            else
                Log.Error(_logger, problem.ToString());
        }
        if (configuration.Options is not { } options)
        {
            Log.Refused(_logger, "it is not valid");
            return false;
        }
        await _node.ReloadAsync(options, configuration.Section).ConfigureAwait(false);
        return true;
    }

    private void Tell(string supervisor, Action serviceManager)
    {
        if (_link is null)
            serviceManager();
        else
            _link.Tell(supervisor);
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

using FailoverIp.Lvs;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Tells scripts and FIFOs what happens. Whoever brings the news never waits for them.</summary>
internal sealed class Notifier
{
    /// <summary>How long the scripts of the stop may take.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    /// <summary>Longer than it takes to end a script that does not want to.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly NotifyFifos _fifos;
    private readonly NotifyLanes _lanes;
    private readonly VrrpNotifier _routers;
    private readonly LvsNotifier _servers;
    private volatile NodeOptions _options;

    public Notifier(NodeOptions options, TimeProvider clock, ILogger logger)
    {
        (_options, _clock, _logger) = (options, clock, logger);
        (_fifos, _lanes) = (new(clock, logger), new(clock, logger));
        (_routers, _servers) = (new(_fifos, _lanes), new(_fifos, _lanes));
        _routers.Commit(options);
        _servers.Apply(options);
    }

    /// <summary>Opens the FIFOs and runs the command of the start to its end. Nothing of it that fails keeps the node from starting.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _fifos.ApplyAsync(_options.Notify).ConfigureAwait(false);
        if (_options.Notify.StartupCommand is { } command)
            await RunAsync(command, "start", _options.Notify.StartupTimeout, cancellationToken).ConfigureAwait(false);
    }

    public void OnTransition(in VrrpTransition transition) => _routers.OnTransition(transition);

    public void OnIncident(VrrpIncident incident) => _routers.OnIncident(incident);

    public void OnServerEvent(LvsEvent @event) => _servers.OnEvent(@event);

    /// <summary>A reload is about to happen.</summary>
    public void Prepare(NodeOptions after) => _routers.Prepare(after);

    /// <summary>The reload did not take place.</summary>
    public void Abandon() => _routers.Abandon();

    /// <summary>The elections have gone over to these options; the virtual servers have not.</summary>
    public async Task CommitAsync(NodeOptions after)
    {
        _options = after;
        await _fifos.ApplyAsync(after.Notify).ConfigureAwait(false);
        _routers.Commit(after);
        _servers.Apply(after);
        if (after.Notify.StatesOnReload)
            _routers.TellStates();
    }

    /// <summary>The virtual servers could not go over to the options that were committed last.</summary>
    public void ServersStay() => _servers.Stay();

    /// <summary>Ends the scripts of Active roles: when the peers hear that this node resigns, none of them may act any more.</summary>
    public async Task EndActiveAsync() =>
        await _lanes.EndActiveAsync().WaitAsync(EndPatience, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Waits for the scripts of the stop, runs the command of the stop, and closes the FIFOs.</summary>
    public async Task StopAsync()
    {
        try
        {
            await _lanes.IdleAsync().WaitAsync(StopPatience, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.ScriptsStay(StopPatience.TotalSeconds);
        }
        await _lanes.CloseAsync().WaitAsync(EndPatience, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_options.Notify.ShutdownCommand is { } command)
            await RunAsync(command, "stop", _options.Notify.ShutdownTimeout, CancellationToken.None).ConfigureAwait(false);
        await _fifos.ApplyAsync(new()).ConfigureAwait(false);
    }

    private async Task RunAsync(NodeCommand command, string subject, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var starting = ScriptRun.StartAsync(command, [], subject, _clock, _logger);
        try
        {
            await EndOfAsync(starting).WaitAsync(timeout, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.ScriptFailed(subject, command.Command[0], $"not ended within {timeout.TotalSeconds:0.###} s");
            await EndAsync(starting).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(starting).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task EndOfAsync(Task<ScriptRun?> starting)
    {
        if (await starting.ConfigureAwait(false) is { } run)
            await run.Ended.ConfigureAwait(false);
    }

    /// <summary>Ends what runs. What hangs while its program is loaded is not waited for, and ended when it has begun.</summary>
    private static Task EndAsync(Task<ScriptRun?> starting)
    {
        var end = EndWhenStartedAsync(starting);
        return starting.IsCompleted ? end : Task.CompletedTask;
    }

    private static async Task EndWhenStartedAsync(Task<ScriptRun?> starting)
    {
        if (await starting.ConfigureAwait(false) is { } run)
            await run.EndAsync().ConfigureAwait(false);
    }
}

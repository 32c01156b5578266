using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Threading.Channels;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Ties the elections to the addresses and the virtual servers that follow them.</summary>
/// <remarks>
/// Two paths lead away from a transition. What must not wait, ending and beginning a role, happens on the engine's call itself, in
/// <see cref="InstanceRole"/>. What may take its time, such as a log line, goes through a queue with one reader, in order; however slow that
/// is, no role ends later for it.
/// </remarks>
internal sealed partial class FailoverNode : IFailoverNode, IAsyncDisposable
{
    /// <summary>How long a clean stop waits for requests that were cancelled. A peer is to take over only when nothing of ours can arrive after its write; a provider that does not let go must not keep us from resigning either.</summary>
    private static readonly TimeSpan KeeperPatience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan EnginePatience = TimeSpan.FromSeconds(10);

    private readonly IVrrpEngine _engine;
    private readonly Func<LoadBalancer> _makeBalancer;
    private volatile LoadBalancer? _balancer;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<string> _warnings;
    private readonly TrackerSet _trackers;
    private readonly IFailoverIpRouter _router;
    private readonly RouteReloader _reloader;
    private readonly NodeSource? _source;
    private readonly IReadOnlyList<NodeAddition> _additions;
    private readonly ILogger _keeperLogger;
    private readonly Notifier _notifier;
    private readonly NodeJournal _journal;
    private readonly Channel<VrrpTransition> _transitions = Channel.CreateUnbounded<VrrpTransition>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, VrrpTransition> _last = new(StringComparer.Ordinal);
    private readonly long _started;
    private volatile Running _running;
    private Task _reader = Task.CompletedTask;
    private readonly IHostApplicationLifetime? _lifetime;
    private readonly Lock _gate = new();
    private bool _wasStarted;
    private bool _isUp;
    private bool _engineRuns;
    private volatile bool _stopping;
    private Task? _stopped;

    /// <param name="options">What it runs, with what code adds to it.</param>
    /// <param name="engine">The elections.</param>
    /// <param name="router">Routes the addresses.</param>
    /// <param name="reloader">Gives the router other addresses.</param>
    /// <param name="makeBalancer">Makes what runs virtual servers, at the start or with the reload that brings the first.</param>
    /// <param name="balances">Whether there is something to balance from the start on.</param>
    /// <param name="trackers">What the elections depend on.</param>
    /// <param name="journal">Where it notes what happens.</param>
    /// <param name="clock">The time.</param>
    /// <param name="loggers">Where it tells what it does.</param>
    /// <param name="warnings">What is worth a line in the log at the start.</param>
    /// <param name="source">Where the options can be read again; null for nowhere.</param>
    /// <param name="additions">What code adds to other options.</param>
    /// <param name="lifetime">Ends the application when the engine has ended by itself: a process that looks alive and takes part in no election is worse than one that is restarted. Null where there is no host.</param>
    public FailoverNode(
        NodeOptions options, IVrrpEngine engine, IFailoverIpRouter router, RouteReloader reloader, Func<LoadBalancer> makeBalancer, bool balances, TrackerSet trackers,
        NodeJournal journal, TimeProvider clock, ILoggerFactory loggers, IReadOnlyList<string> warnings, NodeSource? source, IReadOnlyList<NodeAddition> additions, IHostApplicationLifetime? lifetime)
    {
        (_engine, _router, _reloader, _makeBalancer, _trackers, _journal, _clock) = (engine, router, reloader, makeBalancer, trackers, journal, clock);
        // Now, so that whoever disposes of all that was made, in the reverse order, comes to us first.
        _balancer = balances ? makeBalancer() : null;
        (_warnings, _source, _additions, _lifetime) = (warnings, source, additions, lifetime);
        _logger = loggers.CreateLogger("FailoverIp.Node");
        _keeperLogger = loggers.CreateLogger("FailoverIp.Keeper");
        _workLogger = loggers.CreateLogger("FailoverIp.WhileActive");
        _started = clock.GetTimestamp();
        var keepers = options.Addresses.Where(a => a.Follows is not null).ToFrozenDictionary(a => a.Route.Name, NewKeeper, StringComparer.OrdinalIgnoreCase);
        var roles = options.Instances.ToFrozenDictionary(i => i.Name, i => NewRole(i.Name), StringComparer.Ordinal);
        foreach (var (name, role) in roles)
            role.Keep(KeepersOf(name, options, keepers));
        _running = new(options, roles, keepers);
        _notifier = new(options, clock, loggers.CreateLogger("FailoverIp.Notify"));
    }

    public NodeOptions Options => _running.Options;

    private FrozenDictionary<string, InstanceRole> Roles => _running.Roles;

    public NodeStatus GetStatus()
    {
        // The engine's snapshot may be ahead of the transitions that have arrived. Each role hears of it before its end can be read here, and
        // the addresses are looked at afterwards: a status never shows a Backup whose addresses are still being kept.
        var (options, roles, keepers) = _running;
        var routers = _engine.GetStatus();
        foreach (var router in routers)
            roles.GetValueOrDefault(router.Options.Name)?.Observe(router);
        return new()
        {
            Node = options.Name,
            Version = StatusComposer.Version,
            UptimeSeconds = (long)_clock.GetElapsedTime(_started).TotalSeconds,
            Instances = [.. routers.Select(r => StatusComposer.Instance(r, options, _last.TryGetValue(r.Options.Name, out var last) ? last : null) with { Transitions = _journal.TransitionsOf(r.Options.Name) })],
            Addresses = [.. options.Addresses.Select(a => StatusComposer.Address(a, keepers.GetValueOrDefault(a.Route.Name)?.Status))],
            VirtualServers = _balancer?.GetStatus() ?? [],
            Ignored = StatusComposer.Ignored(_engine.GetCounters()),
            Events = _journal.Events(),
            Trackers = _trackers.GetStatus() is { IsEmpty: false } trackers ? trackers : null,
        };
    }

    /// <summary>What keeps it from doing its part, by this status and by what a status does not say.</summary>
    public NodeHealth HealthOf(NodeStatus status) => NodeHealth.Of(status, isUp: !status.Instances.IsEmpty || Options.Instances.IsEmpty, WorkProblems);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // A reload waits for the end of it.
        await _reloading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await BeginAsync(cancellationToken).ConfigureAwait(false);
            _isUp = true;
        }
        finally
        {
            _reloading.Release();
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _wasStarted = true;
        foreach (var warning in _warnings)
            _logger.ConfigurationWarning(warning);
        await _notifier.StartAsync(cancellationToken).ConfigureAwait(false);
        _reader = Task.Run(ReadTransitionsAsync, CancellationToken.None);
        _engine.Subscribe(OnTransition);
        _engine.SubscribeIncidents(_notifier.OnIncident);
        _trackers.Begin(Options.Trackers);
        if (!Options.Instances.IsEmpty)
        {
            await StartEngineAsync(Options, cancellationToken).ConfigureAwait(false);
            _engineRuns = true;
        }
        if (Options.Instances.IsEmpty && Options.VirtualServers.IsEmpty)
            _logger.NothingToElect(Options.Name);
        else
            _logger.Started(Options.Name, Options.Instances.Length, Options.Addresses.Length, Options.VirtualServers.Length);
        // After the elections: they wait for no kernel table, and a table without an address does no harm.
        if (_balancer is not null)
            await BeginToBalanceAsync(_balancer, cancellationToken).ConfigureAwait(false);
    }

    private Task BeginToBalanceAsync(LoadBalancer balancer, CancellationToken cancellationToken)
    {
        balancer.Subscribe(_notifier.OnServerEvent);
        balancer.Subscribe(_journal.Note);
        return balancer.StartAsync(IsActive, cancellationToken);
    }

    /// <summary>
    /// The work of the roles first, then what is handed over, then the roles themselves: when the peers hear that we resign, nothing of ours is under way. The virtual servers last:
    /// clients are balanced here until the addresses are gone. Once, however often it is called.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _stopped ??= EndAsync(cancellationToken);
    }

    /// <summary>For a host that never came as far as to be stopped: it is stopped now, in the same order. The engines are disposed of after us.</summary>
    public ValueTask DisposeAsync() => new(StopAsync(CancellationToken.None));

    private RouteKeeper NewKeeper(NodeAddress address)
    {
        var keeper = new RouteKeeper(_router, address.Route, _clock, _keeperLogger);
        // The last words of one that was let go of may come after the first of its successor.
        keeper.Changed += status =>
        {
            if (ReferenceEquals(_running.Keepers.GetValueOrDefault(address.Route.Name), keeper))
                _journal.Note(address, status);
        };
        return keeper;
    }

    private static IEnumerable<RouteKeeper> KeepersOf(string instance, NodeOptions options, FrozenDictionary<string, RouteKeeper> keepers) =>
        options.Addresses.Where(a => string.Equals(a.Follows, instance, StringComparison.Ordinal)).Select(a => keepers[a.Route.Name]);

    private bool IsActive(string instance) => Roles.TryGetValue(instance, out var role) && role.IsActive;

    private void RoleChanged() => _balancer?.RoleChanged();

    /// <summary>Called by the engine, in order and one at a time.</summary>
    private void OnTransition(VrrpTransition transition)
    {
        Roles.GetValueOrDefault(transition.Router)?.Follow(transition);
        _notifier.OnTransition(transition);
        _last[transition.Router] = transition;
        _journal.Note(in transition);
        _transitions.Writer.TryWrite(transition);
    }

    private async Task ReadTransitionsAsync()
    {
        await foreach (var t in _transitions.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (t.To == VrrpState.Fault)
                _logger.Faulted(t.Router, t.From, FaultOf(t.Router) ?? ReasonText.Of(in t), t.Epoch);
            else
                _logger.Changed(t.Router, t.From, t.To, ReasonText.Of(in t), t.Epoch);
            if (t.Reason != TransitionReason.Stopped || _stopping)
                continue;
            _logger.EngineEnded();
            // Not here: who is told of it may wait for the end of this node, which waits for this loop.
            if (_lifetime is { } lifetime)
                _ = Task.Run(lifetime.StopApplication, CancellationToken.None);
        }
    }

    private string? FaultOf(string instance) =>
        _engine.GetStatus().FirstOrDefault(s => string.Equals(s.Options.Name, instance, StringComparison.Ordinal))?.Fault;

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        await _ending.CancelAsync().ConfigureAwait(false);
        DrainRoles();
        // A reload that is under way ends first; it begins no role any more.
        await _reloading.WaitAsync(CancellationToken.None).WaitAsync(EnginePatience, _clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        DrainRoles();
        await _trackers.StopAsync().ConfigureAwait(false);
        var addressesAreGone = false;
        try
        {
            var scripts = _notifier.EndActiveAsync();
            await WindDownAsync(cancellationToken).ConfigureAwait(false);
            await scripts.ConfigureAwait(false);
            await HandOverAsync().ConfigureAwait(false);
            addressesAreGone = !_engineRuns || await StopEngineAsync().ConfigureAwait(false);
        }
        finally
        {
            // Whatever became of the elections: a table that nobody keeps must not stay.
            await StopOthersAsync(addressesAreGone).ConfigureAwait(false);
        }
        CloseRoles();
        await _stopRequested.DisposeAsync().ConfigureAwait(false);
        if (_wasStarted)
            _logger.Stopped(Options.Name);
    }

    /// <exception cref="FailoverIpException">This machine cannot carry out an option; the line names it, and its place where it comes from a configuration.</exception>
    private async Task StartEngineAsync(NodeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await _engine.StartAsync(options.ToEngineOptions(), cancellationToken).ConfigureAwait(false);
        }
        catch (VrrpException e) when (e.Problem is not null)
        {
            throw new FailoverIpException(FailoverErrorKind.Configuration, Line(e, options), e);
        }
    }

    private static string Line(VrrpException e, NodeOptions options) =>
        e.Problem is { } problem && options.Demands?.Locate(problem) is { } located ? located.ToString() : e.Message;

    private void CloseRoles()
    {
        foreach (var role in Roles.Values)
            role.Close();
    }

    private async Task StopOthersAsync(bool addressesAreGone)
    {
        try
        {
            if (_balancer is not null)
                await _balancer.StopAsync(addressesAreGone).ConfigureAwait(false);
        }
        finally
        {
            if (_wasStarted)
                await _notifier.StopAsync().ConfigureAwait(false);
            _transitions.Writer.TryComplete();
            await _reader.ConfigureAwait(false);
        }
    }

    private async Task WindDownAsync(CancellationToken cancellationToken)
    {
        var works = WorksEndAsync();
        await StopKeepersAsync(_running.Keepers.Values, cancellationToken).ConfigureAwait(false);
        await works.WaitAsync(WorkPatience, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!works.IsCompleted)
            _logger.WorkHolds(WorkPatience.TotalSeconds);
    }

    private async Task StopKeepersAsync(IEnumerable<RouteKeeper> keepers, CancellationToken cancellationToken)
    {
        var stops = keepers.Select(k => k.StopAsync()).ToArray();
        try
        {
            await Task.WhenAll(stops).WaitAsync(KeeperPatience, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            _logger.StillInFlight(stops.Count(s => !s.IsCompleted), KeeperPatience.TotalSeconds);
        }
    }

    /// <summary>Returns whether the engine has stopped, which is when its addresses are gone.</summary>
    private async Task<bool> StopEngineAsync()
    {
        try
        {
            // Whatever the host's patience: without priority 0 the peers wait three intervals, and our addresses stay.
            await _engine.StopAsync(CancellationToken.None).WaitAsync(EnginePatience, _clock).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            _logger.EngineHangs(EnginePatience.TotalSeconds);
            return false;
        }
    }

    /// <summary>What runs now.</summary>
    private sealed record Running(NodeOptions Options, FrozenDictionary<string, InstanceRole> Roles, FrozenDictionary<string, RouteKeeper> Keepers);
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Threading.Channels;
using FailoverIp.Lvs;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Netfilter;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Runs the virtual servers beside the elections: the engine that keeps the kernel's table, and what follows the roles (bypass, resting checks).</summary>
/// <remarks>
/// What follows a role is carried over by one worker that looks at the roles as they are when it gets to them: of Active, Backup and Active in quick
/// succession only the last one counts, and no election waits for a packet filter. The address comes first, the packet filter after it: what
/// arrives in between is served by this machine alone, whichever way the role goes.
/// </remarks>
internal sealed class LoadBalancer : IAsyncDisposable
{
    /// <summary>
    /// How often the packet filter and the kernel settings are looked at where no role changes: a firewall that is loaded anew takes our rules with it, and an
    /// interface that comes up brings its own settings.
    /// </summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(30);

    /// <summary>How often the machine is asked for its addresses, where checks rest while an address is not on it and no role says whether it is.</summary>
    private static readonly TimeSpan PresenceInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ILvsEngine _engine;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Bypass _bypass;
    private readonly Sysctls _sysctls;
    private readonly KernelBalancing _kernel;
    private readonly LocalAddressSource _addresses;
    private volatile Balanced _balanced;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Func<string, bool> _isActive = static _ => false;
    private volatile bool _isLookDue;
    private Task? _follower;
    private Task? _stopped;

    public LoadBalancer(NodeOptions node, ILvsEngine engine, IRedirectRules redirects, SysctlSource sysctls, TimeProvider clock, ILoggerFactory loggers,
        Func<IIpvsClient> openTable, LocalAddressSource addresses)
    {
        (_balanced, _engine, _clock) = (Balanced.Of(node), engine, clock);
        _logger = loggers.CreateLogger("FailoverIp.Node");
        _bypass = new([.. Servers.Where(s => s is { Bypass: true, Follows: not null })], redirects, _logger);
        _sysctls = new(sysctls, _logger);
        (_kernel, _addresses) = (new(openTable, _logger), addresses);
    }

    private ImmutableArray<NodeVirtualServer> Servers => _balanced.Servers;

    /// <summary>Whether other options can be gone over to while it runs: what is redirected stays the same.</summary>
    public bool CanApply(NodeOptions node) => Redirected(Balanced.Of(node)).SequenceEqual(Redirected(_balanced));

    /// <summary>Goes over to other virtual servers.</summary>
    /// <exception cref="FailoverIpException">They cannot work (<see cref="FailoverErrorKind.Configuration"/>); nothing has changed.</exception>
    public async Task ApplyAsync(NodeOptions node, CancellationToken cancellationToken)
    {
        var after = Balanced.Of(node);
        try
        {
            await _engine.ApplyAsync([.. after.Servers.Select(s => s.Options)], cancellationToken).ConfigureAwait(false);
        }
        catch (LvsException e)
        {
            throw new FailoverIpException(FailoverErrorKind.Configuration, e.Message, e);
        }
        _balanced = after;
        RoleChanged();
    }

    /// <summary>To be called whenever a role has changed. Returns at once.</summary>
    public void RoleChanged() => _changes.Writer.TryWrite(true);

    /// <summary>Hears of every event of the virtual servers; to be asked for before the start.</summary>
    public void Subscribe(Action<LvsEvent> observer) => _engine.Subscribe(observer);

    /// <summary>Starts. What the kernel does not allow is told and tried again; it keeps nobody from starting.</summary>
    /// <param name="isActive">Whether this node is Active for an instance.</param>
    /// <param name="cancellationToken">Ends the waiting for the first table.</param>
    /// <exception cref="FailoverIpException">A check cannot work as it is configured (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public async Task StartAsync(Func<string, bool> isActive, CancellationToken cancellationToken)
    {
        _isActive = isActive;
        _sysctls.Look(_balanced.Node);
        _kernel.Start(_balanced.Node);
        TellPresence(ActiveRoles());
        RoleChanged();
        _follower = Task.Run(FollowAsync, CancellationToken.None);
        try
        {
            await _engine.StartAsync([.. Servers.Select(s => s.Options)], cancellationToken).ConfigureAwait(false);
        }
        catch (LvsException e)
        {
            throw new FailoverIpException(FailoverErrorKind.Configuration, e.Message, e);
        }
    }

    /// <summary>From here on roles are no longer followed: that all of them end is not a reason to redirect anything while the addresses are here.</summary>
    public void StopFollowing() => _stopping.Cancel();

    /// <summary>
    /// The redirections of a stopped node first, then the table. The Active peer has its table already and hands clients to this machine from the moment it has the
    /// addresses; a table without addresses meets nobody.
    /// </summary>
    /// <param name="addressesAreGone">
    /// Whether this node's virtual addresses have left the machine. Where they may still be here nothing is redirected: clients would be served by this machine alone.
    /// </param>
    public Task StopAsync(bool addressesAreGone)
    {
        lock (_gate)
            return _stopped ??= EndAsync(addressesAreGone);
    }

    /// <summary>For a host that never came as far as to be stopped.</summary>
    public ValueTask DisposeAsync() => new(StopAsync(addressesAreGone: false));

    public ImmutableArray<VirtualServerStatus> GetStatus()
    {
        var status = _engine.GetStatus();
        var byName = status.VirtualServers.ToDictionary(s => s.Name, StringComparer.Ordinal);
        return [.. Servers.Where(s => byName.ContainsKey(s.Options.Name)).Select(s => StatusComposer.VirtualServer(s, byName[s.Options.Name], status.Problem, BypassOf(s), _bypass.Problem))];
    }

    private bool? BypassOf(NodeVirtualServer server) => server is { Bypass: true, Follows: not null } ? _bypass.Redirects(server) : null;

    private async Task FollowAsync()
    {
        using var look = _clock.CreateTimer(_ => Look(), null, LookInterval, LookInterval);
        using var presence = _clock.CreateTimer(_ => LookForAddresses(), null, PresenceInterval, PresenceInterval);
        try
        {
            await foreach (var _ in _changes.Reader.ReadAllAsync(_stopping.Token).ConfigureAwait(false))
            {
                var active = ActiveRoles();
                // A stop ends the roles after this token: what was read while it had not fallen was true.
                if (_stopping.IsCancellationRequested)
                    return;
                TellPresence(active);
                _bypass.Follow(active);
                _kernel.Look(_balanced.Node, active.Contains);
                if (!_isLookDue)
                    continue;
                _isLookDue = false;
                _sysctls.Look(_balanced.Node);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private void Look()
    {
        _isLookDue = true;
        RoleChanged();
    }

    private void LookForAddresses()
    {
        if (Servers.Any(static s => s is { Options.HaSuspend: true, Follows: null }))
            RoleChanged();
    }

    private async Task EndAsync(bool addressesAreGone)
    {
        StopFollowing();
        if (_follower is null)
            return;
        try
        {
            await _follower.WaitAsync(Patience, _clock).ConfigureAwait(false);
            if (addressesAreGone)
                _bypass.Leave();
        }
        catch (TimeoutException)
        {
            _logger.BypassHangs(Patience.TotalSeconds);
        }
        finally
        {
            await StopEngineAsync().ConfigureAwait(false);
            _kernel.Stop(_balanced.Node);
            _kernel.Dispose();
        }
    }

    private async Task StopEngineAsync()
    {
        try
        {
            await _engine.StopAsync(CancellationToken.None).WaitAsync(Patience, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.LoadBalancerHangs(Patience.TotalSeconds);
        }
    }

    private FrozenSet<string> ActiveRoles() =>
        Servers.Select(s => s.Follows).Append(_balanced.Node.Ipvs.SyncDaemon?.Follows).OfType<string>().Distinct().Where(_isActive).ToFrozenSet(StringComparer.Ordinal);

    private void TellPresence(FrozenSet<string> active)
    {
        IReadOnlySet<IPAddress>? here = null;
        foreach (var (options, follows) in Servers.Where(static s => s.Options.HaSuspend).Select(static s => (s.Options, s.Follows)))
            _engine.SetPresent(options.Name, follows is not null ? active.Contains(follows) : options.Key.Address is { } service && (here ??= _addresses()).Contains(service.Address));
    }

    private static IEnumerable<(string, object?, string?)> Redirected(Balanced balanced) =>
        balanced.Servers.Where(s => s.Bypass).Select(s => (s.Options.Name, (object?)s.Options.Key, s.Follows));

    /// <summary>The virtual servers, each with the instance that it follows.</summary>
    private sealed record Balanced(NodeOptions Node, ImmutableArray<NodeVirtualServer> Servers)
    {
        public static Balanced Of(NodeOptions node) => new(node, [.. node.VirtualServers.Select(s => s with { Follows = ServiceRole.Of(s, node) })]);
    }
}

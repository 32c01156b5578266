using System.Collections.Immutable;
using System.Threading.Channels;
using FailoverIp.Lvs;
using FailoverIp.Vrrp.Netfilter;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Runs the virtual servers beside the elections: the engine that keeps the kernel's table, and what follows the roles (bypass, resting checks).</summary>
/// <remarks>
/// What follows a role is carried over by one worker that looks at the roles as they are when it gets to them: of Active, Backup and Active in quick
/// succession only the last one counts, and no election waits for a packet filter. The address comes first, the packet filter after it: what
/// arrives in between is served by this machine alone, whichever way the role goes.
/// </remarks>
internal sealed class LoadBalancer : IDisposable
{
    /// <summary>How often the packet filter is looked at where no role changes: a firewall that is loaded anew takes our rules with it.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan EnginePatience = TimeSpan.FromSeconds(10);

    private readonly ILvsEngine _engine;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ImmutableArray<NodeVirtualServer> _servers;
    private readonly Bypass _bypass;
    private readonly Sysctls _sysctls;
    private readonly NodeOptions _node;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private Func<string, bool> _isActive = static _ => false;
    private Task? _follower;

    public LoadBalancer(NodeOptions node, ILvsEngine engine, IRedirectRules redirects, SysctlSource sysctls, TimeProvider clock, ILoggerFactory loggers)
    {
        (_node, _engine, _clock) = (node, engine, clock);
        _logger = loggers.CreateLogger("FailoverIp.Node");
        _servers = [.. node.VirtualServers.Select(s => s with { Follows = ServiceRole.Of(s, node) })];
        _bypass = new([.. _servers.Where(s => s is { Bypass: true, Follows: not null })], redirects, _logger);
        _sysctls = new(sysctls, _logger);
    }

    /// <summary>To be called whenever a role has changed. Returns at once.</summary>
    public void RoleChanged() => _changes.Writer.TryWrite(true);

    /// <summary>Starts. What the kernel does not allow is told and tried again; it keeps nobody from starting.</summary>
    /// <param name="isActive">Whether this node is Active for an instance.</param>
    /// <param name="cancellationToken">Ends the waiting for the first table.</param>
    public Task StartAsync(Func<string, bool> isActive, CancellationToken cancellationToken)
    {
        _isActive = isActive;
        _sysctls.Look(_node);
        TellPresence();
        RoleChanged();
        _follower = Task.Run(FollowAsync, CancellationToken.None);
        return _engine.StartAsync([.. _servers.Select(s => s.Options)], cancellationToken);
    }

    /// <summary>From here on roles are no longer followed: that all of them end is not a reason to redirect anything.</summary>
    public void StopFollowing() => _stopping.Cancel();

    /// <summary>Takes this node's services out of the kernel, then the redirections. To be called when the addresses are gone: until then clients come here.</summary>
    public async Task StopAsync()
    {
        StopFollowing();
        if (_follower is null)
            return;
        try
        {
            await _engine.StopAsync(CancellationToken.None).WaitAsync(EnginePatience, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.LoadBalancerHangs(EnginePatience.TotalSeconds);
        }
        await _follower.ConfigureAwait(false);
        _bypass.Clear();
    }

    /// <summary>For a host that never came as far as to be stopped; the engine is disposed of by its owner.</summary>
    public void Dispose() => StopFollowing();

    public ImmutableArray<VirtualServerStatus> GetStatus()
    {
        var status = _engine.GetStatus();
        var byName = status.VirtualServers.ToDictionary(s => s.Name, StringComparer.Ordinal);
        return [.. _servers.Where(s => byName.ContainsKey(s.Options.Name)).Select(s => StatusComposer.VirtualServer(s, byName[s.Options.Name], status.Problem, BypassOf(s), _bypass.Problem))];
    }

    private bool? BypassOf(NodeVirtualServer server) => server.Bypass && server.Follows is { } role ? _bypass.Problem is null && !_isActive(role) : null;

    private async Task FollowAsync()
    {
        using var look = _clock.CreateTimer(_ => RoleChanged(), null, LookInterval, LookInterval);
        try
        {
            await foreach (var _ in _changes.Reader.ReadAllAsync(_stopping.Token).ConfigureAwait(false))
            {
                TellPresence();
                _bypass.Follow(_isActive);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private void TellPresence()
    {
        foreach (var server in _servers.Where(s => s is { Options.HaSuspend: true, Follows: not null }))
            _engine.SetPresent(server.Options.Name, _isActive(server.Follows!));
    }
}

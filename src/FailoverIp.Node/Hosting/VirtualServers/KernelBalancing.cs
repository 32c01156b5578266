using FailoverIp.Vrrp.Ipvs;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>
/// What holds for the kernel's load balancer as a whole: timeouts, sync daemons, and a table that is emptied. What the kernel refuses is told once, and tried again with the next look.
/// One caller at a time.
/// </summary>
/// <param name="open">Opens the kernel's table, with a socket of its own.</param>
/// <param name="logger">Where it is told.</param>
internal sealed class KernelBalancing(Func<IIpvsClient> open, ILogger logger) : IDisposable
{
    private readonly Dictionary<IpvsSyncState, IpvsSyncDaemon> _running = [];
    private IIpvsClient? _client;
    private IpvsTimeouts? _before;
    private IpvsTimeouts? _set;
    private string? _problem;

    /// <summary>Before the first service is written.</summary>
    public void Start(NodeOptions node)
    {
        if (node.Ipvs.FlushOnStart)
            Try(client => client.Flush());
        Look(node, static _ => false);
    }

    /// <summary>Makes it what the options and the roles say.</summary>
    public void Look(NodeOptions node, Func<string, bool> isActive)
    {
        var (timeouts, wanted) = (node.Ipvs.Timeouts, Wanted(node, isActive));
        if (timeouts == _set && wanted.Count == _running.Count && wanted.All(w => _running.GetValueOrDefault(w.State) == w))
            return;
        Try(client =>
        {
            if (timeouts != _set)
                SetTimeouts(client, timeouts);
            foreach (var state in _running.Keys.Where(s => !wanted.Exists(w => w == _running[s])).ToList())
            {
                client.StopSyncDaemon(state);
                _running.Remove(state);
            }
            foreach (var daemon in wanted.Where(w => !_running.ContainsKey(w.State)))
            {
                // One that an earlier run has left would be in the way.
                if (client.GetSyncDaemons().Any(d => d.State == daemon.State))
                    client.StopSyncDaemon(daemon.State);
                client.StartSyncDaemon(daemon);
                _running[daemon.State] = daemon;
            }
        });
    }

    /// <summary>After the last service was removed: everything is as it was before.</summary>
    public void Stop(NodeOptions node)
    {
        if (_running.Count > 0 || _set is not null)
            Look(node with { Ipvs = NodeIpvsOptions.Default }, static _ => false);
        if (node.Ipvs.FlushOnStop)
            Try(client => client.Flush());
    }

    public void Dispose() => _client?.Dispose();

    private static List<IpvsSyncDaemon> Wanted(NodeOptions node, Func<string, bool> isActive)
    {
        if (node.Ipvs.SyncDaemon is not { } options)
            return [];
        IpvsSyncState[] states = options.Follows is not { } name ? [IpvsSyncState.Master, IpvsSyncState.Backup] : [isActive(name) ? IpvsSyncState.Master : IpvsSyncState.Backup];
        var id = options.SyncId ?? node.Instances.FirstOrDefault(i => i.Name == options.Follows)?.VirtualRouterId ?? 0;
        return
        [
            .. states.Select(state => new IpvsSyncDaemon
            {
                State = state, Interface = options.Interface, SyncId = (byte)id, MaxLength = options.MaxLength, Group = options.Group, Port = options.Port, Ttl = options.Ttl,
            }),
        ];
    }

    private void SetTimeouts(IIpvsClient client, IpvsTimeouts? timeouts)
    {
        _before ??= client.GetTimeouts();
        // What was set before and is not said any more is as it was at first.
        client.SetTimeouts(new(Either(timeouts?.Tcp, _before.Tcp), Either(timeouts?.TcpFin, _before.TcpFin), Either(timeouts?.Udp, _before.Udp)));
        _set = timeouts;

        static TimeSpan Either(TimeSpan? wanted, TimeSpan before) => wanted is { Ticks: > 0 } time ? time : before;
    }

    private void Try(Action<IIpvsClient> what)
    {
        try
        {
            what(_client ??= open());
            _problem = null;
        }
        catch (Exception e) when (e is IpvsException or ArgumentException)
        {
            var reason = e.Message.ReplaceLineEndings(" ");
            if (_problem != reason)
                logger.KernelBalancingProblem(reason);
            _problem = reason;
        }
    }
}

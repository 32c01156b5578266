using System.Net;

namespace FailoverIp.Lvs;

/// <summary>
/// One virtual server: results of checks in, changes and the table that should be out. Pure: no I/O, no clock, no thread. What it does is what
/// keepalived 2.2.7 does, and beyond that <see cref="VirtualServerOptions.MaxUnavailable"/>.
/// </summary>
/// <remarks>
/// A real server is up while all its checks pass. The quorum is reached where the weights in service add up to Quorum + Hysteresis, and lost where they are 0 or
/// below Quorum - Hysteresis. While it is lost the sorry server, if there is one, takes the place of all real servers; without one those that are up stay.
/// A real server that is kept in service though it fails counts for the quorum like one that is up: it is in service because its check is not believed.
/// After a reload, real servers that were there before stay as they are: up until a check fails, down until all have passed, also where checks are new.
/// </remarks>
internal sealed partial class ServiceState
{
    private readonly RealServerState[] _realServers;
    private readonly int _mayBeOut;
    private long _downOrder;

    /// <param name="options">The virtual server.</param>
    /// <param name="before">What was known of it before a reload; null: it is new.</param>
    /// <param name="changes">Gets what has changed by coming into being.</param>
    public ServiceState(VirtualServerOptions options, ServiceState? before, List<ServiceChange> changes)
    {
        Options = options;
        _mayBeOut = FailOpen.Limit(options.MaxUnavailable, options.RealServers.Length);
        _downOrder = before?._downOrder ?? 0;
        HasQuorum = before?.HasQuorum ?? false;
        var known = before?._realServers.ToDictionary(static r => r.Options.Address);
        _realServers = new RealServerState[options.RealServers.Length];
        for (var i = 0; i < _realServers.Length; i++)
            _realServers[i] = Begin(options.RealServers[i], known, changes);
        if (known is not null)
        {
            foreach (var gone in known.Values.Where(static r => r.IsUp))
                changes.Add(new(LvsEventKind.RealServerDown, gone.Options.Address, 0, "it is no longer configured"));
        }
        IsKeeping = before?.IsKeeping ?? false;
        SettlePool(isNew: before is null, changes);
    }

    public VirtualServerOptions Options { get; }

    public ReadOnlySpan<RealServerState> RealServers => _realServers;

    /// <summary>Whether the quorum stands.</summary>
    public bool HasQuorum { get; private set; }

    /// <summary>The sum of the weights in service.</summary>
    public long LiveWeight { get; private set; }

    /// <summary>Whether a failed real server is kept in service.</summary>
    public bool IsKeeping { get; private set; }

    /// <summary>Whether the sorry server stands in.</summary>
    public bool IsSorry => !HasQuorum && Options.SorryServer is not null;

    /// <summary>Takes in a word of a check that counts. A check that fails says nothing about the weight: that of its last success stands.</summary>
    public void OnCheck(int realServer, int check, in CheckState state, List<ServiceChange> changes)
    {
        var server = _realServers[realServer];
        server.Checks[check] = state.Passed ? state : state with { Weight = server.Checks[check].Weight, WeightChange = server.Checks[check].WeightChange };
        Conclude(server, server.Weight, "its checks pass", changes);
        SettlePool(isNew: false, changes);
    }

    /// <summary>A check could not be made: that is no word about the real server, but somebody who looks should see it.</summary>
    public void OnUnasked(int realServer, string hindrance) => _realServers[realServer].LastFailure = hindrance;

    /// <summary>Takes in which real servers the kernel refuses: whoever is not in its table serves nobody. Returns whether that has changed something.</summary>
    public bool OnTable(IReadOnlySet<IPEndPoint> refused, List<ServiceChange> changes)
    {
        var changed = false;
        foreach (var server in _realServers)
        {
            var isRefused = refused.Contains(server.Options.Address);
            changed |= isRefused != server.IsRefused;
            server.IsRefused = isRefused;
        }
        if (changed)
            SettlePool(isNew: false, changes);
        return changed;
    }

    /// <summary>Whether there is a real server of this address, and it is up.</summary>
    public bool IsUp(IPEndPoint realServer) => Array.Exists(_realServers, r => r.IsUp && r.Options.Address.Equals(realServer));

    /// <summary>Reports all that is up as down, for the end of the service. To be called last.</summary>
    public void End(string reason, List<ServiceChange> changes)
    {
        foreach (var server in _realServers.Where(static r => r.IsUp))
            changes.Add(new(LvsEventKind.RealServerDown, server.Options.Address, 0, reason));
        if (HasQuorum)
            changes.Add(new(LvsEventKind.QuorumDown, null, 0, reason));
        HasQuorum = false;
    }

    private RealServerState Begin(RealServerOptions options, Dictionary<IPEndPoint, RealServerState>? known, List<ServiceChange> changes)
    {
        RealServerState? before = null;
        known?.Remove(options.Address, out before);
        var checks = new CheckState[options.Checks.Length];
        for (var i = 0; i < checks.Length; i++)
            checks[i] = Begin(options, i, before);
        var server = new RealServerState(options, checks);
        if (before is null)
        {
            server.Conclude(ref _downOrder);
        }
        else
        {
            server.TakeOver(before);
            Conclude(server, before.Weight, "its checks have changed", changes);
        }
        return server;
    }

    private CheckState Begin(RealServerOptions options, int index, RealServerState? before)
    {
        var check = options.Checks[index];
        if (before is null)
            return check.Alpha ?? options.Alpha ?? Options.Alpha ? CheckState.AssumedDown : CheckState.AssumedUp;
        var question = CheckQuestion.Of(check);
        if (index < before.Checks.Length && CheckQuestion.Of(before.Options.Checks[index]) == question)
            return before.Checks[index];
        for (var i = 0; i < before.Checks.Length; i++)
        {
            if (CheckQuestion.Of(before.Options.Checks[i]) == question)
                return before.Checks[i];
        }
        return before.IsUp ? CheckState.AssumedUp : CheckState.AssumedDown;
    }

    private void Conclude(RealServerState server, int weightBefore, string whyUp, List<ServiceChange> changes)
    {
        var went = server.Conclude(ref _downOrder);
        if (server.Weight != weightBefore)
            changes.Add(new(LvsEventKind.RealServerWeight, server.Options.Address, server.Weight, $"its weight was {weightBefore}"));
        if (went is { } up)
            changes.Add(new(up ? LvsEventKind.RealServerUp : LvsEventKind.RealServerDown, server.Options.Address, server.Weight, up ? whyUp : server.LastFailure!));
    }
}

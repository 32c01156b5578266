using System.Collections.Immutable;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node;

/// <summary>Puts the snapshots of the parts together to the one of the node.</summary>
internal static class StatusComposer
{
    /// <summary>The version of this software, without the commit it was built from.</summary>
    public static string Version { get; } =
        typeof(StatusComposer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>Null where nothing was ignored.</summary>
    public static IgnoredPackets? Ignored(VrrpCounters counters) => counters == default ? null : new(counters.UnknownVirtualRouterIds, counters.CarpPackets);

    /// <param name="router">The engine's snapshot.</param>
    /// <param name="options">What the node runs.</param>
    /// <param name="last">The last transition that has arrived; it says why where it is the one that led to the snapshot.</param>
    public static InstanceStatus Instance(VirtualRouterStatus router, NodeOptions options, VrrpTransition? last) => new()
    {
        Name = router.Options.Name,
        Interface = router.Options.Interface,
        Family = router.Options.AdvertFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4",
        Version = (int)router.Options.Version,
        VirtualRouterId = router.Options.VirtualRouterId,
        State = router.State,
        Since = router.Since,
        Priority = router.Options.Priority,
        EffectivePriority = router.EffectivePriority,
        ActiveRouter = router.ActiveRouter?.ToString(),
        Addresses = [.. router.Options.VirtualAddresses.Select(a => a.ToString())],
        Epoch = router.Epoch,
        Sent = router.Sent,
        Received = router.Received,
        Discarded = router.Discarded
            .Where(d => d.Key != VrrpDiscardReason.None)
            .ToImmutableSortedDictionary(d => JsonNamingPolicy.CamelCase.ConvertName(d.Key.ToString()), d => d.Value, StringComparer.Ordinal),
        Fault = router.Fault,
        Group = options.SyncGroups.FirstOrDefault(g => g.Routers.Contains(router.Options.Name))?.Name,
        Reason = last is { } transition && transition.Epoch == router.Epoch ? ReasonText.Of(in transition) : null,
        PriorityArithmetic = router.EffectivePriority != router.Options.Priority && router.PriorityArithmetic.Length > 0 ? router.PriorityArithmetic : null,
        Peers = router.Peers.IsDefaultOrEmpty ? null : [.. router.Peers.Select(p => new PeerStatus(p.Address.ToString(), p.Priority, p.Checksum.ToString(), p.LastHeard))],
        Repairs = router.Repairs > 0 ? router.Repairs : null,
        AddressProblems = router.AddressProblems.Count > 0 ? [.. router.AddressProblems] : null,
    };

    public static AddressStatus Address(NodeAddress address, RouteKeeperStatus? keeper) => new()
    {
        Name = address.Route.Name,
        Address = address.Route.Address.ToString(),
        Provider = address.Route.Provider,
        Target = keeper?.Target ?? Target(address.Route.Target),
        Owner = keeper?.Owner,
        State = keeper?.State ?? RouteKeeperState.Idle,
        LastVerified = keeper?.LastVerified,
        LastError = keeper?.LastError?.Message.ReplaceLineEndings(" "),
        Epoch = keeper?.Epoch ?? 0,
    };

    public static VirtualServerStatus VirtualServer(NodeVirtualServer server, Lvs.VirtualServerStatus status, string? tableProblem, bool? bypass, string? bypassProblem) => new()
    {
        Name = status.Name,
        Address = status.Key.Address?.ToString() ?? status.Key.ToString(),
        Protocol = status.Key.Protocol.ToString(),
        Scheduler = status.Scheduler,
        Method = Method(status.Method),
        Quorum = status.Quorum,
        AliveWeight = status.LiveWeight,
        SorryServer = server.Options.SorryServer is { } sorry ? new(sorry.Address.ToString(), status.SorryServerInUse) : null,
        Suspended = server.Options.HaSuspend ? status.Suspended : null,
        Bypass = bypass,
        Problem = Joined(tableProblem ?? status.Problem, server.Bypass ? bypassProblem : null),
        RealServers = [.. status.RealServers.Select(RealServer)],
    };

    private static RealServerStatus RealServer(Lvs.RealServerStatus server)
    {
        var isUp = server.State == Lvs.RealServerCondition.Up;
        return new(server.Address.ToString(), server.Weight, server.State.ToString(), server.LastFailure?.ReplaceLineEndings(" ")) { InService = server.InService == isUp ? null : server.InService };
    }

    private static string? Joined(params string?[] problems) => string.Join("; ", problems.OfType<string>()) is { Length: > 0 } line ? line : null;

    /// <summary>keepalived's word for a forwarding method.</summary>
    private static string Method(IpvsForwarding method) => method switch
    {
        IpvsForwarding.Masquerade => "NAT",
        IpvsForwarding.Tunnel => "TUN",
        _ => "DR",
    };

    /// <summary>The target as it is configured, until a read has told the provider's own word for it: the server, with the interface where it takes one.</summary>
    private static string Target(RouteTarget target)
    {
        if (target["Server"] is not { } server)
            return target.ToString();
        return target["Nic"] is { } nic ? $"{server}/{nic}" : server;
    }
}

using System.Collections.Immutable;
using System.Net;

namespace FailoverIp.Lvs;

/// <summary>Makes the status of a virtual server, with the times from the one before.</summary>
internal static class SnapshotBuilder
{
    public static VirtualServerStatus Build(ManagedService service, VirtualServerStatus? before, DateTimeOffset now)
    {
        var state = service.State;
        var servers = ImmutableArray.CreateBuilder<RealServerStatus>(state.RealServers.Length);
        for (var i = 0; i < state.RealServers.Length; i++)
        {
            var server = state.RealServers[i];
            var condition = server.IsUp ? RealServerCondition.Up : RealServerCondition.Down;
            var last = Last(before, i, server.Options.Address);
            var since = last?.State == condition ? last.Since : now;
            servers.Add(new(server.Options.Address, condition, server.InService, server.Weight, since, server.LastFailure));
        }
        return new()
        {
            Name = state.Options.Name,
            Key = state.Options.Key,
            Scheduler = state.Options.Scheduler,
            Method = state.Options.Method,
            Quorum = state.HasQuorum,
            SorryServerInUse = state.IsSorry,
            LiveWeight = state.LiveWeight,
            Suspended = service.IsSuspended,
            Problem = service.Problem,
            RealServers = servers.DrainToImmutable(),
        };
    }

    private static RealServerStatus? Last(VirtualServerStatus? before, int index, IPEndPoint address)
    {
        if (before is null)
            return null;
        if (index < before.RealServers.Length && before.RealServers[index].Address.Equals(address))
            return before.RealServers[index];
        return before.RealServers.FirstOrDefault(r => r.Address.Equals(address));
    }
}

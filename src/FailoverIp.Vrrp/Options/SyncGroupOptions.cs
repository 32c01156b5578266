using System.Collections.Immutable;

namespace FailoverIp.Vrrp;

/// <summary>Virtual routers that change their state together (keepalived: <c>vrrp_sync_group</c>): one in Fault puts all in Fault, one that becomes Active or Backup takes all with it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Routers">The names of its virtual routers, at least one; each is in one group at most. One alone changes as if it were in none.</param>
public sealed record SyncGroupOptions(string Name, ImmutableArray<string> Routers)
{
    /// <summary>Interfaces that each of its virtual routers depends on, as if each named them itself (keepalived: <c>track_interface</c> of the group).</summary>
    public ImmutableArray<TrackedInterface> TrackedInterfaces { get; init; } = [];

    /// <summary>Health that each of its virtual routers depends on, as if each named it itself (keepalived: <c>track_script</c>, <c>track_file</c> and <c>track_process</c> of the group).</summary>
    public ImmutableArray<TrackedHealth> TrackedHealth { get; init; } = [];
}

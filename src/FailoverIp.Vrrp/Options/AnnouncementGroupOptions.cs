using System.Collections.Immutable;

namespace FailoverIp.Vrrp;

/// <summary>
/// Interfaces whose announcements keep a least distance between them, as they share a switch that takes no more (keepalived: <c>garp_group</c>). What stands here
/// counts in place of the routers' own <see cref="AnnouncementOptions.ArpInterval"/> and <see cref="AnnouncementOptions.NeighbourInterval"/>.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Interfaces">The interfaces, at least one; each is in one group at most. One that is made for a virtual router is in the group of the one below it.</param>
public sealed record AnnouncementGroupOptions(string Name, ImmutableArray<string> Interfaces)
{
    /// <summary>The least time between two gratuitous ARP on any of them, 0 to 1 s; zero: the routers' own (keepalived: <c>garp_interval</c>).</summary>
    /// <value>Zero.</value>
    public TimeSpan ArpInterval { get; init; }

    /// <summary>The least time between two neighbour advertisements on any of them, 0 to 1 s; zero: the routers' own (keepalived: <c>gna_interval</c>).</summary>
    /// <value>Zero.</value>
    public TimeSpan NeighbourInterval { get; init; }
}

namespace FailoverIp.Vrrp;

/// <summary>
/// How addresses are announced by gratuitous ARP (IPv4) and unsolicited neighbour advertisements (IPv6). The defaults are keepalived's. Its <c>vrrp_min_garp</c>, one
/// announcement and no more, is a <see cref="Repeat"/> of 1 and a <see cref="Delay"/> of zero.
/// </summary>
public sealed record AnnouncementOptions
{
    /// <summary>Announcements of each address at once after becoming Active, 1 to 255 (keepalived: <c>garp_master_repeat</c>).</summary>
    /// <value>5.</value>
    public int Repeat { get; init; } = 5;

    /// <summary>The time to a second set of as many; zero for none (keepalived: <c>garp_master_delay</c>).</summary>
    /// <value>5 seconds.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>While Active: the time between later sets; zero for none (keepalived: <c>garp_master_refresh</c>).</summary>
    /// <value>Zero.</value>
    public TimeSpan Refresh { get; init; }

    /// <summary>Announcements of each address in such a set, 1 to 255 (keepalived: <c>garp_master_refresh_repeat</c>).</summary>
    /// <value>1.</value>
    public int RefreshRepeat { get; init; } = 1;

    /// <summary>
    /// While Active: the time between announcements of those addresses that stand on other interfaces than the virtual router's own, 1 s to 1 day; zero for none
    /// (keepalived: <c>garp_extra_if</c>, with <c>all</c>). The switches there hear no adverts.
    /// </summary>
    /// <value>Zero.</value>
    public TimeSpan ExtraInterval { get; init; }

    /// <summary>Announcements of each address after an advert of lower priority, 0 to 255; null as <see cref="Repeat"/>, with <see cref="VirtualRouterOptions.Strict"/> none (keepalived: <c>garp_lower_prio_repeat</c>).</summary>
    public int? LowerPriorityRepeat { get; init; }

    /// <summary>The time to a second such set; null as <see cref="Delay"/> (keepalived: <c>garp_lower_prio_delay</c>).</summary>
    public TimeSpan? LowerPriorityDelay { get; init; }

    /// <summary>The least time between two gratuitous ARP on one interface; zero for none (keepalived: <c>garp_interval</c>).</summary>
    /// <value>Zero.</value>
    public TimeSpan ArpInterval { get; init; }

    /// <summary>The least time between two neighbour advertisements on one interface; zero for none (keepalived: <c>gna_interval</c>).</summary>
    /// <value>Zero.</value>
    public TimeSpan NeighbourInterval { get; init; }
}

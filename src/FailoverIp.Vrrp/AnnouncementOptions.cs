namespace FailoverIp.Vrrp;

/// <summary>How addresses are announced by gratuitous ARP (IPv4) and unsolicited neighbour advertisements (IPv6). The defaults are keepalived's.</summary>
public sealed record AnnouncementOptions
{
    /// <summary>Announcements of each address at once after becoming Active, 1 to 255 (keepalived: <c>garp_master_repeat</c>).</summary>
    /// <value>5.</value>
    public int Repeat { get; init; } = 5;

    /// <summary>The time to a second set of as many; zero for none (keepalived: <c>garp_master_delay</c>).</summary>
    /// <value>5 seconds.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(5);
}

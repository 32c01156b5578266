namespace FailoverIp.Lvs;

/// <summary>
/// Sends an ICMP echo request (<c>PING_CHECK</c> in keepalived.conf(5)): over an ICMP datagram socket where the sysctl <c>net.ipv4.ping_group_range</c>
/// permits it, else over a raw one, which needs CAP_NET_RAW. Immutable; equal by value.
/// </summary>
public sealed record PingCheckOptions : CheckOptions
{
    /// <inheritdoc/>
    public override string Kind => "Ping";
}

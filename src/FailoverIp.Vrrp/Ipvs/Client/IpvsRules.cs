using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>What makes sense in a virtual server table: the kernel answers with a bare EINVAL, or takes it and forwards nothing. Each returns one line, or null.</summary>
internal static class IpvsRules
{
    /// <summary>The longest persistence timeout, as ipvsadm has it; above, the kernel's own arithmetic overflows.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(31);

    public static string? Problem(IpvsService service)
    {
        var key = service.Key;
        var isPersistent = service.Flags.HasFlag(IpvsServiceFlags.Persistent);
        if (Name(service.Scheduler) is { } scheduler)
            return $"{key}: the scheduler's name {scheduler}";
        if (service.PersistenceEngine is { } engine && Name(engine) is { } problem)
            return $"{key}: the persistence engine's name {problem}";
        if (key.Address is { Port: 0 } && !isPersistent)
            return $"{key}: port 0, all ports, is for persistent services only";
        if (isPersistent && (service.Timeout < TimeSpan.FromSeconds(1) || service.Timeout > LongestTimeout || service.Timeout.Ticks % TimeSpan.TicksPerSecond != 0))
            return $"{key}: the persistence timeout is whole seconds, from 1 second to 31 days, not {service.Timeout}";
        if (!isPersistent && service.Timeout != TimeSpan.Zero)
            return $"{key}: a timeout without the flag Persistent";
        if (service.PersistencePrefixLength is { } prefix && (prefix < 1 || prefix > (key.Family == AddressFamily.InterNetworkV6 ? 128 : 32)))
            return $"{key}: the persistence prefix length is 1 to {(key.Family == AddressFamily.InterNetworkV6 ? 128 : 32)}, not {prefix}";
        if (service.Flags.HasFlag(IpvsServiceFlags.OnePacket) && key.Address is not null && key.Protocol != IpvsProtocol.Udp)
            return $"{key}: one-packet scheduling is for UDP";
        return null;
    }

    public static string? Problem(IpvsServiceKey key, IpvsDestination destination)
    {
        var address = destination.Address;
        var reason = Address(key, destination) ?? Port(key, destination) ?? Tunnel(destination);
        if (reason is null && destination.Weight < 0)
            reason = $"its weight is 0 to {int.MaxValue}, not {destination.Weight}";
        if (reason is null && destination.LowerThreshold > destination.UpperThreshold)
            reason = $"its lower threshold {destination.LowerThreshold} is above its upper threshold {destination.UpperThreshold}";
        return reason is null ? null : $"{key}, real server {address}: {reason}";
    }

    public static string? Problem(IpvsTimeouts timeouts) =>
        new[] { timeouts.Tcp, timeouts.TcpFin, timeouts.Udp }.Any(t => t < TimeSpan.Zero || t > LongestTimeout || t.Ticks % TimeSpan.TicksPerSecond != 0)
            ? "timeouts of connections are whole seconds, up to 31 days; zero leaves one as it is"
            : null;

    public static string? Problem(IpvsSyncDaemon daemon)
    {
        if (daemon.State is not (IpvsSyncState.Master or IpvsSyncState.Backup))
            return "a sync daemon is master or backup";
        if (System.Text.Encoding.UTF8.GetByteCount(daemon.Interface) is < 1 or > IpvsConstants.LongestInterfaceName || daemon.Interface.Contains('\0', StringComparison.Ordinal))
            return "the interface of a sync daemon has a name of 1 to 15 bytes";
        if (daemon.MaxLength is < 1 or > 65507)
            return $"sync daemon on {daemon.Interface}: the longest message is 1 to 65507 bytes, not {daemon.MaxLength}";
        if (daemon.Group is { } group && !IsMulticast(group))
            return $"sync daemon on {daemon.Interface}: {group} is no multicast group";
        if (daemon.Port == 0)
            return $"sync daemon on {daemon.Interface}: the port is 1 to 65535, not 0";
        return daemon.Ttl == 0 ? $"sync daemon on {daemon.Interface}: the TTL is 1 to 255, not 0" : null;
    }

    private static string? Name(string name) => name.Length is >= 1 and <= IpvsConstants.LongestName && name.All(c => c is > ' ' and < '\x7f')
        ? null
        : $"\"{new([.. name.Take(40).Select(c => char.IsControl(c) ? '?' : c)])}\" is not 1 to 15 printable characters";

    private static string? Address(IpvsServiceKey key, IpvsDestination destination)
    {
        var address = destination.Address.Address;
        if (address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            return "it has neither an IPv4 nor an IPv6 address";
        if (address.AddressFamily != key.Family && destination.Forwarding != IpvsForwarding.Tunnel)
            return "a real server of the other address family is reached by a tunnel only";
        if (destination.Forwarding is not (IpvsForwarding.Masquerade or IpvsForwarding.Tunnel or IpvsForwarding.DirectRoute))
            return $"{destination.Forwarding} is the kernel's own mark; a real server is reached by Masquerade, DirectRoute or Tunnel";
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast) || IsMulticast(address))
            return "its address is not that of one machine";
        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? "IPVS knows no scope of an address (%)" : null;
    }

    // Only NAT rewrites ports.
    private static string? Port(IpvsServiceKey key, IpvsDestination destination)
    {
        var port = destination.Address.Port;
        if (destination.Forwarding == IpvsForwarding.Masquerade)
            return port == 0 && key.Address is { Port: > 0 } ? "NAT to port 0 is for services of all ports" : null;
        var word = destination.Forwarding == IpvsForwarding.Tunnel ? "a tunnel" : "direct routing";
        if (key.Address is { } service)
            return port == service.Port ? null : $"with {word} its port is the service's, {service.Port}: only NAT changes ports";
        return port == 0 ? null : $"with {word} and a firewall mark its port is 0: only NAT changes ports";
    }

    private static string? Tunnel(IpvsDestination destination) => destination.Tunnel switch
    {
        null => null,
        _ when destination.Forwarding != IpvsForwarding.Tunnel => $"a kind of tunnel with {destination.Forwarding}",
        { Type: IpvsTunnelType.Gue, Port: 0 } => "GUE needs a UDP port",
        { Type: not IpvsTunnelType.Gue, Port: not 0 } tunnel => $"a tunnel port is for GUE, not for {Word(tunnel.Type)}",
        { Type: IpvsTunnelType.IpIp, Checksum: not IpvsTunnelChecksum.None } => "IP in IP has no checksums",
        { Type: not IpvsTunnelType.Gue, Checksum: IpvsTunnelChecksum.RemoteChecksum } => "remote checksums are for GUE",
        { Type: > IpvsTunnelType.Gre } or { Checksum: > IpvsTunnelChecksum.RemoteChecksum } => "an unknown kind of tunnel",
        _ => null,
    };

    private static string Word(IpvsTunnelType type) => type == IpvsTunnelType.Gre ? "GRE" : "IP in IP";

    private static bool IsMulticast(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsIPv6Multicast : address.GetAddressBytes()[0] is >= 224 and <= 239;
}

using System.Net;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>The kernel's error numbers as lines that a person can act on.</summary>
internal static class IpvsErrors
{
    public const string Lost = "the kernel's answer was lost";

    public static IpvsException NoIpvs() =>
        new("this kernel has no IPVS: load it with `modprobe ip_vs`, or boot a kernel that has it (CONFIG_IP_VS)", Errno.ENOENT);

    public static IpvsException NotUnderstood() => new("the kernel's virtual server table holds something that cannot be understood");

    public static IpvsException NoSocket(Exception reason) => new($"no way to the kernel's virtual server table: {reason.Message}", reason);

    /// <summary>A reading, or a request that is about no service in particular, has failed.</summary>
    public static IpvsException Reading(NetlinkError error) => new(Common(error) ?? $"the kernel does not tell its virtual server table: {Words(error)}", error.Number);

    public static IpvsException Changing(in IpvsChange change, NetlinkError error) => new(Text(in change, error), error.Number);

    /// <summary>A change was refused.</summary>
    public static string Text(in IpvsChange change, NetlinkError error) => Common(error) ?? (change.Destination is null ? OfService(in change, error) : OfDestination(in change, error));

    /// <summary>A service that should be is there already, and not by this node.</summary>
    public static string Foreign(IpvsServiceKey key) =>
        $"{key} is in the kernel's table already and is not this node's: it is left as it is; where nobody needs it, remove it with `ipvsadm -D {Options(key)}`";

    public static IpvsException Daemon(IpvsSyncState state, string? name, NetlinkError error) => new(
        Common(error) ?? error.Number switch
        {
            Errno.EEXIST => $"the {Word(state)} sync daemon runs already",
            Errno.ESRCH => $"the {Word(state)} sync daemon does not run",
            Errno.ENODEV => $"sync daemon: there is no interface {name}, or it is not up",
            Errno.EINVAL => $"sync daemon on {name}: the kernel refuses it; it takes no part while a service has real servers of the other address family (ipvsadm -Ln shows them)",
            _ => $"the {Word(state)} sync daemon: {Words(error)}",
        },
        error.Number);

    /// <summary>A request about the counters or the timeouts was refused.</summary>
    public static IpvsException Other(string what, NetlinkError error) => new(Common(error) ?? $"{what}: {Words(error)}", error.Number);

    /// <summary>How ipvsadm names a service: <c>-t 203.0.113.10:80</c>, <c>-f 7 -6</c>.</summary>
    public static string Options(IpvsServiceKey key) => key.Address is { } address
        ? $"{(key.Protocol switch { IpvsProtocol.Udp => "-u", IpvsProtocol.Sctp => "--sctp-service", _ => "-t" })} {address}"
        : $"-f {key.FirewallMark}{(key.Family == System.Net.Sockets.AddressFamily.InterNetworkV6 ? " -6" : "")}";

    private static string? Common(NetlinkError error) => error.Number switch
    {
        Errno.EPERM or Errno.EACCES => "the right to use IPVS is missing: run as root or with CAP_NET_ADMIN, in the network namespace's own user namespace",
        Errno.ENOBUFS => $"{Lost}; the table is read again at the next try",
        _ => null,
    };

    private static string OfService(in IpvsChange change, NetlinkError error) => error.Number switch
    {
        Errno.EEXIST => $"{change.Key} is in the kernel's table already",
        Errno.ESRCH => $"{change.Key} is not in the kernel's table",
        Errno.ENOENT when change.Service is { PersistenceEngine: { } engine } service =>
            $"{change.Key}: the kernel knows no scheduler {service.Scheduler} (module ip_vs_{service.Scheduler}) or no persistence engine {engine} (module ip_vs_pe_{engine})",
        Errno.ENOENT when change.Service is { } service => $"{change.Key}: the kernel knows no scheduler {service.Scheduler} (module ip_vs_{service.Scheduler})",
        Errno.EAFNOSUPPORT => $"{change.Key}: this kernel's IPVS has no IPv6 (CONFIG_IP_VS_IPV6)",
        _ => $"{change.Key}: {Words(error)}",
    };

    private static string OfDestination(in IpvsChange change, NetlinkError error)
    {
        var address = change.Destination!.Address;
        return error.Number switch
        {
            Errno.EEXIST => $"{change.Key}: the real server {address} is in the kernel's table already",
            Errno.ENOENT => $"{change.Key}: the real server {address} is not in the kernel's table",
            Errno.ESRCH => $"{change.Key} is not in the kernel's table",
            Errno.EINVAL when address.AddressFamily != change.Key.Family =>
                $"{change.Key}: the kernel refuses the real server {address} of the other address family; it takes one with tunnels only, and none while a sync daemon runs",
            Errno.EINVAL => $"{change.Key}: the kernel refuses the real server {address}; its address must be that of one machine, reachable from here",
            _ => $"{change.Key}, real server {address}: {Words(error)}",
        };
    }

    private static string Words(NetlinkError error) => error.Text is { } text ? $"{Errno.Text(error.Number)} ({text})" : Errno.Text(error.Number);

    private static string Word(IpvsSyncState state) => state == IpvsSyncState.Master ? "master" : "backup";
}

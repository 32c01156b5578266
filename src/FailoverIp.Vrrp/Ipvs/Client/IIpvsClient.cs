using System.Collections.Immutable;
using System.Net;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>
/// The kernel's virtual server table (IPVS): what ipvsadm does, typed, over generic netlink. Every call is one or a few requests to the kernel of the
/// network namespace in which the client was made; the kernel answers while it is being asked, so calls are synchronous and take microseconds.
/// </summary>
/// <remarks>
/// Not safe for concurrent use. Every member throws <see cref="IpvsException"/> where the kernel has no IPVS, CAP_NET_ADMIN is missing or the kernel refuses;
/// what the kernel would refuse without a word is refused before it is sent.
/// </remarks>
public interface IIpvsClient : IDisposable
{
    /// <summary>Version and size of the connection table.</summary>
    IpvsInfo GetInfo();

    /// <summary>Every service, without its real servers.</summary>
    ImmutableArray<IpvsServiceEntry> GetServices();

    /// <summary>One service; null where there is none of this key.</summary>
    IpvsServiceEntry? GetService(IpvsServiceKey key);

    /// <summary>The real servers of a service; empty also where there is no such service, for the kernel does not tell the two apart.</summary>
    ImmutableArray<IpvsDestinationEntry> GetDestinations(IpvsServiceKey key);

    /// <summary>Every service with its real servers and their counters. Read service by service, so a table that changes meanwhile may be caught in between.</summary>
    ImmutableArray<IpvsTableEntry> GetTable();

    /// <summary>Adds a service (<c>ipvsadm -A</c>). The kernel loads the scheduler's module where it can.</summary>
    void AddService(IpvsService service);

    /// <summary>Changes a service that is there (<c>ipvsadm -E</c>): everything but its key.</summary>
    void SetService(IpvsService service);

    /// <summary>Removes a service with its real servers (<c>ipvsadm -D</c>).</summary>
    void DeleteService(IpvsServiceKey key);

    /// <summary>Adds a real server (<c>ipvsadm -a</c>).</summary>
    void AddDestination(IpvsServiceKey key, IpvsDestination destination);

    /// <summary>Changes a real server that is there (<c>ipvsadm -e</c>): everything but its address.</summary>
    void SetDestination(IpvsServiceKey key, IpvsDestination destination);

    /// <summary>Removes a real server (<c>ipvsadm -d</c>); its connections end.</summary>
    void DeleteDestination(IpvsServiceKey key, IPEndPoint address);

    /// <summary>Sets the counters of one service and its real servers to zero (<c>ipvsadm -Z -t …</c>).</summary>
    void ZeroCounters(IpvsServiceKey key);

    /// <summary>Sets all counters to zero (<c>ipvsadm -Z</c>).</summary>
    void ZeroAllCounters();

    /// <summary>Removes EVERY service of this network namespace, whoever has put it there (<c>ipvsadm -C</c>). Nothing else here ever does that.</summary>
    void Flush();

    /// <summary>How long idle connections are kept (<c>ipvsadm -L --timeout</c>); to restore them later, remember them.</summary>
    IpvsTimeouts GetTimeouts();

    /// <summary>Sets how long idle connections are kept (<c>ipvsadm --set</c>): whole seconds; zero leaves one as it is.</summary>
    void SetTimeouts(IpvsTimeouts timeouts);

    /// <summary>The sync daemons that run: none, one or both.</summary>
    ImmutableArray<IpvsSyncDaemon> GetSyncDaemons();

    /// <summary>Starts a sync daemon (<c>ipvsadm --start-daemon</c>); master and backup are started each by itself.</summary>
    void StartSyncDaemon(IpvsSyncDaemon daemon);

    /// <summary>Stops a sync daemon (<c>ipvsadm --stop-daemon</c>).</summary>
    void StopSyncDaemon(IpvsSyncState state);
}

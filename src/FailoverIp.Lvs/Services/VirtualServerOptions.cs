using System.Collections.Immutable;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs;

/// <summary>One virtual server: a service of the kernel's table, its real servers, and the rules by which they come and go. Immutable; equal by value.</summary>
public sealed record VirtualServerOptions
{
    private readonly ValueArray<RealServerOptions> _realServers = new([]);

    /// <summary>Its name, unique within a node.</summary>
    public required string Name { get; init; }

    /// <summary>Address, port and protocol, or a firewall mark.</summary>
    public required IpvsServiceKey Key { get; init; }

    /// <summary>The scheduler's name in the kernel.</summary>
    public string Scheduler { get; init; } = "wlc";

    /// <summary>The scheduler's flags (<see cref="IpvsServiceFlags.Scheduler1"/> to 3); the others follow from the rest of the options.</summary>
    public IpvsServiceFlags SchedulerFlags { get; init; }

    /// <summary>One-packet scheduling, UDP only.</summary>
    public bool OnePacket { get; init; }

    /// <summary>How packets reach the real servers.</summary>
    public IpvsForwarding Method { get; init; } = IpvsForwarding.Masquerade;

    /// <summary>How packets are wrapped, with <see cref="IpvsForwarding.Tunnel"/>.</summary>
    public IpvsTunnel? Tunnel { get; init; }

    /// <summary>How long a client stays with its real server, whole seconds; null: no persistence.</summary>
    public TimeSpan? Persistence { get; init; }

    /// <summary>How many bits of the client's address count for persistence; null: all.</summary>
    public int? PersistencePrefixLength { get; init; }

    /// <summary>The persistence engine, such as <c>sip</c>; null: none.</summary>
    public string? PersistenceEngine { get; init; }

    /// <summary>The sum of the weights of live real servers that makes the quorum, 1 or more.</summary>
    public long Quorum { get; init; } = 1;

    /// <summary>The quorum returns at <see cref="Quorum"/> plus this, and is lost below <see cref="Quorum"/> minus this (or at 0); less than <see cref="Quorum"/>.</summary>
    public long Hysteresis { get; init; }

    /// <summary>The server that stands in while the quorum is lost; null: none, and the live real servers stay.</summary>
    public SorryServerOptions? SorryServer { get; init; }

    /// <summary>True: real servers are down until their checks have passed once. False: they are up until one has failed.</summary>
    public bool Alpha { get; init; }

    /// <summary>True: when the service is taken down, real servers and quorum are reported down as well.</summary>
    public bool Omega { get; init; }

    /// <summary>True: a real server that is down stays in the table with weight 0.</summary>
    public bool InhibitOnFailure { get; init; }

    /// <summary>True: checks rest while the service's address is not on this machine.</summary>
    public bool HaSuspend { get; init; }

    /// <summary>
    /// The largest share of the real servers that may be taken out at once, 0 to 1: further ones that fail stay in service until there is room again (fail open),
    /// because a pool that goes down as a whole is more often the check's fault. null: no limit, as keepalived.
    /// </summary>
    public double? MaxUnavailable { get; init; }

    /// <summary>The timing of all checks; what is left open has keepalived's default.</summary>
    public CheckTiming Timing { get; init; } = CheckTiming.Inherited;

    /// <summary>The real servers, each address once.</summary>
    public ImmutableArray<RealServerOptions> RealServers
    {
        get => _realServers.Items;
        init => _realServers = new(value);
    }
}

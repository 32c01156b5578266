using System.Net.Sockets;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>A virtual service as it should be, or as the kernel says it is. Immutable; equal by value.</summary>
public sealed record IpvsService
{
    /// <summary>What it is known by.</summary>
    public required IpvsServiceKey Key { get; init; }

    /// <summary>The scheduler's name in the kernel, 1 to 15 characters: rr wrr lc wlc lblc lblcr sh mh dh fo ovf sed nq twos. The kernel answers <c>none</c> for a service without one.</summary>
    public string Scheduler { get; init; } = "wlc";

    /// <summary>Flags. <see cref="IpvsServiceFlags.Hashed"/> is the kernel's own and takes no part in a comparison of what should be with what is.</summary>
    public IpvsServiceFlags Flags { get; init; }

    /// <summary>How long a client stays with its real server, whole seconds; zero without <see cref="IpvsServiceFlags.Persistent"/>.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How many bits of the client's address count for persistence: 1 to 32, or 1 to 128 with IPv6; null: all.</summary>
    public int? PersistencePrefixLength { get; init; }

    /// <summary>The persistence engine, such as <c>sip</c>; null: none.</summary>
    public string? PersistenceEngine { get; init; }

    /// <summary>The bits that count for persistence, with the default filled in.</summary>
    public int EffectivePrefixLength => PersistencePrefixLength ?? (Key.Family == AddressFamily.InterNetworkV6 ? 128 : 32);
}

using System.Collections.Immutable;

namespace FailoverIp.Node;

/// <summary>What one virtual server is doing.</summary>
public sealed record VirtualServerStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Address and port, or the firewall mark.</summary>
    public required string Address { get; init; }

    /// <summary><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The scheduler, such as <c>rr</c>.</summary>
    public required string Scheduler { get; init; }

    /// <summary>How packets are forwarded: <c>NAT</c>, <c>DR</c> or <c>TUN</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Whether enough real servers are up.</summary>
    public required bool Quorum { get; init; }

    /// <summary>The real servers.</summary>
    public ImmutableArray<RealServerStatus> RealServers { get; init; } = [];
}

/// <summary>What one real server is doing.</summary>
/// <param name="Address">Address and port.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="State"><c>Up</c> or <c>Down</c>.</param>
/// <param name="LastFailure">Why a check last failed, one line; null where none has.</param>
public sealed record RealServerStatus(string Address, int Weight, string State, string? LastFailure);

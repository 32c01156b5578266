using System.Collections.Immutable;
using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs;

/// <summary>What an engine is doing.</summary>
/// <param name="VirtualServers">The virtual servers, in the order of their options.</param>
/// <param name="Problem">Why the kernel's table as a whole cannot be used, one line; null where it can.</param>
public sealed record LvsStatus(ImmutableArray<VirtualServerStatus> VirtualServers, string? Problem);

/// <summary>What a virtual server is doing.</summary>
public sealed record VirtualServerStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The service.</summary>
    public required IpvsServiceKey Key { get; init; }

    /// <summary>The scheduler's name.</summary>
    public required string Scheduler { get; init; }

    /// <summary>How packets reach the real servers.</summary>
    public required IpvsForwarding Method { get; init; }

    /// <summary>Whether the quorum stands.</summary>
    public required bool Quorum { get; init; }

    /// <summary>Whether the sorry server stands in for all real servers.</summary>
    public required bool SorryServerInUse { get; init; }

    /// <summary>The sum of the weights of the real servers that are up, or kept in service.</summary>
    public required long LiveWeight { get; init; }

    /// <summary>Whether its checks rest, because its address is not on this machine.</summary>
    public required bool Suspended { get; init; }

    /// <summary>What is wrong with it in the kernel's table, one line; null: nothing.</summary>
    public required string? Problem { get; init; }

    /// <summary>The real servers, in the order of the options.</summary>
    public required ImmutableArray<RealServerStatus> RealServers { get; init; }
}

/// <summary>What a real server is doing.</summary>
/// <param name="Address">Address and port.</param>
/// <param name="State">Whether its checks pass.</param>
/// <param name="InService">Whether it is up, or kept in service though it has failed. While the sorry server stands in nobody gets new connections.</param>
/// <param name="Weight">The weight it has while it is in service: the configured one, or what its checks have made of it.</param>
/// <param name="Since">When the state began.</param>
/// <param name="LastFailure">Why it is down, or was the last time, or why it could not be asked; null: there was nothing.</param>
public sealed record RealServerStatus(IPEndPoint Address, RealServerCondition State, bool InService, int Weight, DateTimeOffset Since, string? LastFailure);

/// <summary>Whether the checks of a real server pass.</summary>
public enum RealServerCondition
{
    /// <summary>A check has failed, or not yet passed.</summary>
    Down,

    /// <summary>All checks pass, or none has failed yet.</summary>
    Up,
}

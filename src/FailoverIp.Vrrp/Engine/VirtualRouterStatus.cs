using System.Collections.Immutable;
using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>What one virtual router is doing: a snapshot.</summary>
public sealed record VirtualRouterStatus
{
    /// <summary>Its options.</summary>
    public required VirtualRouterOptions Options { get; init; }

    /// <summary>Its state.</summary>
    public required VrrpState State { get; init; }

    /// <summary>Since when it is in this state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The number of transitions so far.</summary>
    public required long Epoch { get; init; }

    /// <summary>The priority it takes part with.</summary>
    public required int EffectivePriority { get; init; }

    /// <summary>How that priority comes about, such as <c>100 − 20 (eth2 down) = 80</c>.</summary>
    public string PriorityArithmetic { get; init; } = "";

    /// <summary>The source address of the router that is Active, this node's own while it is; null where none is known.</summary>
    public required IPAddress? ActiveRouter { get; init; }

    /// <summary>Adverts sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Adverts accepted.</summary>
    public required long Received { get; init; }

    /// <summary>Adverts discarded, by reason; every reason is present.</summary>
    public required IReadOnlyDictionary<VrrpDiscardReason, long> Discarded { get; init; }

    /// <summary>Why it is in Fault, one line; null otherwise.</summary>
    public required string? Fault { get; init; }

    /// <summary>The other routers that were heard, at most eight besides the unicast peers.</summary>
    public ImmutableArray<VrrpPeerStatus> Peers { get; init; } = [];

    /// <summary>How often lost addresses, routes or rules were put back.</summary>
    public long Repairs { get; init; }

    /// <summary>What of its addresses, routes and rules does not work now, each one line: refused by the kernel, or on another machine too; empty where all is well.</summary>
    public IReadOnlyList<string> AddressProblems { get; init; } = [];
}

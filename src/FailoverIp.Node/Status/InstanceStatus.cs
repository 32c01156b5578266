using System.Collections.Immutable;
using System.Text.Json.Serialization;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>What one virtual router is doing.</summary>
public sealed record InstanceStatus
{
    /// <summary>Its name, such as <c>VI_1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its interface.</summary>
    public required string Interface { get; init; }

    /// <summary><c>IPv4</c> or <c>IPv6</c>.</summary>
    public required string Family { get; init; }

    /// <summary>The version of the protocol, 2 or 3.</summary>
    public required int Version { get; init; }

    /// <summary>The VRID, 1 to 255.</summary>
    public required int VirtualRouterId { get; init; }

    /// <summary>Its state.</summary>
    public required VrrpState State { get; init; }

    /// <summary>Since when it is in this state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The configured priority.</summary>
    public required int Priority { get; init; }

    /// <summary>The priority it takes part with.</summary>
    public required int EffectivePriority { get; init; }

    /// <summary>The source address of the router that is Active, this node's own while it is; null where none is known.</summary>
    public required string? ActiveRouter { get; init; }

    /// <summary>The virtual addresses, with their prefix lengths.</summary>
    public required ImmutableArray<string> Addresses { get; init; }

    /// <summary>The number of transitions so far.</summary>
    public required long Epoch { get; init; }

    /// <summary>Adverts sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Adverts accepted.</summary>
    public required long Received { get; init; }

    /// <summary>Adverts discarded, by the name of the first check that failed, such as <c>badTtl</c>; every name is present.</summary>
    public required ImmutableSortedDictionary<string, long> Discarded { get; init; }

    /// <summary>Why it is in Fault, one line; null, and not in the document, otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fault { get; init; }

    /// <summary>The group with which it changes its state; null, and not in the document, where it is in none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>Why it came into its state, in words; null, and not in the document, before the first transition.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The last transitions, the newest first, at most 50; null, and not in the document, before the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TransitionStatus>? Transitions { get; init; }

    /// <summary>How the effective priority comes about, such as <c>100 − 20 (eth2 down) = 80</c>; null, and not in the document, where it is the configured one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PriorityArithmetic { get; init; }

    /// <summary>The other routers that were heard; null, and not in the document, where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PeerStatus>? Peers { get; init; }

    /// <summary>How often lost addresses, routes or rules were put back; null, and not in the document, for never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Repairs { get; init; }

    /// <summary>What of its addresses, routes and rules does not work now, each one line; null, and not in the document, where all is well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AddressProblems { get; init; }
}

/// <summary>Another router of a virtual router.</summary>
/// <param name="Address">The source of its adverts.</param>
/// <param name="Priority">The priority of the last one.</param>
/// <param name="Checksum">What their checksum covers: <c>PseudoHeader</c> or <c>MessageOnly</c>.</param>
/// <param name="LastHeard">When it was heard last.</param>
public sealed record PeerStatus(string Address, int Priority, string Checksum, DateTimeOffset LastHeard);

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
}

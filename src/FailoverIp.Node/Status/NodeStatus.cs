using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Node;

/// <summary>What a node is doing: a snapshot, and the document that <c>status --json</c> shows.</summary>
public sealed record NodeStatus
{
    /// <summary>The node's name.</summary>
    public required string Node { get; init; }

    /// <summary>The version of this software.</summary>
    public required string Version { get; init; }

    /// <summary>Whole seconds since the node was started.</summary>
    public required long UptimeSeconds { get; init; }

    /// <summary>The virtual routers, in the order of the configuration.</summary>
    public ImmutableArray<InstanceStatus> Instances { get; init; } = [];

    /// <summary>The failover addresses, in the order of the configuration.</summary>
    public ImmutableArray<AddressStatus> Addresses { get; init; } = [];

    /// <summary>The virtual servers, in the order of the configuration.</summary>
    public ImmutableArray<VirtualServerStatus> VirtualServers { get; init; } = [];

    /// <summary>What the elections depend on; null, and not in the document, where there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<TrackerStatus>? Trackers { get; init; }

    /// <summary>Packets that belong to none of the instances; null, and not in the document, where there were none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IgnoredPackets? Ignored { get; init; }

    /// <summary>The last events, the newest first, at most 100; null, and not in the document, where there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<EventStatus>? Events { get; init; }

    /// <summary>The snapshot as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, NodeStatusJson.Default.NodeStatus);

    /// <summary>Reads a snapshot back.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static NodeStatus FromJson(string json) =>
        JsonSerializer.Deserialize(json, NodeStatusJson.Default.NodeStatus) ?? throw new JsonException("the document is null");
}

using System.Text.Json.Serialization;

namespace FailoverIp.ProfitBricks;

/// <summary>What the API tells of every resource beside its properties.</summary>
internal sealed record CloudMetadata(string? State);

/// <summary>A NIC (<c>Nic</c> in the API document).</summary>
internal sealed record Nic(string? Id, string? Href, CloudMetadata? Metadata, NicProperties? Properties);

/// <param name="Lan">The LAN it is in.</param>
/// <param name="Ips">Its addresses, the primary one first.</param>
internal sealed record NicProperties(string? Name, int Lan, IReadOnlyList<string?>? Ips);

/// <summary>A LAN (<c>Lan</c>).</summary>
internal sealed record Lan(string? Id, CloudMetadata? Metadata, LanProperties? Properties);

internal sealed record LanProperties(string? Name, bool? Public, IReadOnlyList<IpFailover>? IpFailover);

/// <summary>An IP failover group's entry in its LAN (<c>IPFailover</c>): the address, and the NIC registered as its master.</summary>
internal sealed record IpFailover(string? Ip, string? NicUuid);

/// <summary>A reserved block of addresses (<c>IpBlock</c>).</summary>
internal sealed record IpBlock(string? Id, CloudMetadata? Metadata, IpBlockProperties? Properties);

internal sealed record IpBlockProperties(string? Name, string? Location, int? Size, IReadOnlyList<string?>? Ips, IReadOnlyList<IpConsumer>? IpConsumers);

/// <summary>Who uses an address of a block (<c>IpConsumer</c>).</summary>
internal sealed record IpConsumer(string? Ip, string? NicId, string? ServerId, string? ServerName, string? DatacenterId, string? DatacenterName, string? K8sNodePoolUuid, string? K8sClusterUuid);

/// <summary>A virtual data center (<c>Datacenter</c>).</summary>
internal sealed record Datacenter(string? Id, DatacenterProperties? Properties);

internal sealed record DatacenterProperties(string? Name, string? Location);

/// <summary>How far a request is (<c>RequestStatus</c>).</summary>
internal sealed record RequestStatus(RequestStatusMetadata? Metadata);

/// <param name="Status"><c>QUEUED</c>, <c>RUNNING</c>, <c>DONE</c> or <c>FAILED</c>.</param>
internal sealed record RequestStatusMetadata(string? Status, string? Message);

/// <summary>A page of a collection.</summary>
internal sealed record Page<T>(IReadOnlyList<T>? Items);

/// <summary>The document of an error (<c>Error</c>).</summary>
internal sealed record CloudError(int? HttpStatus, IReadOnlyList<CloudErrorMessage?>? Messages);

internal sealed record CloudErrorMessage(string? ErrorCode, string? Message);

/// <summary>The body of a NIC's PATCH: the document requires the LAN, and takes the list of addresses as a whole.</summary>
internal sealed record NicPatch(int Lan, IReadOnlyList<string> Ips);

/// <summary>The body of a LAN's PATCH: the list of groups and nothing else, for what is read-only must not be sent back (error 105).</summary>
internal sealed record LanPatch(IReadOnlyList<IpFailover> IpFailover);

/// <summary>The body that reserves a block.</summary>
internal sealed record IpBlockPost(IpBlockPostProperties Properties);

internal sealed record IpBlockPostProperties(string Location, int Size, string? Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Nic))]
[JsonSerializable(typeof(Lan))]
[JsonSerializable(typeof(IpBlock))]
[JsonSerializable(typeof(Datacenter))]
[JsonSerializable(typeof(RequestStatus))]
[JsonSerializable(typeof(CloudError))]
[JsonSerializable(typeof(Page<Nic>))]
[JsonSerializable(typeof(Page<IpBlock>))]
internal sealed partial class CloudJson : JsonSerializerContext;

/// <summary>What we send: numbers are numbers, and what is not set is not sent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NicPatch))]
[JsonSerializable(typeof(LanPatch))]
[JsonSerializable(typeof(IpBlockPost))]
internal sealed partial class CloudRequestJson : JsonSerializerContext;

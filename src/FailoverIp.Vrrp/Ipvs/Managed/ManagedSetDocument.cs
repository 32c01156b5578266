using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>The file of an <see cref="IpvsFileManagedSet"/>.</summary>
/// <param name="Version">Of this format.</param>
/// <param name="Table">Which boot and which network namespace it is about.</param>
/// <param name="Services">The keys as text.</param>
internal sealed record ManagedSetDocument(int Version, string? Table, ImmutableArray<string>? Services);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ManagedSetDocument))]
internal sealed partial class ManagedSetJson : JsonSerializerContext;

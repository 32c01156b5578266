using System.Text.Json.Serialization;

namespace FailoverIp.Cli.Output;

/// <summary>The documents that <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ErrorDocument))]
internal sealed partial class ToolJson : JsonSerializerContext;

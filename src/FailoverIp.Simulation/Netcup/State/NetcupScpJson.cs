using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NetcupScpState))]
[JsonSerializable(typeof(NetcupScpSettingsFile))]
internal sealed partial class NetcupScpJson : JsonSerializerContext;

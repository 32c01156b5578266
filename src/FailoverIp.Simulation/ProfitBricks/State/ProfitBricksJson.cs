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
[JsonSerializable(typeof(ProfitBricksState))]
[JsonSerializable(typeof(ProfitBricksSettingsFile))]
internal sealed partial class ProfitBricksJson : JsonSerializerContext;

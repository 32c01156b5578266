using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Node;

/// <summary>The JSON of a status: names in camelCase, states by name, times in ISO 8601.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(NodeStatus))]
internal sealed partial class NodeStatusJson : JsonSerializerContext;

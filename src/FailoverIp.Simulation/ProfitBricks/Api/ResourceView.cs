using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FailoverIp.Simulation;

/// <summary>A resource as the API tells it.</summary>
/// <param name="Type">The service's word for its kind.</param>
/// <param name="Id">Its id.</param>
/// <param name="Path">Its path below <c>/cloudapi/v6/</c>.</param>
internal sealed record ResourceView(string Type, string Id, string Path)
{
    /// <summary>Its properties.</summary>
    public required Func<JsonObject> Properties { get; init; }

    /// <summary>Its metadata; null for the usual ones.</summary>
    public Func<JsonObject>? Metadata { get; init; }

    /// <summary>Its children by name.</summary>
    public IReadOnlyList<(string Name, string Path, Func<IReadOnlyList<ResourceView>> Items)> Entities { get; init; } = [];

    /// <summary>Changes with its properties.</summary>
    public string ETag
    {
        get => field ?? Hash(Path + Properties().ToJsonString());
        init;
    }

    /// <summary>The tag of a text.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

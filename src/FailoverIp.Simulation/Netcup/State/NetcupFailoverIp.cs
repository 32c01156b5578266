using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

/// <summary>A failover address of an account, and where it is routed.</summary>
/// <param name="Id">Its number in the REST API; IPv4 and IPv6 are counted apart there, here they differ.</param>
/// <param name="Address">The address.</param>
public sealed record NetcupFailoverIp(int Id, [property: JsonConverter(typeof(FailoverAddressJson))] FailoverAddress Address)
{
    /// <summary>Where it can be routed.</summary>
    public required NetcupSite Site { get; init; }

    /// <summary>True where it must not be rerouted: the service shows it as not editable.</summary>
    public bool Locked { get; init; }

    /// <summary>The name of the server it is routed to; null where it is routed nowhere.</summary>
    public string? Server { get; init; }
}

internal sealed class FailoverAddressJson : JsonConverter<FailoverAddress>
{
    public override FailoverAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FailoverAddress.TryParse(reader.GetString(), out var address, out var problem) ? address : throw new JsonException(problem);

    public override void Write(Utf8JsonWriter writer, FailoverAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

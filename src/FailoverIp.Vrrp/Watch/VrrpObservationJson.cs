using System.Globalization;
using System.Net.NetworkInformation;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Vrrp;

/// <summary>An observation as one line of JSON, as <c>failoverip vrrp watch --json</c> prints it.</summary>
public static class VrrpObservationJson
{
    /// <summary>One JSON object without a line break. <c>keyId</c> is there with an HMAC only; every other property always.</summary>
    public static string ToLine(VrrpObservation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return JsonSerializer.Serialize(VrrpObservationLine.Of(observation), VrrpObservationJsonContext.Default.VrrpObservationLine);
    }
}

/// <summary>The properties in the order and the words of the line.</summary>
internal sealed record VrrpObservationLine(
    string At, string Interface, string Family, string? Source, string? Destination, string? SourceMac, int? Ttl,
    int? Version, int? Type, int? VirtualRouterId, int? Priority, int? Count, long? IntervalMs, IReadOnlyList<string>? Addresses,
    VrrpAuthenticationKind? Authentication, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? KeyId,
    VrrpObservedChecksum? Checksum, VrrpVerdict Verdict, string? Detail)
{
    public static VrrpObservationLine Of(VrrpObservation o) => new(
        o.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), o.Interface, o.IsIPv6 ? "IPv6" : "IPv4",
        o.Source?.ToString(), o.Destination?.ToString(), Mac(o.SourceMac), o.TimeToLive,
        o.Version, o.Type, o.VirtualRouterId, o.Priority, o.Count, (long?)o.AdvertisementInterval?.TotalMilliseconds, o.Addresses?.Select(a => a.ToString()).ToArray(),
        o.Authentication, o.KeyId, o.Checksum, o.Verdict, o.Detail);

    private static string? Mac(PhysicalAddress? address) =>
        address is null ? null : string.Join(':', address.GetAddressBytes().Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(VrrpObservationLine))]
internal sealed partial class VrrpObservationJsonContext : JsonSerializerContext;

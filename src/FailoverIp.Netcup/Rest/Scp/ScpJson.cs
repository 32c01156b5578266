using System.Text.Json.Serialization;

namespace FailoverIp.Netcup;

/// <summary>A failover address as <c>failoverips/v4</c> and <c>/v6</c> list it; the two differ in how they spell the address.</summary>
internal sealed record ScpFailoverIp(
    int Id, string? Ip, int? CidrSuffix, string? NetworkPrefix, int? NetworkPrefixLength, bool? Editable, ScpSite? Site, ScpServer? Server)
{
    /// <summary>True where it is exactly this address: parsed values are compared, never texts.</summary>
    public bool Is(FailoverAddress address)
    {
        var (text, length) = NetworkPrefix is null ? (Ip, CidrSuffix) : (NetworkPrefix, NetworkPrefixLength);
        return FailoverAddress.TryParse(length is null ? text : $"{text}/{length}", out var own, out _) && own == address;
    }
}

/// <summary>A server; a list or a failover address gives only id and name.</summary>
internal sealed record ScpServer(int Id, string? Name, ScpSite? Site);

/// <summary>Where a server or an address is.</summary>
internal sealed record ScpSite(int? Id, string? City, string? Name)
{
    public override string ToString() => OneLine.Of(City ?? Name ?? $"site {Id}");
}

/// <summary>The body of a route request.</summary>
internal sealed record ScpRoute(int ServerId);

/// <summary>A task of the service.</summary>
internal sealed record ScpTask(string? Uuid, string? Name, string? State, DateTimeOffset? StartedAt, string? Message, ScpError? ResponseError);

/// <summary>An error's body (<c>ResponseError</c>, <c>NotFoundError</c>, <c>ValidationError</c>).</summary>
internal sealed record ScpError(string? Code, string? Message, IReadOnlyList<ScpFieldError>? Errors);

/// <summary>One field of a <c>ValidationError</c>.</summary>
internal sealed record ScpFieldError(string? Field, string? Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(ScpFailoverIp[]))]
[JsonSerializable(typeof(ScpServer[]))]
[JsonSerializable(typeof(ScpServer))]
[JsonSerializable(typeof(ScpTask[]))]
[JsonSerializable(typeof(ScpTask))]
[JsonSerializable(typeof(ScpError))]
internal sealed partial class ScpJson : JsonSerializerContext;

/// <summary>What we send: numbers are numbers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScpRoute))]
internal sealed partial class ScpRequestJson : JsonSerializerContext;

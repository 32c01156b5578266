using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Netcup;

/// <summary>The token endpoint's answer (RFC 6749 section 5.1).</summary>
internal sealed class TokenAnswer
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("expires_in")]
    public double? ExpiresIn { get; init; }
}

/// <summary>An error of an OAuth endpoint (RFC 6749 section 5.2, RFC 8628 section 3.5).</summary>
internal sealed class TokenError
{
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("error_description")]
    public string? Description { get; init; }
}

/// <summary>The device authorization answer (RFC 8628 section 3.2).</summary>
internal sealed class DeviceAnswer
{
    [JsonPropertyName("device_code")]
    public string? DeviceCode { get; init; }

    [JsonPropertyName("user_code")]
    public string? UserCode { get; init; }

    [JsonPropertyName("verification_uri")]
    public string? VerificationUri { get; init; }

    [JsonPropertyName("verification_uri_complete")]
    public string? VerificationUriComplete { get; init; }

    [JsonPropertyName("expires_in")]
    public double? ExpiresIn { get; init; }

    [JsonPropertyName("interval")]
    public double? Interval { get; init; }
}

/// <summary>What we need of <c>userinfo</c>.</summary>
internal sealed class UserInfo
{
    [JsonPropertyName("id")]
    public JsonElement Id { get; init; }
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(TokenError))]
[JsonSerializable(typeof(DeviceAnswer))]
[JsonSerializable(typeof(UserInfo))]
internal sealed partial class TokenJson : JsonSerializerContext;

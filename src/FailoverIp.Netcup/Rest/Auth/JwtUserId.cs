using System.Buffers.Text;
using System.Text.Json;

namespace FailoverIp.Netcup;

/// <summary>
/// The SCP's user id in an access token: the claim <c>id</c>, a number or a string. It is neither <c>sub</c> (Keycloak's own UUID) nor the
/// customer number. The signature is not checked: the token comes from the token endpoint itself, and only the service has to believe it.
/// </summary>
internal static class JwtUserId
{
    private const int MaxLength = 64 * 1024;

    public static int? TryRead(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || parts[1].Length is 0 or > MaxLength)
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return claims.RootElement.ValueKind == JsonValueKind.Object && claims.RootElement.TryGetProperty("id", out var id) ? FromJson(id) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A positive 32-bit number, as a number or as its digits.</summary>
    public static int? FromJson(JsonElement id)
    {
        var value = 0;
        var known = id.ValueKind switch
        {
            JsonValueKind.Number => id.TryGetInt32(out value),
            JsonValueKind.String => int.TryParse(id.GetString(), System.Globalization.NumberStyles.None, null, out value),
            _ => false,
        };
        return known && value > 0 ? value : null;
    }
}

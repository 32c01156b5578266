using System.Buffers.Text;
using System.Text;

namespace FailoverIp.Netcup.Tests;

internal static class Tokens
{
    public const string Path = "POST /realms/scp/protocol/openid-connect/token";

    /// <summary>A JSON Web Token with these claims; nobody checks its signature.</summary>
    public static string Jwt(string claims) => $"{Part("""{"alg":"RS256","typ":"JWT"}""")}.{Part(claims)}.c2ln";

    /// <summary>The token endpoint's answer as Keycloak gives it.</summary>
    public static HttpResponseMessage Granted(string access, string? refresh = null, int expiresIn = 300) => Answer.Json(
        $$"""{"access_token":"{{access}}","expires_in":{{expiresIn}},"refresh_expires_in":0,{{(refresh is null ? "" : $"\"refresh_token\":\"{refresh}\",")}}"token_type":"Bearer","not-before-policy":0,"session_state":"x","scope":"openid offline_access"}""");

    public static HttpResponseMessage Granted(int n = 1, int expiresIn = 300) => Granted(Jwt($$"""{"id":555001,"jti":"{{n}}"}"""), expiresIn: expiresIn);

    public static HttpResponseMessage Refused(string error, string description = "", int status = 400) =>
        Answer.Json($$"""{"error":"{{error}}","error_description":"{{description}}"}""", status);

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}

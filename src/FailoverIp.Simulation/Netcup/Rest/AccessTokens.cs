using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FailoverIp.Simulation;

/// <summary>Gives out access tokens as JWTs and recognises them. Nothing but the key is kept.</summary>
internal sealed class AccessTokens(TimeProvider time)
{
    // Keycloak's own id of the user: a UUID that has nothing to do with the SCP's number.
    public const string Subject = "5f0c1b1e-0000-4000-8000-000000555001";

    private static readonly byte[] Header = JsonSerializer.SerializeToUtf8Bytes(new JwtHeader("HS256", "JWT", "simulator"), LoginJson.Default.JwtHeader);
    private byte[] _key = RandomNumberGenerator.GetBytes(32);
    private long _issued;

    public string Issue(NetcupUser user, string issuer, TimeSpan lifetime, string session)
    {
        var now = time.GetUtcNow();
        var number = Interlocked.Increment(ref _issued);
        var payload = new JwtPayload(
            (now + lifetime).ToUnixTimeSeconds(), now.ToUnixTimeSeconds(), $"00000000-0000-4000-9000-{number:x12}", issuer, Subject, "Bearer", "scp", session, "openid offline_access", user.Id, user.Username);
        var text = Base64Url.EncodeToString(Header) + "." + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(payload, LoginJson.Default.JwtPayload));
        return text + "." + Base64Url.EncodeToString(Sign(text));
    }

    public bool IsGood(string? token)
    {
        if (token?.LastIndexOf('.') is not { } dot || dot < 0 || !Base64Url.IsValid(token.AsSpan(dot + 1))
            || !CryptographicOperations.FixedTimeEquals(Sign(token[..dot]), Base64Url.DecodeFromChars(token.AsSpan(dot + 1))))
            return false;
        var payload = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(token.Split('.')[1]), LoginJson.Default.JwtPayload)!;
        return time.GetUtcNow() < DateTimeOffset.FromUnixTimeSeconds(payload.Exp);
    }

    /// <summary>Makes every token that was given out so far worthless.</summary>
    public void Revoke() => Volatile.Write(ref _key, RandomNumberGenerator.GetBytes(32));

    private byte[] Sign(string text) => HMACSHA256.HashData(Volatile.Read(ref _key), Encoding.ASCII.GetBytes(text));
}

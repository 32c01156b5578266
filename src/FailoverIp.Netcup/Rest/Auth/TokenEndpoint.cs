using System.Net.Http.Headers;

namespace FailoverIp.Netcup;

/// <summary>
/// The realm <c>scp</c> of netcup's Keycloak as its public client <c>scp</c>: tokens (RFC 6749 section 6), the device flow (RFC 8628) and
/// <c>userinfo</c>. It keeps nothing.
/// </summary>
internal sealed class TokenEndpoint(HttpExchange http, Uri baseAddress)
{
    private const string Realm = "realms/scp/protocol/openid-connect/";
    private const string ClientId = "scp";

    private string Who => baseAddress.Authority;

    /// <summary>Exchanges a refresh token for an access token, and perhaps a new refresh token.</summary>
    public async Task<TokenAnswer> RefreshAsync(string refreshToken, RequestBounds bounds)
    {
        var answer = await PostAsync("token", [new("grant_type", "refresh_token"), new("client_id", ClientId), new("refresh_token", refreshToken)], bounds).ConfigureAwait(false);
        if (!answer.IsSuccess)
            throw RefreshError(answer);
        var token = answer.Read(TokenJson.Default.TokenAnswer, Who);
        return token is { AccessToken.Length: > 0, ExpiresIn: null or > 0 and < int.MaxValue } && token.AccessToken.All(c => c is > ' ' and < '\x7f') ? token
            : throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{Who} answered without an access token");
    }

    /// <summary>Begins the device flow; <c>offline_access</c> is what makes the refresh token outlive the session.</summary>
    public async Task<DeviceAnswer> StartDeviceAsync(RequestBounds bounds)
    {
        var answer = await PostAsync("auth/device", [new("client_id", ClientId), new("scope", "offline_access openid")], bounds).ConfigureAwait(false);
        return answer.IsSuccess ? answer.Read(TokenJson.Default.DeviceAnswer, Who) : throw OtherError(answer, "refused to begin a login", answer.TryRead(TokenJson.Default.TokenError));
    }

    /// <summary>Asks once whether the person has agreed: a token answer, or the error's name.</summary>
    public async Task<(TokenAnswer? Token, string? Error)> PollDeviceAsync(string deviceCode, RequestBounds bounds)
    {
        var answer = await PostAsync("token", [new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("client_id", ClientId), new("device_code", deviceCode)], bounds).ConfigureAwait(false);
        if (answer.IsSuccess)
            return (answer.Read(TokenJson.Default.TokenAnswer, Who), null);
        var error = answer.TryRead(TokenJson.Default.TokenError);
        return error?.Error is "authorization_pending" or "slow_down" or "expired_token" or "access_denied" ? (null, error.Error) : throw OtherError(answer, "refused the login", error);
    }

    /// <summary>The user id where the token itself does not carry it.</summary>
    public async Task<int> ReadUserIdAsync(string accessToken, RequestBounds bounds)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(baseAddress, Realm + "userinfo"));
        request.Headers.Authorization = new("Bearer", accessToken);
        request.Headers.Accept.Add(new("application/json"));
        var answer = (await http.SendAsync(request, bounds.Timeout, bounds.Cancellation).ConfigureAwait(false)).Without(accessToken);
        if (!answer.IsSuccess)
            throw OtherError(answer, "refused to tell the user id", answer.TryRead(TokenJson.Default.TokenError));
        return JwtUserId.FromJson(answer.Read(TokenJson.Default.UserInfo, Who).Id)
            ?? throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{Who} told no user id, neither in the access token nor in userinfo");
    }

    private async Task<HttpAnswer> PostAsync(string path, KeyValuePair<string, string>[] form, RequestBounds bounds)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(baseAddress, Realm + path)) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var answer = await http.SendAsync(request, bounds.Timeout, bounds.Cancellation).ConfigureAwait(false);
        // A success holds tokens by right, and nothing of it is ever told.
        return answer.IsSuccess ? answer : answer.Without([.. form.Where(f => f.Key is "refresh_token" or "device_code").Select(f => f.Value)]);
    }

    private FailoverIpException RefreshError(HttpAnswer answer)
    {
        var error = answer.TryRead(TokenJson.Default.TokenError);
        return error?.Error == "invalid_grant"
            ? new(FailoverErrorKind.Authentication, $"{Who} refused the refresh token: {Words(error)}{RefreshTokenFile.LoginHint}")
            : OtherError(answer, "refused to refresh the access token", error);
    }

    private FailoverIpException OtherError(HttpAnswer answer, string what, TokenError? error)
    {
        var status = (int)answer.Status;
        return status switch
        {
            429 => new(FailoverErrorKind.RateLimited, $"{Who} {what}: too many requests") { RetryAfter = answer.RetryAfter },
            // Keycloak answers 400, 401 and 403 with the error's name; without it something else stands in between.
            400 or 401 or 403 when error?.Error is not null => new(FailoverErrorKind.Authentication, $"{Who} {what}: {Words(error)}"),
            401 or 403 => new(FailoverErrorKind.Authentication, $"{Who} {what} ({status})"),
            _ => new(FailoverErrorKind.Unavailable, $"{Who} {what} ({status}{(answer.IsJson ? "" : ", not JSON")}); is BaseAddress right?"),
        };
    }

    private static string Words(TokenError error) => OneLine.Of(error.Description is { Length: > 0 } description ? description : error.Error);
}

namespace FailoverIp.Simulation;

public sealed partial class NetcupRestSimulator
{
    private SimulatedAnswer GiveToken(SimulatedExchange exchange)
    {
        if (RefuseClient(exchange) is { } refused)
            return refused;
        return exchange.Form("grant_type") switch
        {
            "refresh_token" => Refresh(exchange.Form("refresh_token")),
            DeviceGrant => FinishDevice(exchange.Form("device_code")),
            null => LoginError(400, "invalid_request", "Missing form parameter: grant_type"),
            _ => LoginError(400, "unsupported_grant_type", "Unsupported grant_type"),
        };
    }

    private SimulatedAnswer FinishDevice(string? deviceCode)
    {
        var error = _logins.Poll(deviceCode);
        if (error is not null)
        {
            return LoginError(400, error, error switch
            {
                "authorization_pending" => "The authorization request is still pending",
                "slow_down" => "Slow down",
                "expired_token" => "Device code is expired",
                "access_denied" => "The end user denied the authorization request",
                _ => "Device code not valid",
            });
        }
        var token = new NetcupRefreshToken(SimulatedSecret.New(48), TimeProvider.GetUtcNow());
        Scp.Update(state => state with { RefreshTokens = state.RefreshTokens.Add(token) });
        return Token(token.Token);
    }

    private SimulatedAnswer Refresh(string? token)
    {
        if (token is null)
            return LoginError(400, "invalid_request", "No refresh token");
        var now = TimeProvider.GetUtcNow();
        string? given = null;
        Scp.Update(state =>
        {
            // Looked up and replaced in one step: of two refreshes with a token that rotates, one succeeds.
            if (state.RefreshTokens.FirstOrDefault(t => string.Equals(t.Token, token, StringComparison.Ordinal)) is not { } known)
                return state;
            if (now - (known.LastUsed ?? now) >= state.Settings.RefreshTokenIdleLimit)
                return state with { RefreshTokens = state.RefreshTokens.Remove(known) };
            given = state.Settings.RotateRefreshTokens ? SimulatedSecret.New(48) : token;
            return state with { RefreshTokens = state.RefreshTokens.Replace(known, new(given, now)) };
        });
        return given is null ? LoginError(400, "invalid_grant", "Invalid refresh token") : Token(given);
    }

    private SimulatedAnswer Revoke(SimulatedExchange exchange)
    {
        if (RefuseClient(exchange) is { } refused)
            return refused;
        var token = exchange.Form("token");
        Scp.Update(state => state with { RefreshTokens = state.RefreshTokens.RemoveAll(t => string.Equals(t.Token, token, StringComparison.Ordinal)) });
        return new(200);
    }

    private SimulatedAnswer Token(string refreshToken)
    {
        const string Session = "7c3a2f10-0000-4000-8000-000000000001";
        var lifetime = State.Settings.AccessTokenLifetime;
        var access = _accessTokens.Issue(State.User, Url("/realms/scp"), lifetime, Session);
        var body = new TokenBody(access, (int)lifetime.TotalSeconds, 0, refreshToken, "Bearer", 0, Session, "openid offline_access");
        return SimulatedAnswer.Json(200, body, LoginJson.Default.TokenBody);
    }
}

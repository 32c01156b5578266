namespace FailoverIp.Simulation;

/// <summary>A refresh token (an "offline" one, as Keycloak calls it).</summary>
/// <param name="Token">The token itself.</param>
/// <param name="LastUsed">When it was last used or given out; null for just now. It dies where it is not used for <see cref="NetcupScpSettings.RefreshTokenIdleLimit"/>.</param>
public sealed record NetcupRefreshToken(string Token, DateTimeOffset? LastUsed = null)
{
    /// <summary>When it was last used, never the token.</summary>
    public override string ToString() => $"*** (last used {LastUsed:u})";
}

namespace FailoverIp.Netcup;

/// <summary>An access token with the account's user id and its age on our own clock. Immutable; prints nothing of its value.</summary>
internal sealed class AccessToken(string value, int userId, long requestedAt, TimeSpan lifetime, TimeProvider time)
{
    private static readonly TimeSpan RefreshBefore = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WarmBefore = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(5);

    /// <summary>What goes after <c>Bearer</c>.</summary>
    public string Value { get; } = value;

    /// <summary>The SCP's user id of the account.</summary>
    public int UserId { get; } = userId;

    /// <summary>Counted from before the token was asked for, so that it never seems to live longer than it does.</summary>
    public TimeSpan Remaining => lifetime - time.GetElapsedTime(requestedAt);

    /// <summary>It may be sent: it will live until the request has arrived.</summary>
    public bool IsUsable => Remaining > Shorter(InFlight, 4);

    /// <summary>It is due for its successor.</summary>
    public bool IsDue => Remaining <= Shorter(RefreshBefore, 2);

    /// <summary>How long it stays warm: after that <see cref="AccessTokenSource.WarmAsync"/> fetches its successor, well before a failover would have to.</summary>
    public TimeSpan WarmFor => Remaining - Shorter(WarmBefore, 1.5);

    /// <summary>A token of a short life keeps its margins in proportion.</summary>
    private TimeSpan Shorter(TimeSpan margin, double divisor) => margin < lifetime / divisor ? margin : lifetime / divisor;
}

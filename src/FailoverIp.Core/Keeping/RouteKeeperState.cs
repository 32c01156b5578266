namespace FailoverIp;

/// <summary>What a <see cref="RouteKeeper"/> is doing.</summary>
public enum RouteKeeperState
{
    /// <summary>The role is not held here: nothing is read or written.</summary>
    Idle,

    /// <summary>The route is being made, at first or because it has drifted.</summary>
    Routing,

    /// <summary>The last read showed the target as owner; it is read again after <see cref="FailoverRoute.VerifyInterval"/>; the first time after <see cref="RouteRetry.VerifyTimeout"/>, where that is shorter and not zero.</summary>
    Routed,

    /// <summary>The last try failed; it is tried again for as long as the role lasts.</summary>
    Failing,
}

namespace FailoverIp;

/// <summary>How patiently a reroute is tried. Immutable.</summary>
public sealed record RouteRetry
{
    /// <summary>The most writes that are sent, 1 to 1000. One more may follow where the last was the first of two steps (<see cref="Reroute.AcceptedAsStep"/>).</summary>
    /// <value>10.</value>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>The pause between looks and between attempts; jittered. Zero or more.</summary>
    /// <value>3 seconds.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long after an accepted (or lost) write the change may take to show before another write is sent; zero where it shows at once. A route that is kept is read again after this time first.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan VerifyTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest that one request may take.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that everything together may take.</summary>
    /// <value>3 minutes.</value>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(3);
}

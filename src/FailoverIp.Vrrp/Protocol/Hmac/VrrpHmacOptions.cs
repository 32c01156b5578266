namespace FailoverIp.Vrrp;

/// <summary>HMAC authentication of the adverts of one virtual router (keepalived: <c>auth_hmac</c>; draft-cassen-vrrp-auth-hmac). The same on all of its routers.</summary>
public sealed record VrrpHmacOptions
{
    /// <summary>The shortest time window.</summary>
    public static readonly TimeSpan MinTimeWindow = TimeSpan.FromSeconds(1);

    /// <summary>The longest time window.</summary>
    public static readonly TimeSpan MaxTimeWindow = TimeSpan.FromSeconds(300);

    private static readonly TimeSpan DefaultTimeWindow = TimeSpan.FromSeconds(5);

    /// <summary>The keys that verify, and the one that signs.</summary>
    public required VrrpHmacKeyRing Keys { get; init; }

    /// <summary>What is signed and what must be.</summary>
    /// <value><see cref="VrrpHmacMode.Enforce"/>.</value>
    public VrrpHmacMode Mode { get; init; } = VrrpHmacMode.Enforce;

    /// <summary>How an advert that is sent again is recognised.</summary>
    /// <value><see cref="VrrpAntiReplay.Time"/>.</value>
    public VrrpAntiReplay AntiReplay { get; init; } = VrrpAntiReplay.Time;

    /// <summary>With <see cref="VrrpAntiReplay.Time"/>: how far a sequence may be from this router's clock, 1 to 300 s, counted in whole seconds; null for the default.</summary>
    /// <value>Three advertisement intervals, at least 5 s.</value>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 s or more than 300 s.</exception>
    public TimeSpan? TimeWindow
    {
        get;
        init
        {
            if (value is { } window)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(window, MinTimeWindow, nameof(value));
                ArgumentOutOfRangeException.ThrowIfGreaterThan(window, MaxTimeWindow, nameof(value));
            }
            field = value;
        }
    }

    /// <summary>True where adverts are sent with a trailer.</summary>
    public bool Signs => Mode != VrrpHmacMode.ReceiveOnly;

    /// <summary>The time window for an advertisement interval; null with <see cref="VrrpAntiReplay.Monotonic"/>, which has none.</summary>
    public TimeSpan? WindowFor(TimeSpan advertisementInterval)
    {
        if (AntiReplay == VrrpAntiReplay.Monotonic)
            return null;
        var threeIntervals = 3 * advertisementInterval;
        return TimeWindow ?? (threeIntervals > DefaultTimeWindow ? threeIntervals : DefaultTimeWindow);
    }
}

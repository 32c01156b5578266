namespace FailoverIp.Lvs;

/// <summary>
/// When and how patiently a check is made. A virtual server, its real servers and their checks each have one: what a check leaves open its real
/// server says, then the virtual server, then the default of the kind of check (keepalived.conf(5)).
/// </summary>
public sealed record CheckTiming
{
    /// <summary>Nothing said: everything from the next level.</summary>
    public static CheckTiming Inherited { get; } = new();

    /// <summary>keepalived's defaults; what is left open here is <see cref="DelayLoop"/>.</summary>
    public static CheckTiming Default { get; } = new()
    {
        DelayLoop = TimeSpan.FromSeconds(60), ConnectTimeout = TimeSpan.FromSeconds(5), Retry = 1, DelayBeforeRetry = TimeSpan.FromSeconds(1),
    };

    /// <summary>The time between two checks; 60 s by default.</summary>
    public TimeSpan? DelayLoop { get; init; }

    /// <summary>The longest that a connection, and each answer on it, may take; 5 s by default.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>How often a failed check is repeated before it counts; 1 by default, 3 for DNS, 0 for commands.</summary>
    public int? Retry { get; init; }

    /// <summary>The time before such a repetition; 1 s by default, 3 s for HTTP and HTTPS, <see cref="DelayLoop"/> for DNS.</summary>
    public TimeSpan? DelayBeforeRetry { get; init; }

    /// <summary>The first check comes after a random time up to this long, so that not all begin at once; <see cref="DelayLoop"/> by default.</summary>
    public TimeSpan? Warmup { get; init; }
}

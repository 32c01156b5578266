namespace FailoverIp.Lvs;

/// <summary>How an <see cref="LvsEngine"/> works. Immutable.</summary>
public sealed record LvsEngineOptions
{
    /// <summary>So often the kernel's table is read again and what others have broken is repaired. More than zero; a minute by default.</summary>
    public TimeSpan RereadInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After a problem with the kernel's table it is tried again after this long, and after twice as long each further time, up to <see cref="RereadInterval"/>.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Spreads the first checks over their warm-up: gives numbers from 0 to 1, from any thread. By default they are random.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;
}

namespace FailoverIp.Lvs;

/// <summary>A check that an application makes itself. It is cancelled, and has failed, when <see cref="CheckTiming.ConnectTimeout"/> is over.</summary>
/// <remarks>Equal by value: the same delegate is the same check.</remarks>
public sealed record DelegateCheckOptions : CheckOptions
{
    /// <summary>
    /// Asks once whether the target serves. It may be called from any thread, but never again before it has ended. What it throws is a failure; its message is the reason.
    /// </summary>
    public required Func<CancellationToken, ValueTask<CheckResult>> Check { get; init; }

    /// <inheritdoc/>
    public override bool GivesWeight => true;

    /// <inheritdoc/>
    public override TimeSpan LongestProbe(EffectiveCheckTiming timing)
    {
        ArgumentNullException.ThrowIfNull(timing);
        return timing.ConnectTimeout;
    }
}

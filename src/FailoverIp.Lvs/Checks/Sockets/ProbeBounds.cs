namespace FailoverIp.Lvs.Sockets;

/// <summary>How long a dialogue may take.</summary>
/// <param name="Silence">The longest time to connect, and to wait for more.</param>
/// <param name="Whole">The longest time for all that comes on a connection once it is made.</param>
internal sealed record ProbeBounds(TimeSpan Silence, TimeSpan Whole)
{
    private const long NanosecondsPerTick = 100;

    /// <summary>The bounds of a check: who answers bit by bit has until the next check is due.</summary>
    public static ProbeBounds Of(EffectiveCheckTiming timing) =>
        new(timing.ConnectTimeout, timing.DelayLoop > timing.ConnectTimeout ? timing.DelayLoop : timing.ConnectTimeout);

    public long SilenceNanoseconds { get; } = Silence.Ticks * NanosecondsPerTick;

    public long WholeNanoseconds { get; } = Whole.Ticks * NanosecondsPerTick;
}

namespace FailoverIp.Lvs;

/// <summary>Rings once, after a time that can be changed while it runs.</summary>
internal abstract class Alarm : IDisposable
{
    /// <summary>An alarm that calls <paramref name="ring"/>, one call at a time on the system's clock.</summary>
    public static Alarm Of(TimeProvider clock, Action ring) => clock == TimeProvider.System ? new ThreadAlarm(clock, ring) : new TimerAlarm(clock, ring);

    /// <summary>Rings after <paramref name="pause"/>, in place of what was set before. <see cref="Timeout.InfiniteTimeSpan"/>: never.</summary>
    public abstract void Set(TimeSpan pause);

    /// <summary>Rings no more. A ring under way may still end.</summary>
    public abstract void Dispose();

    private sealed class TimerAlarm(TimeProvider clock, Action ring) : Alarm
    {
        private readonly ITimer _timer = clock.CreateTimer(static ring => ((Action)ring!)(), ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public override void Set(TimeSpan pause) => _timer.Change(pause, Timeout.InfiniteTimeSpan);

        public override void Dispose() => _timer.Dispose();
    }
}

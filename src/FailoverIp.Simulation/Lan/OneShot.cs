namespace FailoverIp.Simulation;

/// <summary>Runs something once, later, on a clock.</summary>
internal static class OneShot
{
    public static void Run(TimeProvider time, TimeSpan after, Action action)
    {
        var holder = new Holder(action);
        holder.Timer = time.CreateTimer(static state => ((Holder)state!).Fire(), holder, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        holder.Timer.Change(after, Timeout.InfiniteTimeSpan);
    }

    private sealed class Holder(Action action)
    {
        public ITimer? Timer;

        public void Fire()
        {
            Timer?.Dispose();
            action();
        }
    }
}

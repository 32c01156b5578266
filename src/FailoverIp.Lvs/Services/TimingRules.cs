namespace FailoverIp.Lvs;

/// <summary>The ranges of timings.</summary>
internal static class TimingRules
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10); // the scheduler's grain
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    public static void Check(CheckTiming timing, OptionPath at, ProblemList problems)
    {
        Range(timing.DelayLoop, Shortest, at["DelayLoop"], problems);
        Range(timing.ConnectTimeout, Shortest, at["ConnectTimeout"], problems);
        Range(timing.DelayBeforeRetry, TimeSpan.Zero, at["DelayBeforeRetry"], problems);
        Range(timing.Warmup, TimeSpan.Zero, at["Warmup"], problems);
        if (timing.Retry < 0)
            problems.Error(at["Retry"], $"{timing.Retry} is less than 0");
    }

    private static void Range(TimeSpan? value, TimeSpan least, OptionPath option, ProblemList problems)
    {
        if (value < least || value > Longest)
            problems.Error(option, $"{value} is not between {(least == TimeSpan.Zero ? "0" : "10 ms")} and 31 days");
    }
}

using System.Diagnostics;

namespace FailoverIp.Core.Tests.Support;

/// <summary>Waits in real time for what another thread is about to do.</summary>
public static class Wait
{
    public static async Task Until(Func<bool> condition, string what = "the condition")
    {
        for (var started = Stopwatch.GetTimestamp(); !condition(); await Task.Delay(1))
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20), $"waiting for {what}");
    }
}

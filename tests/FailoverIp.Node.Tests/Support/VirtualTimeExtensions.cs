using System.Diagnostics;
using System.Runtime.CompilerServices;
using FailoverIp.Simulation;

namespace FailoverIp.Node.Tests;

internal static class VirtualTimeExtensions
{
    /// <summary>
    /// Waits until the condition holds. The clock moves on to its next timer only when the thread pool has had the time to do what is to be done
    /// now: on a busy machine that takes long.
    /// </summary>
    public static async Task UntilAsync(this VirtualTimeProvider time, Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var patience = Stopwatch.StartNew();
        for (var round = 1; !condition(); round++)
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), what);
            await Task.Delay(1);
            if (round % 20 == 0 && time.NextDue is { } due && time.Elapsed is var now)
                time.Advance(due > now ? due - now : TimeSpan.Zero); // somebody else may move it as well
        }
    }
}

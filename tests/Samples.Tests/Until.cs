using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Samples.Tests;

/// <summary>Waits for what other threads bring about, in the time of this machine.</summary>
internal static class Until
{
    public static async Task Async(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), what);
            await Task.Delay(5);
        }
    }
}

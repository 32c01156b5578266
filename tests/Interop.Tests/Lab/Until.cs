using System.Diagnostics;

namespace FailoverIp.Interop.Lab;

/// <summary>Waits for a condition that only asking can tell, with a deadline.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer is not null.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="timeout">The longest it may take.</param>
    /// <param name="failure">Says, only where time is over, what was waited for and what is there instead.</param>
    public static async Task<T> NotNullAsync<T>(Func<Task<T?>> ask, TimeSpan timeout, Func<string> failure)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await ask() is { } answer)
                return answer;
            if (watch.Elapsed > timeout)
                throw new TimeoutException($"within {timeout.TotalSeconds:0.#} s: {failure()}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Asks until the answer is true.</summary>
    public static async Task TrueAsync(Func<Task<bool>> ask, TimeSpan timeout, Func<string> failure) =>
        await NotNullAsync<object>(async () => await ask() ? true : null, timeout, failure);
}

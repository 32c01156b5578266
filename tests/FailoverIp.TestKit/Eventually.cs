using Shouldly;
namespace FailoverIp.TestKit;

/// <summary>Waits for something that other threads bring about, giving up loudly.</summary>
public static class Eventually
{
    public static async Task True(Func<bool> condition)
    {
        var deadline = Environment.TickCount64 + 10_000;
        while (!condition())
        {
            Environment.TickCount64.ShouldBeLessThan(deadline, "it never came true");
            await Task.Yield();
        }
    }
}

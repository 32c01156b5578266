using FailoverIp.Cli.Signals;
using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Signals;

public class HangUpTests
{
    [Fact]
    public async Task A_signal_that_comes_before_anybody_can_serve_it_is_served_later_and_many_are_one()
    {
        using var hangUp = new HangUp();
        for (var i = 0; i < 3; i++)
            Tool.Kill(Environment.ProcessId, 1).ShouldBe(0);
        var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var serving = hangUp.ServeAsync(() =>
        {
            served.TrySetResult();
            return Task.CompletedTask;
        });

        await served.Task.WaitAsync(TimeSpan.FromSeconds(20));
        hangUp.Dispose();
        await serving.WaitAsync(TimeSpan.FromSeconds(20));
    }
}

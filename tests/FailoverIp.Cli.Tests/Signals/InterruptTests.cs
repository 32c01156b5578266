using FailoverIp.Cli.Signals;
using FailoverIp.Simulation;

namespace FailoverIp.Cli.Tests.Signals;

public class InterruptTests
{
    private const int Sigint = 130, Sigterm = 143;

    [Fact]
    public void What_comes_in_the_same_moment_is_one_request_and_a_later_one_ends_the_process()
    {
        var clock = new VirtualTimeProvider();
        using var interrupt = new Interrupt(clock);

        interrupt.Take(Sigterm).ShouldBeTrue();
        interrupt.Token.IsCancellationRequested.ShouldBeTrue();
        interrupt.Take(Sigint).ShouldBeTrue();
        clock.Advance(Interrupt.OneRequest - TimeSpan.FromMilliseconds(1));
        interrupt.Take(Sigterm).ShouldBeTrue();
        clock.Advance(TimeSpan.FromMilliseconds(1));

        interrupt.Take(Sigterm).ShouldBeFalse("somebody means it");
        interrupt.ExitStatus.ShouldBe(Sigterm, "the first one's");
    }
}

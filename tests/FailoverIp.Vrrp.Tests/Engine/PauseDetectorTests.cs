using FailoverIp.Vrrp.Linux;

namespace FailoverIp.Vrrp.Tests;

public class PauseDetectorTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void A_loop_that_wakes_up_in_time_has_not_paused()
    {
        var detector = new PauseDetector();
        detector.Wait(long.MaxValue, 0).ShouldBe(PauseDetector.Heartbeat);
        detector.Woken(PauseDetector.Heartbeat + (Second / 20), 100 * Second).ShouldBe(0);
        detector.Wait(Second / 2, Second / 2 - 10).ShouldBe(Second / 2);
        detector.Woken(Second / 2, 100 * Second + (Second / 2) - PauseDetector.Heartbeat - (Second / 20)).ShouldBe(0);
    }

    [Fact]
    public void Waking_up_late_is_a_pause_of_so_long()
    {
        var detector = new PauseDetector();
        detector.Wait(long.MaxValue, 0);
        detector.Woken(PauseDetector.Heartbeat + (3 * Second), PauseDetector.Heartbeat + (3 * Second)).ShouldBe(3 * Second);
        detector.Woken(9 * Second, 9 * Second).ShouldBe(0); // it was not waiting
    }

    [Fact]
    public void A_machine_that_was_suspended_shows_against_the_clock_that_went_on()
    {
        var detector = new PauseDetector();
        detector.Wait(long.MaxValue, 0);
        detector.Woken(1, 50 * Second).ShouldBe(0); // suspended before we began
        detector.Wait(long.MaxValue, 1);
        detector.Woken(2, (110 * Second) + 1).ShouldBe(60 * Second);
        detector.Wait(long.MaxValue, 2);
        detector.Woken(3, (110 * Second) + 2).ShouldBe(0);
    }
}

using FailoverIp.Lvs.Loop;

namespace FailoverIp.Lvs.Tests.Checks;

/// <summary>How long the thread of the checks rests, by what it had to do.</summary>
public class RestTimeTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(24, 0)] // not worth the system call
    [InlineData(25, 1_000)]
    [InlineData(500, 20_000)]
    [InlineData(1_000, 40_000)]
    [InlineData(100_000, 40_000)]
    public void It_grows_with_the_checks_of_a_second_up_to_its_bound(int perSecond, uint microseconds) => After(perSecond, Second).ShouldBe(microseconds);

    [Fact]
    public void It_is_the_rate_that_counts() => After(1_000, 4 * Second).ShouldBe(10_000U);

    [Fact]
    public void Who_was_busy_and_is_not_any_more_does_not_rest()
    {
        var rest = new RestTime();
        rest.Count(1_000, Second);
        rest.Count(0, Second + (Second / 2));
        rest.Microseconds.ShouldBe(40_000U, "the second is not over");
        rest.Count(1, 3 * Second);
        rest.Microseconds.ShouldBe(0U);
    }

    private static uint After(int begun, long time)
    {
        var rest = new RestTime();
        rest.Count(begun, time);
        return rest.Microseconds;
    }
}

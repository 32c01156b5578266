namespace FailoverIp.Vrrp.Tests;

public class ElectionTimingTests
{
    private const long Millisecond = 1_000_000;

    // Numbers of RFC 3768 section 6.1 and RFC 9568 section 6.1, worked out by hand.
    [Theory]
    [InlineData(VrrpVersion.V2, 100, 1000, 609.375)] // (256 − 100) / 256 s
    [InlineData(VrrpVersion.V2, 100, 2000, 609.375)] // VRRPv2's skew does not depend on the interval
    [InlineData(VrrpVersion.V2, 255, 1000, 3.90625)]
    [InlineData(VrrpVersion.V2, 1, 1000, 996.09375)]
    [InlineData(VrrpVersion.V3, 100, 1000, 609.375)]
    [InlineData(VrrpVersion.V3, 100, 100, 60.9375)] // VRRPv3's does
    [InlineData(VrrpVersion.V3, 254, 10, 0.078125)]
    [InlineData(VrrpVersion.V3, 1, 40950, 40790.0390625)]
    public void Skew_Time_and_Active_Down_Interval_are_the_RFCs(VrrpVersion version, byte priority, int intervalMs, double skewMs)
    {
        var parameters = new ElectionParameters(version, priority, intervalMs * Millisecond, true, 1);
        var skew = (long)(skewMs * Millisecond);
        parameters.SkewTime(intervalMs * Millisecond).ShouldBe(skew);
        parameters.ActiveDownInterval(intervalMs * Millisecond).ShouldBe(3 * intervalMs * Millisecond + skew);
    }

    [Fact]
    public void A_higher_priority_never_waits_longer()
    {
        foreach (var version in new[] { VrrpVersion.V2, VrrpVersion.V3 })
        {
            for (var priority = 2; priority <= 255; priority++)
            {
                var lower = new ElectionParameters(version, (byte)(priority - 1), 10 * Millisecond, true, 1);
                (lower with { Priority = (byte)priority }).ActiveDownInterval(10 * Millisecond).ShouldBeLessThan(lower.ActiveDownInterval(10 * Millisecond));
            }
        }
    }
}

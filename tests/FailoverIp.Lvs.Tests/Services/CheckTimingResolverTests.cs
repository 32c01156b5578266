using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.Services;

public class CheckTimingResolverTests
{
    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    private static EffectiveCheckTiming Resolve(CheckTiming service, CheckTiming real, CheckOptions check) =>
        CheckTimingResolver.Resolve(Service(Server(1)) with { Timing = service }, Server(1) with { Timing = real }, check);

    [Fact]
    public void The_defaults_are_those_of_keepalived() =>
        Resolve(CheckTiming.Inherited, CheckTiming.Inherited, new SampleCheck("a")).ShouldBe(new(S(60), S(5), 1, S(1), S(60)));

    [Fact]
    public void The_nearest_word_counts()
    {
        var service = new CheckTiming { DelayLoop = S(10), ConnectTimeout = S(1), Retry = 4, DelayBeforeRetry = S(2), Warmup = S(3) };
        Resolve(service, CheckTiming.Inherited, new SampleCheck("a")).ShouldBe(new(S(10), S(1), 4, S(2), S(3)));
        var real = new CheckTiming { DelayLoop = S(20), Retry = 0 };
        Resolve(service, real, new SampleCheck("a")).ShouldBe(new(S(20), S(1), 0, S(2), S(3)));
        var check = new SampleCheck("a") { Timing = new() { DelayLoop = S(30), ConnectTimeout = S(7), DelayBeforeRetry = S(8), Warmup = S(0) } };
        Resolve(service, real, check).ShouldBe(new(S(30), S(7), 0, S(8), S(0)));
    }

    [Fact]
    public void What_a_kind_leaves_open_is_its_delay_loop()
    {
        Resolve(new() { DelayLoop = S(7) }, CheckTiming.Inherited, new PatientCheck()).ShouldBe(new(S(7), S(5), 3, S(7), S(7)));
        Resolve(new() { Retry = 1 }, CheckTiming.Inherited, new PatientCheck()).Retry.ShouldBe(1);
    }

    [Fact]
    public void A_kind_is_called_by_its_record() => new SampleCheckOptions().Kind.ShouldBe("Sample");

    private sealed record PatientCheck : CheckOptions
    {
        public override CheckTiming DefaultTiming => CheckTiming.Default with { Retry = 3, DelayBeforeRetry = null };
    }

    private sealed record SampleCheckOptions : CheckOptions;
}

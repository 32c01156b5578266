using System.Globalization;

namespace FailoverIp.Vrrp.Exhaustion;

/// <summary>Ten thousand schedules; a million by <c>bench/exhaustion/run</c>. <c>VRRP_SEED=n</c> in the environment plays one again.</summary>
public class ExhaustionTests
{
    private const int Schedules = 10_000;

    [Fact]
    public void After_any_trouble_a_whole_network_has_one_Active_router_and_it_is_the_highest()
    {
        if (Environment.GetEnvironmentVariable("VRRP_SEED") is { Length: > 0 } seed)
        {
            Schedule.Play(long.Parse(seed, CultureInfo.InvariantCulture));
            return;
        }
        Enumerable.Range(1, Schedules).Sum(s => Schedule.Play(s)).ShouldBeGreaterThan(Schedules * 50L);
    }

    [Fact]
    public void A_seed_plays_the_same_schedule_each_time() => Schedule.Play(7).ShouldBe(Schedule.Play(7));
}

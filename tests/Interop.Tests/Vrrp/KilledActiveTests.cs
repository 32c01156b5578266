using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp;

/// <summary>kill -9 of the Active one.</summary>
public sealed class KilledActiveTests
{
    [SkippableTheory]
    [MemberData(nameof(Pairs.AllAndAlike), MemberType = typeof(Pairs))]
    public async Task After_a_kill_the_other_takes_over_when_its_Active_Down_Interval_is_over(int version, PeerKind high, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(high, low, Pairs.PlanOf(version));
        await pair.StartAsync();

        await pair.High.KillAsync();
        var first = await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);

        var last = pair.LastAdvert(pair.High);
        last.Priority.ShouldBe((byte)pair.High.Priority, "a killed process says nothing more");
        pair.ShouldTakeOverAfter(pair.Plan.ActiveDown(pair.Low.Priority), last, first);
        await pair.AnnouncementAsync(pair.Low, first.At);
        // The dead process cannot take its address away: only the wire and the survivor's kernel count.
        await pair.Low.Host.WaitForAddressAsync(pair.Plan.KernelAddress, present: true);
    }

    [SkippableTheory]
    [MemberData(nameof(Pairs.All), MemberType = typeof(Pairs))]
    public async Task One_that_comes_back_after_a_kill_is_Active_again_although_its_address_was_left_behind(int version, PeerKind high, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(high, low, Pairs.PlanOf(version));
        await pair.StartAsync();
        await pair.High.KillAsync();
        await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);

        await pair.High.StartAsync();

        await pair.ExpectOnlyActiveAsync(pair.High);
    }
}

using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp;

/// <summary>The Active one's cable is pulled and put in again.</summary>
public sealed class CableTests
{
    [SkippableTheory]
    [MemberData(nameof(Pairs.All), MemberType = typeof(Pairs))]
    public async Task Without_its_cable_the_Active_one_drops_the_address_and_with_it_takes_it_back(int version, PeerKind high, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(high, low, Pairs.PlanOf(version));
        await pair.StartAsync();

        await pair.High.Host.PullCableAsync();
        var first = await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);
        pair.ShouldTakeOverAfter(pair.Plan.ActiveDown(pair.Low.Priority), pair.LastAdvert(pair.High), first);
        await pair.ExpectOnlyActiveAsync(pair.Low);

        await pair.High.Host.PlugCableAsync();
        var returned = await pair.FirstAdvertAsync(pair.High, pair.Lab.LastChange);
        // It has to listen first: an Active on a cable that has just come up would be the second one.
        (returned.At - pair.Lab.LastChange).ShouldBeGreaterThan(pair.Plan.Interval);
        await pair.AnnouncementAsync(pair.High, returned.At);
        await pair.ExpectOnlyActiveAsync(pair.High);
    }
}

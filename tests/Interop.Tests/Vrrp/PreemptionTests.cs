using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp;

/// <summary>A higher priority joins.</summary>
public sealed class PreemptionTests
{
    [SkippableTheory]
    [MemberData(nameof(Pairs.All), MemberType = typeof(Pairs))]
    public async Task A_higher_priority_that_joins_takes_over_and_the_lower_one_yields_at_once(int version, PeerKind high, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(high, low, Pairs.PlanOf(version));
        await pair.Low.StartAsync();
        await pair.ExpectOnlyActiveAsync(pair.Low);

        var before = pair.LastAdvert(pair.Low).At;
        await pair.High.StartAsync();
        var taken = await pair.FirstAdvertAsync(pair.High, before);
        await pair.AnnouncementAsync(pair.High, taken.At);
        await pair.ExpectOnlyActiveAsync(pair.High);

        // One advert may have been on its way already.
        pair.Lab.Capture.Adverts.Count(a => Pair.IsFrom(a, pair.Low) && a.At > taken.At).ShouldBeLessThanOrEqualTo(1, pair.Lab.Describe());
        pair.Lab.Capture.Adverts.ShouldAllBe(a => a.Checksum == (version == 2 ? ChecksumKind.MessageOnly : ChecksumKind.PseudoHeader));
    }
}

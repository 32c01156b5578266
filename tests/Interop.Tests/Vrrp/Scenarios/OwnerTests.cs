using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>Priority 255, the address owner's: on one side, and by mistake on both.</summary>
public sealed class OwnerTests
{
    private static readonly VrrpPlan Plan = VrrpPlan.V3;

    [SkippableTheory]
    [InlineData(PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(PeerKind.Keepalived, PeerKind.Ours)]
    public async Task An_owner_is_Active_as_soon_as_it_starts_and_the_other_yields(PeerKind owner, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(owner, low, Plan, highPriority: 255);
        await pair.Low.StartAsync();
        await pair.ExpectOnlyActiveAsync(pair.Low);
        var before = pair.LastAdvert(pair.Low).At;

        await pair.High.StartAsync();
        var first = await pair.FirstAdvertAsync(pair.High, before);

        // RFC 9568, section 6.4.1: the owner does not listen first.
        (first.At - pair.Lab.LastChange).ShouldBeLessThan(Plan.Interval, pair.Lab.Describe());
        first.Priority.ShouldBe((byte)255);
        await pair.AnnouncementAsync(pair.High, first.At);
        await pair.ExpectOnlyActiveAsync(pair.High);
        // One advert may have been on its way already.
        pair.Lab.Capture.Adverts.Count(a => Pair.IsFrom(a, pair.Low) && a.At > first.At).ShouldBeLessThanOrEqualTo(1, pair.Lab.Describe());
    }

    [SkippableFact]
    public async Task Of_two_owners_the_one_with_the_higher_address_stays_Active()
    {
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Ours, Plan, 255, 255);
        await pair.High.StartAsync();
        await pair.FirstAdvertAsync(pair.High, pair.Lab.LastChange);
        await pair.Low.StartAsync();

        // RFC 9568, section 6.4.3: of equal priorities the greater address.
        await pair.ExpectOnlyActiveAsync(pair.Low);
    }

    [SkippableTheory]
    [InlineData(PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(PeerKind.Keepalived, PeerKind.Ours)]
    public async Task Of_an_owner_of_ours_and_one_of_keepalived_one_stays_Active(PeerKind lowerAddress, PeerKind higherAddress)
    {
        await using var pair = await Pair.CreateAsync(lowerAddress, higherAddress, Plan, 255, 255);
        await Task.WhenAll(pair.High.StartAsync(), pair.Low.StartAsync());

        // keepalived 2.2.7 lowers itself to 254 when it hears another owner, so that it is ours that stays, whatever the addresses are.
        await pair.ExpectOnlyActiveAsync(pair.High is Node ? pair.High : pair.Low);
    }

    [SkippableFact]
    public async Task Two_strict_owners_hear_nothing_of_one_another_and_send_no_more_than_usual()
    {
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Ours, Plan, 255, 255);
        foreach (var node in new[] { pair.High, pair.Low }.Cast<Node>())
        {
            node.Instance = i => i["Strict"] = true;
            await node.StartAsync();
        }
        var begun = (await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange)).At;
        var end = begun + (10 * Plan.Interval);
        await pair.Lab.Capture.WaitForAsync<Wire.AdvertFrame>("an advert ten intervals later", Plan.Patience, a => a.At > end, begun);

        // RFC 9568, section 7.1: what an owner receives it discards. Both stay Active until somebody corrects one of them.
        foreach (var peer in new[] { pair.High, pair.Low })
        {
            pair.Lab.Capture.Adverts.Count(a => Pair.IsFrom(a, peer) && a.Priority == 255 && a.At > begun && a.At <= end).ShouldBeInRange(8, 11, pair.Lab.Describe());
            await peer.WaitForAddressesAsync(present: true);
        }
    }
}

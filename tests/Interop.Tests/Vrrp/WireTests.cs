using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp;

/// <summary>Every way that adverts can go, with keepalived at the other end: each hears the other, and what the switch saw is as it should be.</summary>
public sealed class WireTests
{
    /// <summary>Version, unicast, authentication header, who has the higher priority; IPv6 is among the rows of several addresses.</summary>
    public static TheoryData<int, bool, bool, PeerKind> Ways
    {
        get
        {
            var ways = new TheoryData<int, bool, bool, PeerKind>();
            foreach (var high in new[] { PeerKind.Ours, PeerKind.Keepalived })
            {
                ways.Add(2, true, false, high);
                ways.Add(2, false, true, high);
                ways.Add(2, true, true, high);
                ways.Add(3, true, false, high);
            }
            return ways;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task Both_take_over_from_one_another(int version, bool isUnicast, bool isAh, PeerKind high)
    {
        var plan = Pairs.PlanOf(version) with { IsUnicast = isUnicast, UseAuthenticationHeader = isAh };
        await using var pair = await Pair.CreateAsync(high, high == PeerKind.Ours ? PeerKind.Keepalived : PeerKind.Ours, plan);

        await pair.StartAsync();
        await pair.High.KillAsync();
        var first = await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);
        var last = pair.LastAdvert(pair.High);
        pair.ShouldTakeOverAfter(plan.ActiveDown(pair.Low.Priority), last, first);
        await pair.High.StartAsync();
        await pair.ExpectOnlyActiveAsync(pair.High);

        var ours = high == PeerKind.Ours ? pair.High : pair.Low;
        foreach (var advert in pair.Lab.Capture.Adverts.Where(a => Pair.IsFrom(a, ours)))
            ShouldBeAsPlanned(advert, plan, ours);
    }

    private static void ShouldBeAsPlanned(AdvertFrame advert, VrrpPlan plan, VrrpPeer sender)
    {
        advert.Ttl.ShouldBe((byte)255);
        advert.SourceMac.ShouldBe(sender.Host.Mac);
        advert.Destination.ShouldBe(plan.IsUnicast ? sender.Peers.Single() : plan.Group);
        if (!plan.IsUnicast)
            advert.DestinationMac.ShouldBe(plan.GroupMac);
        advert.Version.ShouldBe(plan.Version);
        advert.Addresses.ShouldBe([plan.Address]);
        advert.HasAuthenticationHeader.ShouldBe(plan.UseAuthenticationHeader);
        advert.Authentication.ShouldBe((byte)(plan.UseAuthenticationHeader ? 2 : plan.Password is null ? 0 : 1));
        advert.Checksum.ShouldBe(plan.Version == 2 ? ChecksumKind.MessageOnly : ChecksumKind.PseudoHeader);
    }
}

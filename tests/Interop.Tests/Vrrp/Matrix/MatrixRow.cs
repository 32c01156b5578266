using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Matrix;

/// <summary>What every row of the matrix goes through, on the wire and in the kernels.</summary>
internal static class MatrixRow
{
    /// <summary>Both start and the higher priority is Active; it is killed and the other takes over when the theory says; it comes back and is Active again.</summary>
    public static async Task RunAsync(Pair pair)
    {
        var plan = pair.Plan;
        await pair.StartAsync();

        await pair.High.KillAsync();
        var first = await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);
        var theory = plan.ActiveDown(pair.Low.Priority);
        if (pair.Low is Frr)
            theory = TimeSpan.FromMilliseconds(Math.Floor(theory.TotalMilliseconds / 10) * 10); // vrrpd counts in hundredths of a second
        pair.ShouldTakeOverAfter(theory, pair.LastAdvert(pair.High), first);
        await ShouldBeAnnouncedAsync(pair, pair.Low, first.At);
        await pair.Low.WaitForAddressesAsync(present: true);

        await pair.High.StartAsync();
        var returned = await pair.FirstAdvertAsync(pair.High, pair.Lab.LastChange);
        await ShouldBeAnnouncedAsync(pair, pair.High, returned.At);
        pair.Lab.Touch(); // the other has heard it now, however long it took to start
        await pair.ExpectOnlyActiveAsync(pair.High);

        var adverts = pair.Lab.Capture.Adverts.ToArray();
        foreach (var sender in new[] { pair.High, pair.Low })
        {
            var own = adverts.Where(a => Pair.IsFrom(a, sender)).ToArray();
            own.ShouldNotBeEmpty();
            foreach (var advert in own)
                ShouldBeAsPlanned(advert, sender, pair);
        }
        foreach (var node in new[] { pair.High, pair.Low }.OfType<Node>())
        {
            node.ShouldHaveCleanLog();
            var status = await node.ReadInstanceAsync();
            status.GetProperty("received").GetInt64().ShouldBeGreaterThan(0);
            status.GetProperty("discarded").EnumerateObject().ShouldAllBe(d => d.Value.GetInt64() == 0, status.ToString());
        }
    }

    private static void ShouldBeAsPlanned(AdvertFrame advert, VrrpPeer sender, Pair pair)
    {
        var plan = sender.Plan;
        var other = sender == pair.High ? pair.Low : pair.High;
        // keepalived leaves the hop limit of its own unicast adverts over IPv6 to the kernel.
        if (sender is not Keepalived || !plan.IsUnicast || !plan.IsIPv6)
            advert.Ttl.ShouldBe((byte)255);
        advert.SourceMac.ShouldBe(sender.AdvertMac);
        advert.Destination.ShouldBe(plan.IsUnicast ? other.Source : plan.Group);
        if (!plan.IsUnicast)
            advert.DestinationMac.ShouldBe(plan.GroupMac);
        advert.Version.ShouldBe(plan.Version);
        advert.VirtualRouterId.ShouldBe(plan.VirtualRouterId);
        advert.Interval.ShouldBe(plan.Interval);
        advert.Addresses.ShouldBe(plan.Addresses);
        advert.HasAuthenticationHeader.ShouldBe(plan.UseAuthenticationHeader);
        advert.Authentication.ShouldBe((byte)(plan.Password is null ? 0 : plan.UseAuthenticationHeader ? 2 : 1));
        advert.Checksum.ShouldBe(plan.Version == 2 ? ChecksumKind.MessageOnly : plan.Checksum);
        advert.Trailer.Length.ShouldBe(plan.Version == 2 ? 8 : plan.HmacKey is null ? 0 : 28);
    }

    private static async Task ShouldBeAnnouncedAsync(Pair pair, VrrpPeer peer, DateTime after)
    {
        // vrrpd announces an interval before its first advert; an ipvlan lets multicast wait while broadcast overtakes it.
        if (peer is Frr || pair.Plan.UseIpvlan)
            after = pair.Lab.LastChange;
        if (pair.Plan.IsIPv6)
            await pair.NeighborAnnouncementsAsync(peer, after);
        else
            await pair.AnnouncementAsync(peer, after);
    }
}

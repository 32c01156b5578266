using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Peers;

/// <summary>Two participants on one LAN, and what the wire and the kernels say about them.</summary>
internal sealed class Pair : IAsyncDisposable
{
    // A takeover before the Active_Down_Interval would be a second Active in the making; later than this it is no longer the protocol that decides.
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(400);

    private Pair(NetworkLab lab, VrrpPlan plan, VrrpPeer high, VrrpPeer low) => (Lab, Plan, High, Low) = (lab, plan, high, low);

    public NetworkLab Lab { get; }

    public VrrpPlan Plan { get; }

    /// <summary>The one of the higher priority.</summary>
    public VrrpPeer High { get; }

    /// <summary>The one of the lower priority.</summary>
    public VrrpPeer Low { get; }

    /// <summary>Makes the LAN and the participants; neither is started.</summary>
    public static async Task<Pair> CreateAsync(PeerKind high, PeerKind low, VrrpPlan plan, int highPriority = 200, int lowPriority = 100)
    {
        return await CreateAsync(plan, (lab, host) => VrrpPeer.Create(high, lab, host, plan, highPriority), (lab, host) => VrrpPeer.Create(low, lab, host, plan, lowPriority));
    }

    /// <summary>Makes the LAN and participants of any kind; neither is started.</summary>
    public static async Task<Pair> CreateAsync(VrrpPlan plan, Func<NetworkLab, LabHost, VrrpPeer> high, Func<NetworkLab, LabHost, VrrpPeer> low)
    {
        // The higher address goes to the lower priority, so that an election by address instead of priority shows.
        var lab = await NetworkLab.CreateAsync("high", "low");
        return new(lab, plan, high(lab, lab["high"]), low(lab, lab["low"]));
    }

    /// <summary>Starts both and waits until the higher priority is Active.</summary>
    public async Task StartAsync()
    {
        await Task.WhenAll(High.StartAsync(), Low.StartAsync());
        await ExpectOnlyActiveAsync(High);
    }

    /// <summary>The first advert of a participant after a moment.</summary>
    public Task<AdvertFrame> FirstAdvertAsync(VrrpPeer peer, DateTime after) =>
        Lab.Capture.WaitForAsync<AdvertFrame>($"an advert of {peer.Host.Name}", Plan.Patience, a => IsFrom(a, peer) && a.Priority > 0, after);

    /// <summary>The last advert of a participant so far.</summary>
    public AdvertFrame LastAdvert(VrrpPeer peer) => Lab.Capture.Adverts.Last(a => IsFrom(a, peer));

    /// <summary>Whether the advert is one of the participant's.</summary>
    public static bool IsFrom(AdvertFrame advert, VrrpPeer peer) => advert.Source.Equals(peer.Source);

    /// <summary>
    /// Waits until the network has been whole for a full Active_Down_Interval, then looks on for an interval, in which another Active one would have to show: all
    /// adverts come from this participant, and only its kernel has the address.
    /// </summary>
    public async Task ExpectOnlyActiveAsync(VrrpPeer active)
    {
        await FirstAdvertAsync(active, Lab.LastChange);
        var settled = Lab.LastChange + Plan.ActiveDown(Math.Min(High.Priority, Low.Priority));
        for (var i = 0; i < 2; i++)
        {
            var advert = await Lab.Capture.WaitForAsync<AdvertFrame>("an advert after the network had settled", Plan.Patience, _ => true, settled);
            Source(advert).ShouldBe(active.Host.Name, $"one Active only, but {advert}\n{Lab.Describe()}");
            advert.Priority.ShouldBe((byte)active.Priority);
            settled = advert.At;
        }
        await active.WaitForAddressesAsync(present: true);
        var other = active == High ? Low : High;
        await other.WaitForAddressesAsync(present: false);
    }

    /// <summary>Checks that a takeover came when the theory says, after the last sign of life of the one before.</summary>
    public void ShouldTakeOverAfter(TimeSpan theory, Frame last, Frame first)
    {
        var gap = first.At - last.At;
        gap.ShouldBeInRange(theory - Early, theory + Late, $"theory {theory.TotalMilliseconds} ms\n{Lab.Describe()}");
    }

    /// <summary>Waits for an announcement of the virtual address by its new holder.</summary>
    public async Task<ArpFrame> AnnouncementAsync(VrrpPeer peer, DateTime after)
    {
        var frame = await Lab.Capture.WaitForAsync<ArpFrame>(
            $"gratuitous ARP of {peer.Host.Name}", TimeSpan.FromSeconds(2), a => a.IsGratuitous && a.Sender.Equals(Plan.Address) && a.SourceMac == peer.AddressMac, after);
        frame.SenderMac.ShouldBe(peer.AddressMac);
        return frame;
    }

    /// <summary>Waits for unsolicited Neighbor Advertisements of all virtual addresses by their new holder.</summary>
    public async Task NeighborAnnouncementsAsync(VrrpPeer peer, DateTime after)
    {
        foreach (var address in Plan.Addresses)
        {
            var frame = await Lab.Capture.WaitForAsync<NeighborFrame>(
                $"Neighbor Advertisement of {address} by {peer.Host.Name}", TimeSpan.FromSeconds(2), n => n.Target.Equals(address) && n.SourceMac == peer.AddressMac, after);
            (frame.Destination.ToString(), frame.HopLimit, frame.IsOverride, frame.IsSolicited).ShouldBe(("ff02::1", (byte)255, true, false), Lab.Describe());
            frame.TargetMac.ShouldBe(peer.AddressMac);
        }
    }

    public async ValueTask DisposeAsync() => await Lab.DisposeAsync();

    private string Source(AdvertFrame advert) => new[] { High, Low }.FirstOrDefault(p => IsFrom(advert, p))?.Host.Name ?? advert.Source.ToString();
}

using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp;

/// <summary>Gratuitous ARP after a takeover.</summary>
public sealed class AnnouncementTests
{
    private const string Broadcast = "ff:ff:ff:ff:ff:ff";

    [SkippableFact]
    public async Task A_new_Active_announces_five_times_at_once_and_five_times_again_after_five_seconds()
    {
        await using var pair = await Pair.CreateAsync(PeerKind.Keepalived, PeerKind.Ours, VrrpPlan.V3);
        await pair.StartAsync();
        await pair.High.KillAsync();
        var first = await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);

        // The tenth announcement, then enough adverts for an eleventh to show.
        var end = first.At + TimeSpan.FromSeconds(6.5);
        await pair.Lab.Capture.WaitForAsync<Wire.AdvertFrame>("an advert 6.5 s later", TimeSpan.FromSeconds(15), a => a.At > end, first.At);

        var announcements = pair.Lab.Capture.Announcements.Where(a => a.SourceMac == pair.Low.Host.Mac && a.At > first.At).ToArray();
        announcements.Length.ShouldBe(10, pair.Lab.Describe());
        announcements.ShouldAllBe(a => a.Operation == Wire.ArpFrame.Request && a.DestinationMac == Broadcast && a.TargetMac == Broadcast);
        announcements.ShouldAllBe(a => a.Sender.Equals(pair.Plan.Address) && a.Target.Equals(pair.Plan.Address) && a.SenderMac == pair.Low.Host.Mac);
        (announcements[4].At - first.At).ShouldBeLessThan(TimeSpan.FromMilliseconds(200), pair.Lab.Describe());
        (announcements[5].At - first.At).ShouldBeInRange(TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(5.4), pair.Lab.Describe());
        (announcements[9].At - announcements[5].At).ShouldBeLessThan(TimeSpan.FromMilliseconds(200), pair.Lab.Describe());
    }
}

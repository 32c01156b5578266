using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>SIGHUP to the Active one, as the wire and the kernel see it.</summary>
public sealed class ReloadTests
{
    private const string Added = "10.132.0.101";

    [SkippableFact]
    public async Task An_unchanged_configuration_changes_no_packet_and_no_role()
    {
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Keepalived, VrrpPlan.V3);
        var node = (Node)pair.High;
        await pair.StartAsync();
        // The second round of announcements, five seconds after the takeover, is not to be taken for one of the reload.
        var second = pair.Lab.Capture.Announcements.First(a => a.SourceMac == node.Host.Mac).At + TimeSpan.FromSeconds(4);
        await pair.Lab.Capture.WaitForAsync<ArpFrame>("the second round of announcements", pair.Plan.Patience, a => a.IsGratuitous, second);
        await pair.FirstAdvertAsync(node, second + TimeSpan.FromSeconds(1.5));
        var (epoch, before, model) = ((await node.ReadInstanceAsync()).GetProperty("epoch").GetInt64(), DateTime.UtcNow, pair.LastAdvert(node));

        await node.ReloadAsync();
        await node.ReloadAsync();
        await pair.FirstAdvertAsync(node, DateTime.UtcNow + (3 * pair.Plan.Interval));

        var adverts = pair.Lab.Capture.Adverts.Where(a => a.At >= model.At).ToArray();
        adverts.ShouldAllBe(a => Pair.IsFrom(a, node) && a.Priority == 200 && a.Interval == model.Interval && a.Addresses.SequenceEqual(model.Addresses), pair.Lab.Describe());
        adverts.Zip(adverts.Skip(1)).ShouldAllBe(p => p.Second.At - p.First.At > pair.Plan.Interval / 2 && p.Second.At - p.First.At < 2 * pair.Plan.Interval, pair.Lab.Describe());
        pair.Lab.Capture.Announcements.ShouldNotContain(a => a.At > before, pair.Lab.Describe());
        (await node.ReadInstanceAsync()).GetProperty("epoch").GetInt64().ShouldBe(epoch);
        node.ShouldHaveCleanLog();
    }

    [SkippableFact]
    public async Task A_virtual_address_is_added_and_removed_while_it_stays_Active()
    {
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Ours, VrrpPlan.V3);
        var node = (Node)pair.High;
        await pair.StartAsync();
        var begun = pair.LastAdvert(node).At;

        node.Instance = i => i["VirtualAddresses"] = new JsonArray(pair.Plan.Address.ToString(), Added);
        await node.ReloadAsync();
        await node.Host.WaitForAddressAsync(Added + "/32", present: true);
        await pair.Lab.Capture.WaitForAsync<ArpFrame>("an announcement of the new address", pair.Plan.Patience, a => a.IsGratuitous && a.Sender.ToString() == Added && a.SenderMac == node.Host.Mac, begun);
        await pair.Lab.Capture.WaitForAsync<AdvertFrame>("an advert with both", pair.Plan.Patience, a => Pair.IsFrom(a, node) && a.Addresses.Count == 2, begun);
        // The other has one address only. That is told and not fatal (RFC 9568, section 7.1).
        await pair.FirstAdvertAsync(node, DateTime.UtcNow + pair.Plan.ActiveDown(100));

        node.Instance = _ => { };
        await node.ReloadAsync();
        var removed = DateTime.UtcNow;
        await node.Host.WaitForAddressAsync(Added + "/32", present: false);
        await node.Host.WaitForAddressAsync(pair.Plan.KernelAddress, present: true);
        await pair.Lab.Capture.WaitForAsync<AdvertFrame>("an advert with one", pair.Plan.Patience, a => a.Addresses.Count == 1, removed);

        var adverts = pair.Lab.Capture.Adverts.Where(a => a.At > begun).ToArray();
        adverts.ShouldAllBe(a => Pair.IsFrom(a, node) && a.Priority == 200, pair.Lab.Describe());
        adverts.Zip(adverts.Skip(1)).ShouldAllBe(p => p.Second.At - p.First.At < 2 * pair.Plan.Interval, pair.Lab.Describe());
        node.ShouldHaveCleanLog();
    }

    [SkippableTheory]
    [InlineData(PeerKind.Ours)]
    [InlineData(PeerKind.Keepalived)]
    public async Task The_other_learns_a_new_interval_of_the_Active_one(PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, low, VrrpPlan.V3);
        var node = (Node)pair.High;
        var slower = pair.Plan with { Interval = TimeSpan.FromMilliseconds(800) };
        await pair.StartAsync();
        var begun = pair.LastAdvert(node).At;

        node.Instance = i => i["AdvertisementInterval"] = slower.Interval.ToString();
        await node.ReloadAsync();
        var learnt = await pair.Lab.Capture.WaitForAsync<AdvertFrame>("an advert that tells of it", pair.Plan.Patience, a => a.Interval == slower.Interval, begun);
        // Longer than the other waits by its own interval.
        await pair.FirstAdvertAsync(node, learnt.At + pair.Plan.ActiveDown(100));
        pair.Lab.Capture.Adverts.Where(a => a.At > begun).ShouldAllBe(a => Pair.IsFrom(a, node), pair.Lab.Describe());

        await node.KillAsync();
        var first = await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);
        pair.ShouldTakeOverAfter(slower.ActiveDown(100), pair.LastAdvert(node), first);
        first.Interval.ShouldBe(pair.Plan.Interval, "its own again");
    }
}

using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>Single adverts that an Active node hears while it is alone, and what it answers on the wire.</summary>
public sealed class CraftedAdvertTests
{
    // Long enough for an answer to stand out.
    private static readonly VrrpPlan Plan = VrrpPlan.V3 with { Interval = TimeSpan.FromSeconds(1.5) };
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(300);

    [SkippableTheory]
    [InlineData("priority 0", 0, true)]
    [InlineData("lower", 50, true)]
    [InlineData("lower, quietly", 50, false)]
    [InlineData("another number", 255, false)]
    public async Task Each_is_answered_at_once_or_not_at_all(string advert, byte priority, bool isAnswered)
    {
        await using var lab = await NetworkLab.CreateAsync("node", "other");
        var node = new Node(lab, lab["node"], Plan, 255);
        if (advert == "lower, quietly")
            node.Instance = i => (i["LowerPriorityNoAdvert"], i["Garp"]) = (true, new JsonObject { ["LowerPriorityRepeat"] = 0 });
        await node.StartAsync();
        var first = await lab.Capture.WaitForAsync<AdvertFrame>("the owner's first advert", Plan.Patience, a => Pair.IsFrom(a, node), lab.LastChange - Plan.Interval);
        // The first announcements are out, and those after five seconds far away; so is the next advert.
        var second = await lab.Capture.WaitForAsync<AdvertFrame>("its second", Plan.Patience, a => Pair.IsFrom(a, node), first.At);
        var number = (byte)(Plan.VirtualRouterId + (advert == "another number" ? 1 : 0));

        await Crafted.SendAsync(lab["other"], Crafted.Advert(number, priority, centiseconds: 150));

        var heard = await lab.Capture.WaitForAsync<AdvertFrame>("the other's advert", Plan.Patience, a => a.Source.Equals(lab["other"].Address), second.At);
        var next = await lab.Capture.WaitForAsync<AdvertFrame>("the node's next advert", Plan.Patience, a => Pair.IsFrom(a, node), heard.At);
        if (isAnswered)
        {
            (next.At - heard.At).ShouldBeLessThan(AtOnce, lab.Describe());
            // Whoever was Active beside it may have announced the address as its own.
            await lab.Capture.WaitForAsync<ArpFrame>("an announcement", TimeSpan.FromSeconds(1.2), a => a.IsGratuitous && a.SenderMac == node.Host.Mac, heard.At);
        }
        else
        {
            (next.At - second.At).ShouldBeInRange(Plan.Interval - AtOnce, Plan.Interval + AtOnce, lab.Describe());
            lab.Capture.Announcements.ShouldNotContain(a => a.At > heard.At, lab.Describe());
        }
        next.Priority.ShouldBe((byte)255);
        await node.WaitForAddressesAsync(present: true);
        node.ShouldHaveCleanLog();
    }
}

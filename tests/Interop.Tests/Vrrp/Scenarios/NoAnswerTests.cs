using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>An Active node that is to leave lower priorities unanswered (keepalived: <c>lower_prio_no_advert</c>); that it answers otherwise, see <see cref="WhileActiveTests"/>.</summary>
public sealed class NoAnswerTests
{
    // Long enough for an answer to stand out.
    private static readonly VrrpPlan Plan = VrrpPlan.V3 with { Interval = TimeSpan.FromSeconds(1.5) };
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(300);

    [SkippableFact]
    public async Task It_goes_on_at_its_interval_and_announces_nothing()
    {
        await using var lab = await NetworkLab.CreateAsync("node", "other");
        var node = new Node(lab, lab["node"], Plan, 255)
        {
            Instance = i => (i["LowerPriorityNoAdvert"], i["Garp"]) = (true, new JsonObject { ["LowerPriorityRepeat"] = 0 }),
        };
        await node.StartAsync();
        var first = await lab.Capture.WaitForAsync<AdvertFrame>("the owner's first advert", Plan.Patience, a => Pair.IsFrom(a, node), lab.LastChange - Plan.Interval);
        // The first announcements are out, and those after five seconds far away; so is the next advert.
        var second = await lab.Capture.WaitForAsync<AdvertFrame>("its second", Plan.Patience, a => Pair.IsFrom(a, node), first.At);

        await Crafted.SendAsync(lab["other"], Crafted.Advert(Plan.VirtualRouterId, 50, centiseconds: 150));

        var heard = await lab.Capture.WaitForAsync<AdvertFrame>("the other's advert", Plan.Patience, a => a.Source.Equals(lab["other"].Address), second.At);
        var next = await lab.Capture.WaitForAsync<AdvertFrame>("the node's next advert", Plan.Patience, a => Pair.IsFrom(a, node), heard.At);
        (next.At - second.At).ShouldBeInRange(Plan.Interval - AtOnce, Plan.Interval + AtOnce, lab.Describe());
        lab.Capture.Announcements.ShouldNotContain(a => a.At > heard.At, lab.Describe());
        (await node.ReadInstanceAsync()).GetProperty("received").GetInt64().ShouldBe(1);
        await node.WaitForAddressesAsync(present: true);
        node.ShouldHaveCleanLog();
    }
}

using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>What an Active one answers to adverts of others, and what it announces then.</summary>
public sealed class WhileActiveTests
{
    // So long that an answer is not taken for the next advert, and Active at once.
    private static readonly VrrpPlan Plan = VrrpPlan.V3 with { Interval = TimeSpan.FromSeconds(5) };

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1.5);

    [SkippableFact]
    public async Task Priority_0_and_lower_priorities_are_answered_at_once_and_announced_as_often_as_configured()
    {
        await using var lab = await NetworkLab.CreateAsync("node", "other");
        var node = new Node(lab, lab["node"], Plan, 255) { Instance = i => i["Garp"] = Garp(repeat: 2, lower: null, delay: TimeSpan.Zero) };
        await node.StartAsync();
        await lab.Capture.WaitForAsync<AdvertFrame>("the node is Active", Plan.Patience, a => Pair.IsFrom(a, node), DateTime.MinValue);
        await CountAsync(lab, since: 0, 2);

        // Whoever resigns was Active, too: its neighbours may have learnt its MAC. The answer begins a new interval (RFC 9568, section 6.4.3).
        await PauseAsync();
        var answer = await AnswerAsync(lab, node, priority: 0);
        await CountAsync(lab, since: 2, 2);
        var next = await lab.Capture.WaitForAsync<AdvertFrame>("the advert after the answer", Plan.Patience, a => Pair.IsFrom(a, node), answer.At);
        (next.At - answer.At).ShouldBeInRange(Plan.Interval - TimeSpan.FromMilliseconds(50), Plan.Interval + TimeSpan.FromSeconds(1), lab.Describe());

        await AnswerAsync(lab, node, priority: 100);
        await CountAsync(lab, since: 4, 2);

        // Three at once and three again after two seconds.
        await ReloadAsync(node, Garp(repeat: 2, lower: 3, delay: TimeSpan.FromSeconds(2)));
        var since = Own(lab).Length;
        var asked = (await AnswerAsync(lab, node, priority: 100)).At;
        var announced = await CountAsync(lab, since, 6);
        (announced[2].At - asked).ShouldBeLessThan(AtOnce, lab.Describe());
        (announced[3].At - announced[2].At).ShouldBeInRange(TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(3.5), lab.Describe());

        // None at all; the advert goes out nevertheless.
        await ReloadAsync(node, Garp(repeat: 2, lower: 0, delay: TimeSpan.Zero));
        since = Own(lab).Length;
        await AnswerAsync(lab, node, priority: 100);
        await PauseAsync();
        await CountAsync(lab, since, 0);

        (await node.ReadInstanceAsync()).GetProperty("epoch").GetInt64().ShouldBe(1);
        node.ShouldHaveCleanLog();
    }

    // Sent after one of its own adverts, so that none of those comes in between.
    private static async Task<AdvertFrame> AnswerAsync(NetworkLab lab, Node node, byte priority)
    {
        var last = await lab.Capture.WaitForAsync<AdvertFrame>("its last advert, just now", Plan.Patience, a => Pair.IsFrom(a, node), DateTime.UtcNow - (Plan.Interval / 2));
        await new HandMadeAdvert(3, Plan.VirtualRouterId, priority) { Source = lab["other"].Address, Interval = 500 }.SendAsync(lab["other"]);
        var sent = await lab.Capture.WaitForAsync<AdvertFrame>("the other's advert", Plan.Patience, a => a.Source.Equals(lab["other"].Address), last.At);
        var answer = await lab.Capture.WaitForAsync<AdvertFrame>("the answer", Plan.Patience, a => Pair.IsFrom(a, node), sent.At);
        (answer.At - sent.At).ShouldBeLessThan(AtOnce, lab.Describe());
        answer.Priority.ShouldBe((byte)255);
        return answer;
    }

    // The last set is over a second away: the next one need not wait (a storm of adverts is not to become one of announcements).
    private static Task PauseAsync() => Task.Delay(TimeSpan.FromSeconds(1.3));

    // So many more than there were, and none beyond them in a while.
    private static async Task<ArpFrame[]> CountAsync(NetworkLab lab, int since, int count)
    {
        await Until.TrueAsync(() => Task.FromResult(Own(lab).Length >= since + count), Plan.Patience, () => $"{since} + {count} announcements\n{lab.Describe()}");
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        var more = Own(lab)[since..];
        more.Length.ShouldBe(count, lab.Describe());
        return more;
    }

    private static ArpFrame[] Own(NetworkLab lab) => [.. lab.Capture.Announcements.Where(a => a.Sender.Equals(Plan.Address) && a.SourceMac == lab["node"].Mac)];

    // With other options the addresses are announced anew, a second after the last set at the earliest: that is waited for.
    private static async Task ReloadAsync(Node node, JsonObject garp)
    {
        node.Instance = i => i["Garp"] = garp;
        await node.ReloadAsync();
        await PauseAsync();
        await PauseAsync();
    }

    private static JsonObject Garp(int repeat, int? lower, TimeSpan delay)
    {
        var garp = new JsonObject { ["Repeat"] = repeat, ["Delay"] = "00:00:00", ["LowerPriorityDelay"] = delay.ToString() };
        if (lower is not null)
            garp["LowerPriorityRepeat"] = lower;
        return garp;
    }
}

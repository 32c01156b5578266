using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>HMAC trailers against somebody who records the wire, and how a running pair comes to have them.</summary>
public sealed class HmacScenarioTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private static readonly VrrpPlan Plan = VrrpPlan.V3 with { Interval = TimeSpan.FromMilliseconds(300) };

    [SkippableFact]
    public async Task What_was_recorded_keeps_a_dead_Active_one_alive_for_nobody()
    {
        var plan = Plan with { HmacKey = Key };
        await using var lab = await NetworkLab.CreateAsync("high", "low", "recorder");
        var (high, low) = (new Node(lab, lab["high"], plan, 200), new Node(lab, lab["low"], plan, 100));
        await Task.WhenAll(high.StartAsync(), low.StartAsync());
        await lab.Capture.WaitForAsync<AdvertFrame>("the higher one is Active", plan.Patience, a => Pair.IsFrom(a, high), lab.LastChange + plan.ActiveDown(100));

        await high.KillAsync();
        var last = lab.Capture.Adverts.Last(a => Pair.IsFrom(a, high));
        last.Trailer.Length.ShouldBe(28);
        // Its last adverts again and again, under its address, with a key that is right and a time that is now.
        var sent = 0;
        var takenOver = lab.Capture.WaitForAsync<AdvertFrame>("the lower one takes over", plan.Patience, a => Pair.IsFrom(a, low), last.At);
        for (; !takenOver.IsCompleted; sent++)
        {
            await HandMadeAdvert.SendAsync(lab["recorder"], last.Source, last.Destination, last.Ttl, last.Message);
            await Task.WhenAny(takenOver, Task.Delay(plan.Interval / 3));
        }

        var first = await takenOver;
        (first.At - last.At).ShouldBeInRange(plan.ActiveDown(100) - TimeSpan.FromMilliseconds(2), plan.ActiveDown(100) + TimeSpan.FromMilliseconds(400), lab.Describe());
        await HandMadeAdvert.SendAsync(lab["recorder"], last.Source, last.Destination, last.Ttl, last.Message);
        await lab.Capture.WaitForAsync<AdvertFrame>("it goes on", plan.Patience, a => Pair.IsFrom(a, low), DateTime.UtcNow + (2 * plan.Interval));

        lab.Capture.Adverts.Count(a => a.SourceMac == lab["recorder"].Mac && a.Source.Equals(high.Source)).ShouldBe(sent + 1);
        sent.ShouldBeGreaterThan(2);
        var instance = await low.ReadInstanceAsync();
        instance.GetProperty("state").GetString().ShouldBe("Active");
        instance.GetProperty("discarded").GetProperty("badAuthentication").GetInt64().ShouldBe(sent + 1);
        low.ShouldHaveCleanLog();
    }

    [SkippableFact]
    public async Task A_running_pair_comes_to_it_in_sweeps_of_reloads_without_a_change_of_roles()
    {
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Ours, Plan);
        Node[] nodes = [(Node)pair.Low, (Node)pair.High];
        await pair.StartAsync();
        var begun = pair.LastAdvert(pair.High).At;
        var epochs = await EpochsAsync(nodes);

        foreach (var mode in new[] { "ReceiveOnly", "Permissive", "Enforce" })
        {
            foreach (var node in nodes)
            {
                node.Instance = i => i["Authentication"] = new JsonObject
                {
                    ["Type"] = "Hmac",
                    ["Mode"] = mode,
                    ["Keys"] = new JsonArray(new JsonObject { ["Id"] = 1, ["Key"] = Key }),
                };
                await node.ReloadAsync();
                // Longer than the other would wait: in between the two are in different modes.
                var settled = DateTime.UtcNow + Plan.ActiveDown(100);
                var advert = await pair.FirstAdvertAsync(pair.High, settled);
                advert.Trailer.Length.ShouldBe(mode == "Enforce" || (mode == "Permissive" && node == pair.High) ? 28 : 0, $"{mode} at {node.Host.Name}");
            }
        }

        var adverts = pair.Lab.Capture.Adverts.Where(a => a.At > begun).ToArray();
        adverts.ShouldAllBe(a => Pair.IsFrom(a, pair.High) && a.Priority == 200, pair.Lab.Describe());
        adverts.Zip(adverts.Skip(1)).ShouldAllBe(p => p.Second.At - p.First.At < 3 * Plan.Interval, pair.Lab.Describe());
        (await EpochsAsync(nodes)).ShouldBe(epochs);
        var low = await nodes[0].ReadInstanceAsync();
        low.GetProperty("discarded").EnumerateObject().ShouldAllBe(d => d.Value.GetInt64() == 0, low.ToString());

        // From now on nobody is believed who does not sign.
        await new HandMadeAdvert(3, Plan.VirtualRouterId, 255) { Source = pair.Low.Host.Address, Interval = 30 }.SendAsync(pair.Low.Host, 3);
        await pair.FirstAdvertAsync(pair.High, DateTime.UtcNow + Plan.Interval);
        var high = await nodes[1].ReadInstanceAsync();
        (high.GetProperty("state").GetString(), high.GetProperty("discarded").GetProperty("badAuthentication").GetInt64()).ShouldBe(("Active", 3), high.ToString());
        foreach (var node in nodes)
        {
            node.Process.Lines.ShouldAllBe(l => !l.Contains(Key, StringComparison.Ordinal));
            node.ShouldHaveCleanLog();
        }
    }

    private static async Task<long[]> EpochsAsync(IEnumerable<Node> nodes)
    {
        var epochs = new List<long>();
        foreach (var node in nodes)
            epochs.Add((await node.ReadInstanceAsync()).GetProperty("epoch").GetInt64());
        return [.. epochs];
    }
}

using System.Net;
using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>Others on the LAN that have no part in this election, or another idea of it.</summary>
public sealed class StrangerTests
{
    [SkippableFact]
    public async Task Unicast_adverts_of_no_peer_do_not_count()
    {
        var plan = VrrpPlan.V3 with { IsUnicast = true };
        await using var lab = await NetworkLab.CreateAsync("node", "peer", "stranger");
        var node = new Node(lab, lab["node"], plan, 100) { Instance = i => i["UnicastPeers"] = new JsonArray(lab["peer"].Address.ToString()) };
        await node.StartAsync();
        await lab.Capture.WaitForAsync<AdvertFrame>("the node is Active", plan.Patience, a => Pair.IsFrom(a, node), lab.LastChange);

        var stranger = new Keepalived(lab, lab["stranger"], plan, 200);
        await stranger.StartAsync();
        await lab.Capture.WaitForAsync<AdvertFrame>("the stranger's adverts reach it", plan.Patience, a => Pair.IsFrom(a, stranger) && a.Destination.Equals(node.Source), lab.LastChange);
        await lab.Capture.WaitForAsync<AdvertFrame>("the node goes on", plan.Patience, a => Pair.IsFrom(a, node), DateTime.UtcNow + (3 * plan.Interval));

        var instance = await node.ReadInstanceAsync();
        instance.GetProperty("state").GetString().ShouldBe("Active");
        instance.GetProperty("received").GetInt64().ShouldBe(0);
        instance.GetProperty("discarded").GetProperty("unknownSource").GetInt64().ShouldBeGreaterThan(2);
        lab.Capture.Adverts.Where(a => Pair.IsFrom(a, node)).ShouldAllBe(a => a.Destination.Equals(lab["peer"].Address));
        node.ShouldHaveCleanLog();
    }

    [SkippableFact]
    public async Task Another_list_of_addresses_is_told_and_obeyed()
    {
        await using var pair = await Pair.CreateAsync(
            VrrpPlan.V3,
            (lab, host) => new Keepalived(lab, host, VrrpPlan.V3 with { MoreAddresses = [IPAddress.Parse("10.132.0.101")] }, 200),
            (lab, host) => new Node(lab, host, VrrpPlan.V3, 100));
        await pair.StartAsync();

        pair.Lab.Capture.Adverts.ShouldAllBe(a => Pair.IsFrom(a, pair.High), pair.Lab.Describe());
        var node = (Node)pair.Low;
        var instance = await node.ReadInstanceAsync();
        (instance.GetProperty("state").GetString(), instance.GetProperty("activeRouter").GetString()).ShouldBe(("Backup", pair.High.Source.ToString()));
        node.Process.Lines.Count(l => l.Contains("10.132.0.10 advertises other virtual addresses", StringComparison.Ordinal)).ShouldBe(1, pair.Lab.Describe());
        node.ShouldHaveCleanLog();
    }

    [SkippableFact]
    public async Task UCarp_on_the_same_wire_is_ignored_quietly()
    {
        Requirements.Demand(Requirements.MissingTools("ucarp"));
        var plan = VrrpPlan.V2 with { Password = null };
        await using var lab = await NetworkLab.CreateAsync("high", "low", "carp");
        var (high, low) = (new Node(lab, lab["high"], plan, 200), new Node(lab, lab["low"], plan, 100));
        var carp = lab["carp"];
        // The same number as the virtual router's, and as often as it can: three a second would be too seldom to disturb anybody.
        carp.Start("ucarp", "-i", "eth1", "-s", carp.Address.ToString(), "-v", "101", "-p", "secret", "-a", "10.132.0.200", "-b", "1", "-k", "0", "-P", "-u", "/bin/true", "-d", "/bin/true");
        // One after the other: on a busy machine one takes half a second longer to start, and the lower one would be the first to miss an Active.
        await high.StartAsync();
        await low.StartAsync();
        var since = lab.LastChange;
        await lab.Capture.WaitForAsync<AdvertFrame>("the higher one is Active", plan.Patience, a => Pair.IsFrom(a, high), since);
        var settled = since + plan.ActiveDown(100);
        await lab.Capture.WaitForAsync<AdvertFrame>("a CARP packet", plan.Patience, a => a.Source.Equals(carp.Address), settled);
        await lab.Capture.WaitForAsync<AdvertFrame>("the Active one goes on", plan.Patience, a => Pair.IsFrom(a, high), settled + (3 * plan.Interval));

        lab.Capture.Adverts.ShouldNotContain(a => Pair.IsFrom(a, low), lab.Describe());
        foreach (var node in new[] { high, low })
        {
            var instance = await node.ReadInstanceAsync();
            instance.GetProperty("state").GetString().ShouldBe(node == high ? "Active" : "Backup");
            // No advert that was discarded: another protocol.
            instance.GetProperty("discarded").EnumerateObject().Sum(d => d.Value.GetInt64()).ShouldBe(0, instance.ToString());
            node.Process.Lines.ShouldNotContain(l => l.Contains(carp.Address.ToString(), StringComparison.Ordinal), lab.Describe());
            node.ShouldHaveCleanLog();
        }
    }
}

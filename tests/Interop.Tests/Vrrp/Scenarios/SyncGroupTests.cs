using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>Two virtual routers on two LANs that change their state together.</summary>
public sealed class SyncGroupTests
{
    private const string Second = "10.99.0.100";

    [SkippableTheory]
    [InlineData(PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(PeerKind.Keepalived, PeerKind.Ours)]
    public async Task A_fault_on_one_LAN_moves_both_and_they_come_back_together(PeerKind high, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(VrrpPlan.V3, (lab, host) => Create(high, lab, host, 200), (lab, host) => Create(low, lab, host, 100));
        var other = await pair.Lab.CaptureAsync("br1");
        await pair.StartAsync();
        await ExpectSecondAsync(pair, other, pair.High);

        var pulled = DateTime.UtcNow;
        await pair.High.Host.PullCableAsync("eth0");

        // keepalived 2.2.7 leaves the LAN that is well without a word.
        if (high == PeerKind.Ours)
        {
            var resigned = await pair.Lab.Capture.WaitForAsync<AdvertFrame>("priority 0 on the LAN that is well", pair.Plan.Patience, a => a.Priority == 0, pulled);
            Pair.IsFrom(resigned, pair.High).ShouldBeTrue();
            pair.Lab.Capture.Adverts.ShouldNotContain(a => Pair.IsFrom(a, pair.High) && a.At > resigned.At && a.Priority > 0, pair.Lab.Describe());
        }
        await pair.ExpectOnlyActiveAsync(pair.Low);
        await ExpectSecondAsync(pair, other, pair.Low);

        await pair.High.Host.PlugCableAsync("eth0");
        await pair.FirstAdvertAsync(pair.High, pair.Lab.LastChange);
        await pair.ExpectOnlyActiveAsync(pair.High);
        await ExpectSecondAsync(pair, other, pair.High);
        foreach (var node in new[] { pair.High, pair.Low }.OfType<Node>())
            node.ShouldHaveCleanLog();
    }

    private static async Task ExpectSecondAsync(Pair pair, Capture other, VrrpPeer active)
    {
        await other.WaitForAsync<AdvertFrame>($"an advert of {active.Host.Name} on the other LAN", pair.Plan.Patience, a => a.Source.Equals(active.Host.ManagementAddress), DateTime.UtcNow);
        await active.Host.WaitForAddressAsync(Second + "/32", present: true, "eth0");
        await (active == pair.High ? pair.Low : pair.High).Host.WaitForAddressAsync(Second + "/32", present: false, "eth0");
    }

    private static VrrpPeer Create(PeerKind kind, NetworkLab lab, LabHost host, int priority) => kind == PeerKind.Keepalived
        ? new Keepalived(lab, host, VrrpPlan.V3, priority)
        {
            After = $$"""
                vrrp_instance VI_2 {
                  state BACKUP
                  interface eth0
                  virtual_router_id 102
                  priority {{priority}}
                  advert_int 0.2
                  virtual_ipaddress {
                    {{Second}}
                  }
                }
                vrrp_sync_group G {
                  group {
                    VI_1
                    VI_2
                  }
                }
                """,
        }
        : new Node(lab, host, VrrpPlan.V3, priority)
        {
            Vrrp = vrrp =>
            {
                vrrp["Instances"]!["VI_2"] = new JsonObject
                {
                    ["Interface"] = "eth0",
                    ["VirtualRouterId"] = 102,
                    ["Priority"] = priority,
                    ["Version"] = 3,
                    ["AdvertisementInterval"] = "00:00:00.2",
                    ["VirtualAddresses"] = new JsonArray(Second),
                };
                vrrp["SyncGroups"] = new JsonObject { ["G"] = new JsonObject { ["Instances"] = new JsonArray("VI_1", "VI_2") } };
            },
        };
}

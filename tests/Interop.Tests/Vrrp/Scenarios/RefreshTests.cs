using System.Net;
using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>Neighbor Advertisements: at a distance from one another, and again and again.</summary>
public sealed class RefreshTests
{
    private static readonly VrrpPlan Plan = VrrpPlan.V3 with { Address = IPAddress.Parse("fe80::100"), MoreAddresses = [IPAddress.Parse("2001:db8::100")] };

    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(2);

    [SkippableFact]
    public async Task They_keep_their_distance_and_are_repeated()
    {
        await using var lab = await NetworkLab.CreateAsync("node");
        var node = new Node(lab, lab["node"], Plan, 255)
        {
            Instance = i => i["Garp"] = new JsonObject
            {
                ["Repeat"] = 3,
                ["Delay"] = "00:00:00",
                ["Refresh"] = Refresh.ToString(),
                ["RefreshRepeat"] = 2,
                ["NeighbourInterval"] = Distance.ToString(),
            },
        };
        await node.StartAsync();
        // Three of each address, then two of each twice.
        await Until.TrueAsync(() => Task.FromResult(Told(lab).Length >= 14), Plan.Patience, () => $"14 Neighbor Advertisements\n{lab.Describe()}");

        var told = Told(lab)[..14];
        told.ShouldAllBe(n => n.IsOverride && !n.IsSolicited && n.Destination.ToString() == "ff02::1" && n.HopLimit == 255 && n.TargetMac == lab["node"].Mac, lab.Describe());
        foreach (var address in Plan.Addresses)
            told.Count(n => n.Target.Equals(address)).ShouldBe(7, lab.Describe());
        told.Zip(told.Skip(1)).ShouldAllBe(p => p.Second.At - p.First.At > Distance / 2, lab.Describe());
        // From the begin of one set to that of the next; the first of them all may take a moment longer.
        (told[6].At - told[0].At).ShouldBeInRange(Refresh - TimeSpan.FromMilliseconds(500), Refresh + TimeSpan.FromSeconds(1), lab.Describe());
        (told[10].At - told[6].At).ShouldBeInRange(Refresh - TimeSpan.FromMilliseconds(500), Refresh + TimeSpan.FromSeconds(1), lab.Describe());
        node.ShouldHaveCleanLog();
    }

    private static NeighborFrame[] Told(NetworkLab lab) =>
        [.. lab.Capture.Frames.OfType<NeighborFrame>().Where(n => n.SourceMac == lab["node"].Mac && Plan.Addresses.Contains(n.Target) && !n.IsSolicited)];
}

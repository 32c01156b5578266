using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>Two kinds of checksums of version 3 over IPv4: both are taken, and which one a peer sends shows.</summary>
public sealed class PeerChecksumTests
{
    [SkippableFact]
    public async Task A_node_shows_what_each_peer_sends()
    {
        var low = VrrpPlan.V3;
        await using var lab = await NetworkLab.CreateAsync("node", "keepalived", "ours");
        var node = new Node(lab, lab["node"], low, 50);
        var keepalived = new Keepalived(lab, lab["keepalived"], low, 100);
        var ours = new Node(lab, lab["ours"], low with { Checksum = ChecksumKind.MessageOnly }, 200);
        await Task.WhenAll(keepalived.StartAsync(), node.StartAsync());
        await HeardAsync(lab, node, keepalived, "PseudoHeader");
        (await AdvertAsync(lab, keepalived)).Checksum.ShouldBe(ChecksumKind.PseudoHeader);

        // keepalived 2.2.7 would not hear an advert of the other kind, and be Active beside it.
        await keepalived.StopAsync();
        await ours.StartAsync();
        (await AdvertAsync(lab, ours)).Checksum.ShouldBe(ChecksumKind.MessageOnly);
        await HeardAsync(lab, node, ours, "MessageOnly");
        await HeardAsync(lab, node, keepalived, "PseudoHeader");

        // It obeys both.
        var instance = await node.ReadInstanceAsync();
        (instance.GetProperty("state").GetString(), instance.GetProperty("activeRouter").GetString()).ShouldBe(("Backup", ours.Source.ToString()));
        instance.GetProperty("discarded").EnumerateObject().ShouldAllBe(d => d.Value.GetInt64() == 0, instance.ToString());
        node.Process.Lines.Count(l => l.Contains("the checksums of 10.132.0.30 are of another kind than ours (MessageOnly)", StringComparison.Ordinal)).ShouldBe(1, lab.Describe());
        node.ShouldHaveCleanLog();
    }

    private static Task<AdvertFrame> AdvertAsync(NetworkLab lab, VrrpPeer peer) =>
        lab.Capture.WaitForAsync<AdvertFrame>($"an advert of {peer.Host.Name}", peer.Plan.Patience, a => Pair.IsFrom(a, peer), DateTime.MinValue);

    private static Task HeardAsync(NetworkLab lab, Node node, VrrpPeer peer, string checksum) => Until.TrueAsync(
        async () => (await node.ReadInstanceAsync()).TryGetProperty("peers", out var peers)
            && peers.EnumerateArray().Any(p => p.GetProperty("address").GetString() == peer.Source.ToString() && p.GetProperty("checksum").GetString() == checksum),
        node.Plan.Patience,
        () => $"{peer.Host.Name} is shown with {checksum}\n{lab.Describe()}");
}

using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Matrix;

/// <summary>Another group than the RFC's and another source than the interface's first address (keepalived: <c>vrrp_mcast_group4</c>, <c>vrrp_mcast_group6</c>, <c>mcast_src_ip</c>).</summary>
public sealed class OwnGroupTests
{
    [SkippableTheory]
    [InlineData(false, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(false, PeerKind.Keepalived, PeerKind.Ours)]
    [InlineData(true, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(true, PeerKind.Keepalived, PeerKind.Ours)]
    public async Task Both_take_over_from_one_another(bool isIPv6, PeerKind high, PeerKind low)
    {
        var plan = VrrpPlan.V3 with { OwnGroup = IPAddress.Parse(isIPv6 ? "ff02::112" : "239.1.129.18"), UseOtherSource = true };
        if (isIPv6)
            plan = plan with { Address = IPAddress.Parse("fe80::100") };
        await using var pair = await Pair.CreateAsync(high, low, plan);
        foreach (var host in pair.Lab.Hosts)
            await Shell.IpBatchAsync(host.Namespace, [$"addr add {host.OtherAddress}/24 dev eth1", $"addr add {host.OtherLinkLocalAddress}/64 dev eth1 nodad"]);

        // Each row asks every advert for its source and group.
        await MatrixRow.RunAsync(pair);
    }
}

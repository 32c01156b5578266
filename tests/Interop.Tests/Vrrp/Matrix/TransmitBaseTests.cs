using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Matrix;

/// <summary>The virtual address on a virtual MAC, adverts from the interface below (keepalived: <c>vmac_xmit_base</c>).</summary>
[Trait("Kernel", "macvlan")]
public sealed class TransmitBaseTests
{
    [SkippableTheory]
    [InlineData(false, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(false, PeerKind.Keepalived, PeerKind.Ours)]
    [InlineData(true, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(true, PeerKind.Keepalived, PeerKind.Ours)]
    public async Task Both_take_over_from_one_another(bool isIPv6, PeerKind high, PeerKind low)
    {
        await Requirements.DemandMacvlanAsync();
        var plan = VrrpPlan.V3 with { UseVmac = true, TransmitOnBase = true };
        if (isIPv6)
            plan = plan with { Address = IPAddress.Parse("fe80::100") };
        await using var pair = await Pair.CreateAsync(high, low, plan);
        await MatrixRow.RunAsync(pair);
    }
}

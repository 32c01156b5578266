using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Matrix;

/// <summary>Virtual MAC addresses beside keepalived, in a kernel with macvlan.</summary>
[Trait("Kernel", "macvlan")]
public sealed class VirtualMacTests
{
    [SkippableTheory]
    [InlineData(false, false, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(false, false, PeerKind.Keepalived, PeerKind.Ours)]
    [InlineData(false, true, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(false, true, PeerKind.Keepalived, PeerKind.Ours)]
    [InlineData(true, false, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(true, false, PeerKind.Keepalived, PeerKind.Ours)]
    public async Task Both_take_over_from_one_another(bool isIPv6, bool isUnicast, PeerKind high, PeerKind low)
    {
        await Requirements.DemandMacvlanAsync();
        var plan = VrrpPlan.V3 with { IsUnicast = isUnicast, UseVmac = true };
        if (isIPv6)
            plan = plan with { Address = IPAddress.Parse("fe80::100") };
        await using var pair = await Pair.CreateAsync(high, low, plan);
        await MatrixRow.RunAsync(pair);
    }
}

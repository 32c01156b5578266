using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Matrix;

/// <summary>Virtual MAC addresses with VRRPv2 beside keepalived; a class of its own, because its intervals are whole seconds and classes run side by side.</summary>
[Trait("Kernel", "macvlan")]
public sealed class VirtualMacVersion2Tests
{
    [SkippableTheory]
    [InlineData(null, false, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(null, false, PeerKind.Keepalived, PeerKind.Ours)]
    [InlineData("s3cret12", false, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData("s3cret12", false, PeerKind.Keepalived, PeerKind.Ours)]
    [InlineData("s3cret12", true, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData("s3cret12", true, PeerKind.Keepalived, PeerKind.Ours)]
    public async Task Both_take_over_from_one_another(string? password, bool isAh, PeerKind high, PeerKind low)
    {
        await Requirements.DemandMacvlanAsync();
        await using var pair = await Pair.CreateAsync(high, low, VrrpPlan.V2 with { Password = password, UseAuthenticationHeader = isAh, UseVmac = true });
        await MatrixRow.RunAsync(pair);
    }
}

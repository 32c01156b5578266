using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Matrix;

/// <summary>VRRPv2 without authentication beside keepalived; with it, see <see cref="WireTests"/>.</summary>
public sealed class Version2Tests
{
    [SkippableTheory]
    [InlineData(false, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(false, PeerKind.Keepalived, PeerKind.Ours)]
    [InlineData(true, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(true, PeerKind.Keepalived, PeerKind.Ours)]
    public async Task Both_take_over_from_one_another(bool isUnicast, PeerKind high, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(high, low, VrrpPlan.V2 with { Password = null, IsUnicast = isUnicast });
        await MatrixRow.RunAsync(pair);
    }
}

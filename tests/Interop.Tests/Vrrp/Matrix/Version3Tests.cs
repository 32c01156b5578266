using System.Net;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Matrix;

/// <summary>VRRPv3: several addresses over IPv6 beside keepalived, and the two checksums of IPv4 beside each other, which keepalived 2.2.7 cannot.</summary>
public sealed class Version3Tests
{
    [SkippableTheory]
    [InlineData(false, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(false, PeerKind.Keepalived, PeerKind.Ours)]
    [InlineData(true, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(true, PeerKind.Keepalived, PeerKind.Ours)]
    public async Task Several_addresses_over_IPv6(bool isUnicast, PeerKind high, PeerKind low)
    {
        var plan = VrrpPlan.V3 with { Address = IPAddress.Parse("fe80::100"), MoreAddresses = [IPAddress.Parse("2001:db8::100")], IsUnicast = isUnicast };
        await using var pair = await Pair.CreateAsync(high, low, plan);
        await MatrixRow.RunAsync(pair);
    }

    [SkippableTheory]
    [InlineData(PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(PeerKind.Keepalived, PeerKind.Ours)]
    public async Task Several_addresses_over_IPv4(PeerKind high, PeerKind low)
    {
        var plan = VrrpPlan.V3 with { MoreAddresses = [IPAddress.Parse("10.132.0.102"), IPAddress.Parse("10.132.0.101")] };
        await using var pair = await Pair.CreateAsync(high, low, plan);
        await MatrixRow.RunAsync(pair);
    }

    [SkippableTheory]
    [InlineData("MessageOnly", "MessageOnly", false)]
    [InlineData("MessageOnly", "PseudoHeader", false)]
    [InlineData("PseudoHeader", "MessageOnly", true)]
    [InlineData("MessageOnly", "MessageOnly", true)]
    public async Task Each_accepts_the_checksum_of_the_other(string high, string low, bool isUnicast)
    {
        var plan = VrrpPlan.V3 with { IsUnicast = isUnicast };
        await using var pair = await Pair.CreateAsync(
            plan,
            (lab, host) => new Node(lab, host, plan with { Checksum = Enum.Parse<ChecksumKind>(high) }, 200),
            (lab, host) => new Node(lab, host, plan with { Checksum = Enum.Parse<ChecksumKind>(low) }, 100));
        await MatrixRow.RunAsync(pair);
    }
}

using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Matrix;

/// <summary>Virtual MAC addresses beside keepalived, in a kernel with macvlan.</summary>
[Trait("Kernel", "macvlan")]
public sealed class VirtualMacTests
{
    /// <summary>Version, IPv6, unicast, password, authentication header, who has the higher priority.</summary>
    public static TheoryData<int, bool, bool, string?, bool, PeerKind> Rows
    {
        get
        {
            var rows = new TheoryData<int, bool, bool, string?, bool, PeerKind>();
            foreach (var high in new[] { PeerKind.Ours, PeerKind.Keepalived })
            {
                rows.Add(2, false, false, null, false, high);
                rows.Add(2, false, false, "s3cret12", false, high);
                rows.Add(2, false, false, "s3cret12", true, high);
                rows.Add(3, false, false, null, false, high);
                rows.Add(3, false, true, null, false, high);
                rows.Add(3, true, false, null, false, high);
            }
            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public async Task Both_take_over_from_one_another(int version, bool isIPv6, bool isUnicast, string? password, bool isAh, PeerKind high)
    {
        await Requirements.DemandMacvlanAsync();
        var plan = Pairs.PlanOf(version) with { Password = password, UseAuthenticationHeader = isAh, IsUnicast = isUnicast, UseVmac = true };
        if (isIPv6)
            plan = plan with { Address = IPAddress.Parse("fe80::100") };
        await using var pair = await Pair.CreateAsync(high, high == PeerKind.Ours ? PeerKind.Keepalived : PeerKind.Ours, plan);
        await MatrixRow.RunAsync(pair);
    }
}

using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Matrix;

/// <summary>FRR's vrrpd, the third implementation: version 8.4 knows the checksum with the pseudo-header only. It needs a kernel with macvlan.</summary>
[Trait("Kernel", "macvlan")]
public sealed class FrrTests
{
    /// <summary>Version, IPv6, checksum, whether ours has the higher priority.</summary>
    public static TheoryData<int, bool, string, bool> Rows
    {
        get
        {
            var rows = new TheoryData<int, bool, string, bool>();
            foreach (var isOursHigh in new[] { true, false })
            {
                rows.Add(2, false, "PseudoHeader", isOursHigh);
                rows.Add(3, false, "PseudoHeader", isOursHigh);
                rows.Add(3, true, "PseudoHeader", isOursHigh);
            }
            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public async Task Both_take_over_from_one_another(int version, bool isIPv6, string checksum, bool isOursHigh)
    {
        await Requirements.DemandMacvlanAsync();
        Requirements.Demand(Frr.Missing);
        // FRR is its address's owner in the kernel too: both with the virtual MAC, as it wants it.
        var plan = Pairs.PlanOf(version) with { Password = null, Checksum = Enum.Parse<ChecksumKind>(checksum), UseVmac = true };
        if (isIPv6)
            plan = plan with { Address = IPAddress.Parse("2001:db8::100") };
        await using var pair = isOursHigh
            ? await Pair.CreateAsync(plan, (lab, host) => new Node(lab, host, plan, 200), (lab, host) => new Frr(lab, host, plan, 100))
            : await Pair.CreateAsync(plan, (lab, host) => new Frr(lab, host, plan, 200), (lab, host) => new Node(lab, host, plan, 100));
        await MatrixRow.RunAsync(pair);
    }
}

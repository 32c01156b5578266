using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Vrrp.Matrix;

namespace FailoverIp.GuestInterop;

/// <summary>The virtual address on an ipvlan beside keepalived's <c>use_ipvlan</c>.</summary>
public sealed class IpvlanTests
{
    [SkippableTheory]
    [InlineData(false, PeerKind.Keepalived, PeerKind.Ours)]
    [InlineData(true, PeerKind.Ours, PeerKind.Keepalived)]
    public async Task Both_take_over_from_one_another(bool isIPv6, PeerKind high, PeerKind low)
    {
        await Guest.DemandLinkAsync("ipvlan", "mode", "l2");
        var plan = Guest.Plan with { UseIpvlan = true };
        if (isIPv6)
            plan = plan with { Address = IPAddress.Parse("fe80::100") };
        await using var pair = await Pair.CreateAsync(high, low, plan);
        await MatrixRow.RunAsync(pair);

        var ours = (Node)(high == PeerKind.Ours ? pair.High : pair.Low);
        await ours.StopAsync();
        (await ours.Host.RunAsync("ip", "link", "show", "dev", plan.AddressInterface)).Status.ShouldNotBe(0, "it has taken its interface away");
    }
}

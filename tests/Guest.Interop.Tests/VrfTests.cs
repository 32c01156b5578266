using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Vrrp.Matrix;

namespace FailoverIp.GuestInterop;

/// <summary>An interface that belongs to a VRF, on both sides.</summary>
public sealed class VrfTests
{
    private const string Table = "100";

    [SkippableTheory]
    [InlineData(false, PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(true, PeerKind.Keepalived, PeerKind.Ours)]
    public async Task Both_take_over_from_one_another(bool isIPv6, PeerKind high, PeerKind low)
    {
        await Guest.DemandLinkAsync("vrf", "table", Table);
        var plan = isIPv6 ? Guest.Plan with { Address = IPAddress.Parse("fe80::100") } : Guest.Plan;
        await using var pair = await Pair.CreateAsync(high, low, plan);
        foreach (var host in pair.Lab.Hosts)
        {
            await Shell.IpBatchAsync(host.Namespace,
            [
                $"link add red type vrf table {Table}",
                "link set red up",
                "link set eth1 master red",
                $"addr replace {host.LinkLocalAddress}/64 dev eth1 nodad", // the kernel takes it off with the change
            ]);
        }

        await MatrixRow.RunAsync(pair);

        // The address is reached in the VRF and not beside it.
        var routes = await Shell.RunAsync("ip", "-n", pair.High.Host.Namespace, isIPv6 ? "-6" : "-4", "route", "show", "table", Table, "type", "local");
        routes.ShouldContain($"{plan.Address} dev eth1");
    }
}

using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp;

/// <summary>
/// Virtual MAC addresses beside keepalived's <c>use_vmac</c>. They need a kernel with macvlan, such as that of user-mode Linux; on another one, that a node says so
/// at once.
/// </summary>
public sealed class VmacTests
{
    private static readonly VrrpPlan Plan = VrrpPlan.V3 with { UseVmac = true };

    [SkippableTheory]
    [InlineData(PeerKind.Ours, PeerKind.Keepalived)]
    [InlineData(PeerKind.Keepalived, PeerKind.Ours)]
    public async Task Adverts_and_announcements_come_from_the_virtual_MAC_and_leftovers_are_replaced(PeerKind high, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(high, low, Plan);
        var ours = (Node)(high == PeerKind.Ours ? pair.High : pair.Low);
        if (!await HasMacvlanAsync(ours.Host))
        {
            await ShouldRefuseAsync(ours);
            return;
        }

        await pair.StartAsync();
        await pair.High.KillAsync();
        var first = await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);
        await pair.High.StartAsync();
        await pair.ExpectOnlyActiveAsync(pair.High);

        var mac = $"00:00:5e:00:01:{Plan.VirtualRouterId:x2}";
        pair.Lab.Capture.Adverts.ShouldAllBe(a => a.SourceMac == mac);
        pair.Lab.Capture.Announcements.Where(a => a.Sender.Equals(Plan.Address)).ShouldAllBe(a => a.SourceMac == mac && a.SenderMac == mac);
        pair.Lab.Capture.Announcements.ShouldContain(a => a.At > first.At);

        await ours.StopAsync();
        (await ours.Host.RunAsync("ip", "link", "show", "dev", Plan.AddressInterface)).Status.ShouldNotBe(0, "it has taken its interface away");
    }

    private static async Task<bool> HasMacvlanAsync(LabHost host)
    {
        var made = (await host.RunAsync("ip", "link", "add", "link", "eth1", "name", "probe", "type", "macvlan")).Status == 0;
        if (made)
            await host.RunAsync("ip", "link", "del", "probe");
        return made;
    }

    private static async Task ShouldRefuseAsync(Node node)
    {
        await Should.ThrowAsync<Exception>(node.StartAsync);
        node.Process.Lines.ShouldContain(l => l.Contains("VI_1: VirtualMac: this kernel has no macvlan", StringComparison.Ordinal), node.Lab.Describe());
        (await node.Host.ReadAddressesAsync()).ShouldNotContain(Plan.KernelAddress);
    }
}

using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>The interface of a running node is deleted and made again, with another index, beside keepalived.</summary>
public sealed class RecreatedInterfaceTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_Active_one_is_in_Fault_without_it_and_takes_its_role_back_when_it_has_listened(bool useVmac)
    {
        if (useVmac)
            await Requirements.DemandMacvlanAsync();
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Keepalived, VrrpPlan.V3 with { UseVmac = useVmac });
        var node = (Node)pair.High;
        await pair.StartAsync();

        for (var round = 0; round < 2; round++)
        {
            // From before the deletion: on a busy machine that may take longer than the takeover.
            var before = DateTime.UtcNow;
            await node.Host.DeleteInterfaceAsync();
            var first = await pair.FirstAdvertAsync(pair.Low, before);
            pair.ShouldTakeOverAfter(pair.Plan.ActiveDown(pair.Low.Priority), pair.LastAdvert(node), first);
            await ShouldBeAsync(node, "Fault");
            (await node.Host.ReadAddressesAsync(pair.Plan.AddressInterface)).ShouldBeEmpty();

            await node.Host.MakeInterfaceAsync();
            var returned = await pair.FirstAdvertAsync(node, pair.Lab.LastChange);
            // It has listened for its Active_Down_Interval: 0.64 s, of which making the interface may have taken a part.
            (returned.At - pair.Lab.LastChange).ShouldBeGreaterThan(2 * pair.Plan.Interval, pair.Lab.Describe());
            await pair.AnnouncementAsync(node, returned.At);
            pair.Lab.Touch();
            await pair.ExpectOnlyActiveAsync(node);
        }
        await node.StopAsync();
        await pair.ExpectOnlyActiveAsync(pair.Low);
        node.ShouldHaveCleanLog();
    }

    [SkippableFact]
    public async Task A_Backup_is_in_Fault_without_it_and_hears_the_Active_one_again_with_it()
    {
        await using var pair = await Pair.CreateAsync(PeerKind.Keepalived, PeerKind.Ours, VrrpPlan.V3);
        var node = (Node)pair.Low;
        await pair.StartAsync();

        await node.Host.DeleteInterfaceAsync();
        await ShouldBeAsync(node, "Fault");
        await node.Host.MakeInterfaceAsync();
        await ShouldBeAsync(node, "Backup");
        await pair.ExpectOnlyActiveAsync(pair.High);
        pair.Lab.Capture.Adverts.ShouldNotContain(a => Pair.IsFrom(a, node), pair.Lab.Describe());

        // It listens on the new interface and not on the old one: it takes over when it must.
        await pair.High.KillAsync();
        var first = await pair.FirstAdvertAsync(node, pair.Lab.LastChange);
        pair.ShouldTakeOverAfter(pair.Plan.ActiveDown(node.Priority), pair.LastAdvert(pair.High), first);
        await node.WaitForAddressesAsync(present: true);
        node.ShouldHaveCleanLog();
    }

    private static async Task ShouldBeAsync(Node node, string state) => await Until.TrueAsync(
        async () => (await node.ReadInstanceAsync()).GetProperty("state").GetString() == state, node.Plan.Patience, () => $"{state}\n{node.Lab.Describe()}");
}

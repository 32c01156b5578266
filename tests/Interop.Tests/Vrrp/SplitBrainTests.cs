using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp;

/// <summary>A partition makes two Actives; when it heals, one yields.</summary>
public sealed class SplitBrainTests
{
    [SkippableTheory]
    [MemberData(nameof(Pairs.All), MemberType = typeof(Pairs))]
    public async Task When_a_partition_heals_the_higher_priority_stays_and_announces_itself_again(int version, PeerKind high, PeerKind low)
    {
        await using var pair = await Pair.CreateAsync(high, low, Pairs.PlanOf(version));
        await pair.StartAsync();
        await SplitAsync(pair);

        await pair.High.Host.HealAsync();
        await pair.ExpectOnlyActiveAsync(pair.High);

        // The neighbours may have learnt the loser's MAC.
        await pair.AnnouncementAsync(pair.High, pair.Lab.LastChange);
    }

    [SkippableTheory]
    [MemberData(nameof(Pairs.All), MemberType = typeof(Pairs))]
    public async Task With_equal_priorities_the_higher_address_stays(int version, PeerKind lowerAddress, PeerKind higherAddress)
    {
        await using var pair = await Pair.CreateAsync(lowerAddress, higherAddress, Pairs.PlanOf(version), 150, 150);
        await pair.High.StartAsync();
        await pair.ExpectOnlyActiveAsync(pair.High);
        await pair.Low.StartAsync();
        await SplitAsync(pair);

        await pair.High.Host.HealAsync();

        await pair.ExpectOnlyActiveAsync(pair.Low);
    }

    // Cuts the Active one off; both are Active then, each on its side.
    private static async Task SplitAsync(Pair pair)
    {
        await pair.High.Host.PartitionAsync();
        await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);
        await pair.Low.Host.WaitForAddressAsync(pair.Plan.KernelAddress, present: true);
        (await pair.High.Host.ReadAddressesAsync()).ShouldContain(pair.Plan.KernelAddress, pair.Lab.Describe());
    }
}

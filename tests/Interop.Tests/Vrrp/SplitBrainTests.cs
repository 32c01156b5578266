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

        // The winner is to hear the loser first; the other way round the loser would yield before the winner knows of it.
        await pair.Low.Host.DeafenAsync();
        await pair.High.Host.HealAsync();

        var lower = await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);
        var answer = await pair.FirstAdvertAsync(pair.High, lower.At);
        (answer.At - lower.At).ShouldBeLessThan(TimeSpan.FromMilliseconds(100), "a lower priority is answered at once (RFC 9568, section 6.4.3)");
        // The neighbours may have learnt the loser's MAC.
        await pair.AnnouncementAsync(pair.High, lower.At);
        await pair.Low.Host.HearAsync();
        await pair.ExpectOnlyActiveAsync(pair.High);
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

using System.Globalization;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp;

/// <summary>A hundred thousand packets a second. It is measured alone: what it takes of the machine would show in others' timings.</summary>
[Collection(nameof(Alone))]
public sealed class FloodRateTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int PerSecond = 100_000;

    // A machine that is busy otherwise does not reach that; with less than this nothing is proved.
    private const int Least = PerSecond / 2;

    // What tiered compilation and the first buffers may still take; a byte kept for each packet would be more.
    private const long MostGrowth = 4 << 20;

    private static readonly VrrpPlan Plan = VrrpPlan.V3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    [SkippableFact]
    public async Task Our_own_adverts_stay_within_an_interval_no_role_changes_and_memory_does_not_grow()
    {
        await using var lab = await NetworkLab.CreateAsync("high", "low", "attacker");
        var (high, low) = (new Node(lab, lab["high"], Plan, 200), new Node(lab, lab["low"], Plan, 100));
        await Task.WhenAll(high.StartAsync(), low.StartAsync());
        await lab.Capture.WaitForAsync<AdvertFrame>("the higher one is Active", Plan.Patience, a => Pair.IsFrom(a, high), lab.LastChange);
        var settled = lab.LastChange + Plan.ActiveDown(100);
        await lab.Capture.WaitForAsync<AdvertFrame>("it stays so", Plan.Patience, a => Pair.IsFrom(a, high), settled);
        lab.Capture.MayLose = true;
        var epochs = await EpochsAsync(high, low);

        // What is valid is answered by the Active one: between those answers one does not see whether its own adverts wait. So there is a flood without.
        await FloodAsync(lab, high, high, withValid: false);
        await FloodAsync(lab, high, high, withValid: true);
        await FloodAsync(lab, high, low, withValid: true);

        lab.Capture.Adverts.ShouldNotContain(a => a.At > settled && !Pair.IsFrom(a, high), lab.Describe());
        (await EpochsAsync(high, low)).ShouldBe(epochs, lab.Describe());
        await Task.WhenAll(high.StopAsync(), low.StopAsync());
        high.ShouldHaveCleanLog();
        low.ShouldHaveCleanLog();
    }

    private async Task FloodAsync(NetworkLab lab, Node active, Node flooded, bool withValid)
    {
        var packets = Packets(lab["attacker"], withValid);
        await FloodSocket.SendAsync(lab, lab["attacker"], flooded.Host, packets, PerSecond, WarmUp);
        var (begun, memory) = (DateTime.UtcNow, await MemoryAsync(flooded));

        var rate = await FloodSocket.SendAsync(lab, lab["attacker"], flooded.Host, packets, PerSecond + (PerSecond / 50), Duration);

        var ended = DateTime.UtcNow;
        var growth = await MemoryAsync(flooded) - memory;
        // Nothing of it waits to be read after that: it is at its interval again at once.
        await lab.Capture.WaitForAsync<AdvertFrame>("adverts go on", Plan.Patience, a => Pair.IsFrom(a, active), ended + (3 * Plan.Interval));
        var own = lab.Capture.Adverts.Where(a => a.At > begun && Pair.IsFrom(a, active)).ToArray();
        var gaps = own.Zip(own.Skip(1)).Select(p => p.Second.At - p.First.At).ToArray();
        output.WriteLine($"{flooded.Host.Name}: {rate:0} packets a second{(withValid ? ", valid ones too" : "")}; {own.Length} adverts of ours, at most {gaps.Max().TotalMilliseconds:0.0} ms apart; memory grew by {growth >> 10} KiB");
        rate.ShouldBeGreaterThan(Least);
        gaps.ShouldAllBe(g => g < 2 * Plan.Interval, lab.Describe());
        own.Count(a => a.At > ended + Plan.Interval).ShouldBeLessThan(5, lab.Describe());
        growth.ShouldBeLessThan(MostGrowth);
    }

    // Broken in several ways; for routers of other numbers; and valid for this one: of a priority lower than the Active one's, which it answers, and higher than the other's.
    private static byte[][] Packets(LabHost attacker, bool withValid)
    {
        var number = Plan.VirtualRouterId;
        var malformed = Flood.Packets(attacker, 300, number);
        var foreign = Enumerable.Range(0, 300).Select(i => Crafted.Packet(attacker.Address, Crafted.Advert((byte)(number + 1 + (i % 100)), 255)));
        var valid = Enumerable.Range(0, withValid ? 30 : 0).Select(i => Crafted.Packet(attacker.Address, Crafted.Advert(number, (byte)(101 + (i % 99)))));
        return [.. malformed, .. foreign, .. valid];
    }

    private static async Task<(long High, long Low)> EpochsAsync(Node high, Node low) =>
        ((await high.ReadInstanceAsync()).GetProperty("epoch").GetInt64(), (await low.ReadInstanceAsync()).GetProperty("epoch").GetInt64());

    // The memory of its own that a process has in use, in bytes.
    private static async Task<long> MemoryAsync(Node node)
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{node.Process.Id}/status")).Single(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }
}

/// <summary>What is run when nothing else is.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

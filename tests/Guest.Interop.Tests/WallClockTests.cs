using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.GuestInterop;

/// <summary>Somebody sets the wall clock while both routers run: only elapsed time counts.</summary>
public sealed class WallClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [SkippableTheory]
    [InlineData(PeerKind.Ours, PeerKind.Keepalived, false)]
    [InlineData(PeerKind.Ours, PeerKind.Ours, true)]
    public async Task An_hour_forth_and_back_changes_no_role_and_delays_no_advert(PeerKind high, PeerKind low, bool isSigned)
    {
        await Guest.DemandOwnClockAsync();
        var plan = Guest.Plan with { HmacKey = isSigned ? "0123456789abcdef0123456789abcdef" : null };
        await using var pair = await Pair.CreateAsync(high, low, plan);
        await pair.StartAsync();
        Node[] nodes = [.. new[] { pair.High, pair.Low }.OfType<Node>()];
        var epochs = await Task.WhenAll(nodes.Select(EpochAsync));
        var before = pair.Lab.Capture.Adverts.Count();

        await MoveAsync(pair, Hour);
        await MoveAsync(pair, -2 * Hour);
        await MoveAsync(pair, Hour);

        var adverts = pair.Lab.Capture.Adverts.Skip(before - 1).ToArray();
        adverts.ShouldAllBe(a => Pair.IsFrom(a, pair.High) && a.Priority == 200, pair.Lab.Describe());
        var gaps = adverts.Zip(adverts.Skip(1)).Select(p => WithoutHours(p.Second.At - p.First.At)).ToArray();
        var told = string.Join(", ", gaps.Select(g => g.TotalMilliseconds));
        gaps.ShouldAllBe(g => g < 2 * plan.Interval, told);
        // By two: after one that a busy machine has delayed the next one is in its time, and so only a moment later.
        gaps.Zip(gaps.Skip(1)).ShouldAllBe(p => p.First + p.Second > plan.Interval, told);
        (await Task.WhenAll(nodes.Select(EpochAsync))).ShouldBe(epochs, pair.Lab.Describe());
        foreach (var node in nodes)
        {
            (await node.ReadInstanceAsync()).GetProperty("discarded").EnumerateObject().ShouldAllBe(d => d.Value.GetInt64() == 0, pair.Lab.Describe());
            node.ShouldHaveCleanLog();
        }
    }

    // The wire's frames have the wall clock's time too: what was set shows in them as whole hours.
    private static TimeSpan WithoutHours(TimeSpan gap) => gap - (Hour * Math.Round(gap / Hour));

    // Then waits until longer than an Active_Down_Interval has passed.
    private static async Task MoveAsync(Pair pair, TimeSpan step)
    {
        var count = pair.Lab.Capture.Adverts.Count();
        Clock.Move(step);
        await Until.TrueAsync(() => Task.FromResult(pair.Lab.Capture.Adverts.Count() >= count + 5), pair.Plan.Patience, () => $"five adverts more\n{pair.Lab.Describe()}");
    }

    private static async Task<long> EpochAsync(Node node) => (await node.ReadInstanceAsync()).GetProperty("epoch").GetInt64();
}

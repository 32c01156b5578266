using System.Diagnostics;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class ProcessTrackerTests
{
    [Theory]
    [InlineData("haproxy", null, ProcessParameterMatch.Exact, true)]
    [InlineData("haprox", null, ProcessParameterMatch.Exact, false)]
    [InlineData("/usr/sbin/haproxy", null, ProcessParameterMatch.Exact, true)]
    [InlineData("/sbin/haproxy", null, ProcessParameterMatch.Exact, false)]
    [InlineData("haproxy", "-f a -W", ProcessParameterMatch.Exact, true)]
    [InlineData("haproxy", "-f a", ProcessParameterMatch.Exact, false)]
    [InlineData("haproxy", "-f a", ProcessParameterMatch.Initial, true)]
    [InlineData("haproxy", "-f b", ProcessParameterMatch.Initial, false)]
    [InlineData("haproxy", "-f a -W -x", ProcessParameterMatch.Initial, false)]
    [InlineData("haproxy", "-f a -", ProcessParameterMatch.Partial, true)]
    [InlineData("haproxy", "- a", ProcessParameterMatch.Partial, false)]
    [InlineData("haproxy", "", ProcessParameterMatch.Exact, false)]
    public void A_process_is_known_by_its_program_and_its_arguments(string process, string? parameters, ProcessParameterMatch match, bool fits) =>
        new ProcessMatch(new("p") { Process = process, Parameters = parameters, ParameterMatch = match }).Fits(new("haproxy", ["/usr/sbin/haproxy", "-f", "a", "-W"])).ShouldBe(fits);

    [Theory]
    [InlineData("a-very-long-nam", true)]
    [InlineData("a-very-long-name", true)]
    [InlineData("a-very-long-named", false)]
    public void A_long_name_is_known_although_the_kernel_cuts_it(string process, bool fits) =>
        new ProcessMatch(new("p") { Process = process }).Fits(new("a-very-long-nam", ["/bin/a-very-long-name"])).ShouldBe(fits);

    [Fact]
    public async Task A_real_process_is_counted_until_it_ends()
    {
        await using var bench = new TrackerBench();
        using var sleeper = Process.Start(new ProcessStartInfo("sleep", "611.25") { UseShellExecute = false })!;

        await bench.ApplyAsync(new ProcessTrackerOptions("p") { Process = "sleep", Parameters = "611.25" });
        await bench.UntilHeardAsync("process p well");
        sleeper.Kill();
        await bench.UntilHeardAsync("process p unwell");

        bench.Status.Detail.ShouldBe("0 of sleep; there have to be 1");
    }

    [Fact]
    public async Task Too_few_count_after_the_delay_only_and_so_does_their_return()
    {
        var count = 1;
        var time = new VirtualTimeProvider();
        var options = new ProcessTrackerOptions("p") { Process = "x", QuorumMax = 2, TerminateDelay = TimeSpan.FromSeconds(3), ForkDelay = TimeSpan.FromSeconds(5) };
        await using var tracker = new ProcessTracker(options, new(() => [.. Enumerable.Repeat(new ProcessEntry("x", []), Volatile.Read(ref count))], time), time, new LogLines().CreateLogger(""));
        var changes = new List<(string Reading, TimeSpan At)>();
        tracker.Start((_, reading) => changes.Add((reading.IsWell ? "well" : "unwell", time.Elapsed)));
        await time.UntilAsync(() => changes.Count == 2);

        foreach (var (next, delay, expected) in new[] { (0, 3, "unwell"), (2, 5, "well"), (3, 5, "unwell") })
        {
            var before = changes.Count;
            Volatile.Write(ref count, next);
            var at = time.Elapsed;
            await time.UntilAsync(() => changes.Count > before);
            changes[^1].Reading.ShouldBe(expected);
            // Seen at the next look, and then for its delay.
            (changes[^1].At - at).ShouldBeInRange(TimeSpan.FromSeconds(delay), TimeSpan.FromSeconds(delay + 2));
        }
    }

    [Fact]
    public async Task All_share_one_look_and_are_unwell_while_that_hangs()
    {
        var looks = 0;
        using var hold = new ManualResetEventSlim(true);
        var time = new VirtualTimeProvider();
        var scan = new ProcessScan(() =>
        {
            Interlocked.Increment(ref looks);
            hold.Wait();
            return [new("x", [])];
        }, time);
        var log = new LogLines();
        var trackers = Enumerable.Range(0, 5).Select(i => new ProcessTracker(new($"p{i}") { Process = "x" }, scan, time, log.CreateLogger(""))).ToList();
        trackers.ForEach(t => t.Start((_, _) => { }));
        await time.UntilAsync(() => trackers.TrueForAll(t => t.Status.Well == true));
        var (before, at) = (looks, time.Elapsed);
        await time.UntilAsync(() => time.Elapsed - at >= TimeSpan.FromSeconds(10));
        (looks - before).ShouldBeInRange(1, 11);

        hold.Reset();
        await time.UntilAsync(() => trackers.TrueForAll(t => t.Status.Well == false));
        var hung = looks;
        at = time.Elapsed;
        await time.UntilAsync(() => time.Elapsed - at >= TimeSpan.FromSeconds(10));
        looks.ShouldBe(hung);
        trackers[0].Status.Detail.ShouldBe("the processes could not be read within 2 s");
        log.Lines.Count(l => l.Contains("p0 is unwell: the processes", StringComparison.Ordinal)).ShouldBe(1);
        hold.Set();
        await time.UntilAsync(() => trackers.TrueForAll(t => t.Status.Well == true));
        foreach (var tracker in trackers)
            await tracker.DisposeAsync();
    }
}

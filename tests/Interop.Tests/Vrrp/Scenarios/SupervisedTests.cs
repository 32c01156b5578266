using System.Globalization;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary><c>run --supervised</c>: the node dies, its supervisor does not.</summary>
public sealed class SupervisedTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData(3, PeerKind.Keepalived)]
    [InlineData(2, PeerKind.Keepalived)]
    [InlineData(3, PeerKind.Ours)]
    public async Task After_a_kill_of_the_node_priority_0_is_sent_and_the_other_waits_its_skew_only(int version, PeerKind low)
    {
        var plan = Pairs.PlanOf(version);
        await using var pair = await Pair.CreateAsync(plan, (lab, host) => new Node(lab, host, plan, 200) { IsSupervised = true }, (lab, host) => VrrpPeer.Create(low, lab, host, plan, 100));
        var supervised = (Node)pair.High;
        await pair.StartAsync();
        var child = int.Parse((await Shell.RunAsync("pgrep", "-P", supervised.Process.Id.ToString(CultureInfo.InvariantCulture))).Trim(), CultureInfo.InvariantCulture);

        var killed = DateTime.UtcNow;
        await LabProcess.SignalAsync("KILL", [child]);
        var resigned = await pair.Lab.Capture.WaitForAsync<AdvertFrame>("priority 0", TimeSpan.FromSeconds(2), a => a.Priority == 0, killed);
        output.WriteLine($"priority 0 came {(resigned.At - killed).TotalMilliseconds:0.0} ms after the kill"); // of which pgrep-like starting of kill(1) is a part
        var first = await pair.FirstAdvertAsync(pair.Low, resigned.At);

        Pair.IsFrom(resigned, supervised).ShouldBeTrue();
        resigned.Authentication.ShouldBe((byte)(plan.Password is null ? 0 : 1));
        resigned.Checksum.ShouldBe(pair.Lab.Capture.Adverts.First().Checksum);
        pair.ShouldTakeOverAfter(plan.Skew(100), resigned, first);
        await pair.AnnouncementAsync(pair.Low, first.At);

        // The new node begins as Backup, and is Active again as a higher priority is that joins.
        await supervised.Process.WaitForLineAsync("signal 9", plan.Patience);
        var returned = await pair.FirstAdvertAsync(supervised, first.At);
        (returned.At - first.At).ShouldBeGreaterThan(plan.Interval);
        pair.Lab.Touch();
        await pair.ExpectOnlyActiveAsync(supervised);
        await supervised.StopAsync();
        await pair.ExpectOnlyActiveAsync(pair.Low);
        supervised.ShouldHaveCleanLog();
    }
}

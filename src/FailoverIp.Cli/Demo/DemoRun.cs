using System.Net;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;

namespace FailoverIp.Cli.Demo;

/// <summary>
/// Two complete nodes and a simulated netcup account in one process, over real HTTP: the Active node is killed, and the failover IP has to be found
/// on the survivor.
/// </summary>
internal sealed class DemoRun(Timeline timeline, TimeProvider time)
{
    // Generous: a takeover takes under four seconds (3 intervals of one second and the skew).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    public async Task<DemoDocument> RunAsync(CancellationToken cancellationToken)
    {
        using var scp = new NetcupScp(timeProvider: time, rerouted: c => timeline.Add("netcup", $"{c.Address} moved from {c.From ?? "nowhere"} to {c.To ?? "nowhere"}"));
        await using var netcup = await NetcupRestSimulator.StartAsync(new() { Scp = scp }, cancellationToken);
        timeline.Add("netcup", $"the simulated API answers at {netcup.BaseAddress}");

        var lan = new SimulatedLan(time);
        await using var s1 = new DemoNode(lan.AddHost("s1", IPAddress.Parse("10.132.0.10")), 255, "v2200000000000000001", netcup, timeline);
        await using var s2 = new DemoNode(lan.AddHost("s2", IPAddress.Parse("10.132.0.20")), 254, "v2200000000000000002", netcup, timeline);
        await s1.StartAsync(cancellationToken);
        await s2.StartAsync(cancellationToken);

        await UntilAsync("s1 to become Active and own the failover IP", () => IsActiveAndRouted(s1), cancellationToken);
        await UntilAsync("s2 to hear s1 as Backup", () => s2.Election is { State: VrrpState.Backup, Received: >= 2 }, cancellationToken);

        s1.Kill();
        var killed = timeline.Add("s1", "killed, as by SIGKILL: no priority 0, no goodbye");
        await UntilAsync("s2 to become Active", () => s2.Election.State == VrrpState.Active, cancellationToken);
        var elected = timeline.Elapsed;
        await UntilAsync("s2 to own the failover IP", () => IsActiveAndRouted(s2), cancellationToken);
        var routed = timeline.Elapsed;

        // The proof is not what the survivor says but what the provider's own state is.
        var owner = scp.OwnerOf(DemoNode.FailoverIp.ToString());
        timeline.Add("netcup", $"asked in the end, {DemoNode.FailoverIp} is routed to {owner ?? "nowhere"}");
        return new(
            owner == s2.Server && s2.HoldsVirtualAddress && s2.Election.State == VrrpState.Active,
            DemoNode.FailoverIp.ToString(), s1.Name, s2.Name, owner, Milliseconds(elected - killed), Milliseconds(routed - killed), timeline.Entries);
    }

    private static bool IsActiveAndRouted(DemoNode node) =>
        node.Election.State == VrrpState.Active && node.Route is { State: RouteKeeperState.Routed } route && route.Owner == node.Server;

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    private async Task UntilAsync(string what, Func<bool> holds, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!holds())
        {
            if (time.GetElapsedTime(start) > Patience)
                throw new ToolException(FailoverErrorKind.NotVerified, $"waited {Patience.TotalSeconds} s in vain for {what}");
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }
}

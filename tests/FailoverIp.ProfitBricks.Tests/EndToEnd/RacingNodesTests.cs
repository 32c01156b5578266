using FailoverIp.Simulation;
using static FailoverIp.ProfitBricks.Tests.World;

namespace FailoverIp.ProfitBricks.Tests.EndToEnd;

/// <summary>
/// Two nodes that both believe to be Active, one address, and a service that is slow, lags and fails: whatever the order of things, the address
/// is never on two NICs, nobody else's address is lost, and the last one that stays Active gets it.
/// </summary>
public class RacingNodesTests
{
    private const string Ip = CloudService.Ip;
    private const string Other = "198.51.100.8";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_node_that_stays_gets_it_and_nothing_else_is_lost(int seed)
    {
        var random = new Random(seed);
        await using var world = await StartAsync(s => WithOther(s) with
        {
            IpBlocks = [s.IpBlocks[0] with { Ips = [Ip, Other] }],
            Settings = s.Settings with { RequestDuration = TimeSpan.FromSeconds(random.Next(1, 4)), ConsumersLag = TimeSpan.FromSeconds(random.Next(0, 10)) },
            Faults =
            [
                Fault.TaskError() with { Probability = 0.1 },
                Fault.LostAnswer().On(SimulatedOperation.Write) with { Probability = 0.1 },
                Fault.AnswerWith(503, "busy") with { Probability = 0.05 },
            ],
        });
        using var watching = new CancellationTokenSource();
        var watch = WatchAsync(world, watching.Token);

        using RouterRig s1 = world.Node(S1), s2 = world.Node(S2);
        var rounds = Enumerable.Range(0, 3).Select(_ => (First: random.Next(2) == 0, Lead: random.Next(0, 400), Stay: random.Next(50, 900))).ToArray();
        foreach (var (first, lead, stay) in rounds)
        {
            using var roles = new CancellationTokenSource();
            var one = TryAsync(first ? s1 : s2, roles.Token);
            await Task.Delay(lead);
            var two = TryAsync(first ? s2 : s1, roles.Token);
            await Task.Delay(stay);
            await roles.CancelAsync();
            await Task.WhenAll(one, two);
        }
        var last = random.Next(2) == 0 ? S1 : S2;
        using var survivor = world.Node(last);
        await KeepAsync(survivor, world, last);
        await watching.CancelAsync();
        await watch;

        world.Holders.ShouldBe([last.ToString()]);
        world.IpsOf(S1).Except([Ip]).ShouldBe(["203.0.113.21", Other]);
        world.IpsOf(S2).Except([Ip]).ShouldBe(["203.0.113.22"]);
    }

    private static ProfitBricksState WithOther(ProfitBricksState state) => state.WithNic(state.Datacenters[0].Servers[0].Nics[0] with { Ips = ["203.0.113.21", Other] });

    private static async Task TryAsync(RouterRig node, CancellationToken role)
    {
        try
        {
            while (true)
            {
                await node.Router.EnsureAsync("pb", role);
                await Task.Delay(50, role);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (FailoverIpException)
        {
            // It fights with the other one; the keeper would go on, here the next round does.
        }
    }

    /// <summary>What a keeper does: until nothing of an earlier writer is left, it looks again.</summary>
    private static async Task KeepAsync(RouterRig node, World world, NicId nic)
    {
        for (var quiet = 0; quiet < 3;)
        {
            try
            {
                quiet = (await node.Router.EnsureAsync("pb")).Outcome == RouteOutcome.AlreadyRouted && world.Holders is [var only] && only == nic.ToString() ? quiet + 1 : 0;
            }
            catch (FailoverIpException e) when (e.IsTransient)
            {
                quiet = 0;
            }
            await Task.Delay(200);
        }
    }

    private static async Task WatchAsync(World world, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            world.Holders.Count.ShouldBeLessThanOrEqualTo(1);
            await Task.Yield();
        }
    }
}

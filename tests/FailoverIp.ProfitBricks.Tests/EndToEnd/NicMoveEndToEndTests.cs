using FailoverIp.Simulation;
using static FailoverIp.ProfitBricks.Tests.World;

namespace FailoverIp.ProfitBricks.Tests.EndToEnd;

/// <summary>The router and the provider over real HTTP against the stateful simulator.</summary>
public class NicMoveEndToEndTests
{
    private const string Ip = CloudService.Ip;

    [Fact]
    public async Task An_address_moves_from_node_to_node_and_back()
    {
        await using var world = await StartAsync();
        using RouterRig s1 = world.Node(S1), s2 = world.Node(S2);
        (await s1.Router.EnsureAsync("pb")).Attempts.ShouldBe(1);
        (await s2.Router.EnsureAsync("pb")).Attempts.ShouldBe(2);
        (await s1.Router.ReadAsync("pb")).ShouldBe(new RouteReading(S1.ToString(), S2.ToString(), false));
        (await s1.Router.EnsureAsync("pb")).Owner.ShouldBe(S1.ToString());
        (await s1.Router.EnsureAsync("pb")).Outcome.ShouldBe(RouteOutcome.AlreadyRouted);
        world.Holders.ShouldBe([S1.ToString()]);
        (world.IpsOf(S1), world.IpsOf(S2)).ShouldBe((["203.0.113.21", Ip], ["203.0.113.22"]), OfArrays);
        world.Writes.ShouldBe(5);
    }

    [Fact]
    public async Task A_node_that_dies_between_the_steps_is_completed_by_the_other()
    {
        await using var world = await StartAsync(s => Held(s, 1));
        using (var s2 = world.Node(S2))
        using (var dead = new CancellationTokenSource())
        {
            var moving = s2.Router.EnsureAsync("pb", dead.Token);
            await Eventually.True(() => world.Holders.Count == 0);
            await dead.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(moving);
        }
        world.Holders.ShouldBeEmpty();
        using var s1 = world.Node(S1);
        (await s1.Router.EnsureAsync("pb")).Attempts.ShouldBe(1);
        world.Holders.ShouldBe([S1.ToString()]);
    }

    [Fact]
    public async Task Consumers_that_lag_behind_do_not_mislead()
    {
        await using var world = await StartAsync(s => Held(s, 1) with { Settings = s.Settings with { ConsumersLag = TimeSpan.FromMinutes(5) } });
        using RouterRig s1 = world.Node(S1), s2 = world.Node(S2);
        (await s2.Router.EnsureAsync("pb")).Attempts.ShouldBe(2);
        (await s1.Router.EnsureAsync("pb")).Attempts.ShouldBe(2);
        world.Holders.ShouldBe([S1.ToString()]);
    }

    [Theory]
    [MemberData(nameof(OneFault))]
    public async Task One_fault_is_survived(string fault)
    {
        await using var world = await StartAsync(s => Held(s, 1));
        world.Simulator.Faults.Add(Faults[fault]);
        using var s2 = world.Node(S2);
        (await s2.Router.EnsureAsync("pb")).Outcome.ShouldBe(RouteOutcome.Rerouted);
        world.Holders.ShouldBe([S2.ToString()]);
        world.IpsOf(S1).ShouldBe(["203.0.113.21"]);
    }

    private static readonly Dictionary<string, Fault> Faults = new()
    {
        ["failed request"] = Fault.TaskError("Could not be provisioned.").Once(),
        ["failed second request"] = Fault.TaskError("Could not be provisioned.") with { Skip = 1, Count = 1 },
        ["slow request"] = Fault.SlowTask(TimeSpan.FromSeconds(60)).Once(),
        ["ignored request"] = Fault.Ignored().Once(),
        ["lost answer"] = Fault.LostAnswer().On(SimulatedOperation.Write).Once(),
        ["lost second answer"] = Fault.LostAnswer().On(SimulatedOperation.Write) with { Skip = 1, Count = 1 },
        ["reset"] = Fault.Reset().On(SimulatedOperation.Write).Once(),
        ["garbage"] = Fault.Garbage().On(SimulatedOperation.Read).Once(),
        ["web page"] = Fault.Html().On(SimulatedOperation.Read).Once(),
        ["endless"] = Fault.Huge().On(SimulatedOperation.Read).Once(),
        ["broken off"] = Fault.Truncated().On(SimulatedOperation.Read).Once(),
        ["500"] = Fault.AnswerWith(500, "boom").On(SimulatedOperation.Write).Once(),
        ["status unknown"] = Fault.AnswerWith(503, "maintenance").On(SimulatedOperation.Task).Times(3),
        ["rate limit"] = Fault.RateLimit(TimeSpan.FromSeconds(20)).On(SimulatedOperation.Write).Once(),
        ["rate limit on status"] = Fault.RateLimit(TimeSpan.FromSeconds(5)).On(SimulatedOperation.Task).Once(),
    };

    public static TheoryData<string> OneFault => [.. Faults.Keys];

    [Fact]
    public async Task A_token_that_is_rotated_is_read_anew()
    {
        await using var world = await StartAsync();
        using var folder = new TemporaryFolder();
        (world.Options.Token, world.Options.TokenFile) = (null, folder.File("token", Token));
        using var s1 = world.Node(S1);
        await s1.Router.ReadAsync("pb");
        world.Simulator.Cloud.Update(s => s with { User = s.User with { Tokens = ["rotated"] } });
        var e = await Should.ThrowAsync<FailoverIpException>(s1.Router.EnsureAsync("pb"));
        e.Kind.ShouldBe(FailoverErrorKind.Authentication);
        e.ToString().ShouldNotContain(Token);
        folder.File("token", "rotated\n");
        (await s1.Router.EnsureAsync("pb")).Outcome.ShouldBe(RouteOutcome.Rerouted);
    }

    [Fact]
    public async Task A_user_signs_in_with_a_password()
    {
        await using var world = await StartAsync(s => s with { User = s.User with { Password = "p" } });
        (world.Options.Token, world.Options.UserName, world.Options.Password) = (null, "user@example.com", "p");
        using var s1 = world.Node(S1);
        (await s1.Router.EnsureAsync("pb")).Outcome.ShouldBe(RouteOutcome.Rerouted);
    }

    [Fact]
    public async Task What_the_account_cannot_do_is_one_clear_line()
    {
        await using var world = await StartAsync(s => s with { Datacenters = [s.Datacenters[0] with { Forbidden = true }] });
        using var s1 = world.Node(S1);
        var e = await Should.ThrowAsync<FailoverIpException>(s1.Router.EnsureAsync("pb"));
        e.Kind.ShouldBe(FailoverErrorKind.Authentication);
        e.Message.ShouldContain("may lack the right to see");

        world.Simulator.Cloud.Update(s => s with { Datacenters = [s.Datacenters[0] with { Forbidden = false }], IpBlocks = [] });
        e = await Should.ThrowAsync<FailoverIpException>(s1.Router.EnsureAsync("pb"));
        (e.Kind, e.Message).ShouldBe((FailoverErrorKind.NotFound, $"{Ip} is in none of this contract's reserved IP blocks: reserve it first, or set ContractNumber to the contract that holds it"));
    }

    [Fact]
    public async Task A_list_is_never_emptied()
    {
        await using var world = await StartAsync(s => Held(s, 1) is var held ? held.WithNic(held.Datacenters[0].Servers[0].Nics[0] with { Ips = [Ip] }) : s);
        using var s2 = world.Node(S2);
        var e = await Should.ThrowAsync<FailoverIpException>(s2.Router.EnsureAsync("pb"));
        e.Kind.ShouldBe(FailoverErrorKind.Rejected);
        e.Message.ShouldContain("the only address of the NIC");
        world.Writes.ShouldBe(0);
        world.Holders.ShouldBe([S1.ToString()]);
    }

    [Fact]
    public async Task An_address_is_reserved_moved_and_released_again()
    {
        await using var world = await StartAsync(s => s with { IpBlocks = [] });
        using var http = new HttpClient();
        var reservation = new ProfitBricksIpReservation(world.Options, http, world.Time);
        var block = await reservation.ReserveAsync("de/fra", 1, "web");
        var ip = block.Addresses.Single();
        var provider = ProfitBricksFactory.Provider(ProfitBricksFactory.Client(new(http, world.Time), world.Options), world.Options, world.Time);
        var request = CloudService.Request(S1, ip.ToString());
        await (await provider.StartRerouteAsync(request, CancellationToken.None)).WaitAsync(CancellationToken.None);
        (await provider.ReadRouteAsync(request, CancellationToken.None)).RoutedToTarget.ShouldBeTrue();
        (await Should.ThrowAsync<FailoverIpException>(reservation.ReleaseAsync(block.Id))).Message.ShouldContain($"{ip} by {S1}");
        world.Simulator.Cloud.Move(ip.ToString(), null);
        await reservation.ReleaseAsync(block.Id);
        (await reservation.ListAsync()).ShouldBeEmpty();
    }

    private static ProfitBricksState Held(ProfitBricksState state, int server)
    {
        var nic = state.Datacenters[0].Servers[server - 1].Nics[0];
        return state.WithNic(nic with { Ips = nic.Ips.Add(Ip) });
    }

    private static readonly IEqualityComparer<(string[], string[])> OfArrays = EqualityComparer<(string[], string[])>.Create((a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2.SequenceEqual(b.Item2));
}

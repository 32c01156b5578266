using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node.Tests;

/// <summary>What happens in which order when an application with a node is told to stop.</summary>
public class DrainTests
{
    private static NodeAddress Web { get; } = TestNode.Options.Addresses[0];

    private static NodeOptions HandingOver { get; } = TestNode.Options with { Addresses = [Web with { HandOver = new(RouteTarget.ForServer("v2")) }] };

    private static async Task<TestNode> ActiveAsync(NodeOptions? options = null, FakeEngine? engine = null, Action<IFailoverIpBuilder>? more = null)
    {
        var node = await TestNode.StartAsync(options ?? HandingOver, engine, more);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
        return node;
    }

    [Fact]
    public async Task An_address_is_handed_over_before_the_peers_are_told()
    {
        var engine = new FakeEngine { HoldStop = new(TaskCreationOptions.RunContinuationsAsynchronously) };
        await using var node = await ActiveAsync(engine: engine);

        var stop = node.StopAsync();
        await node.UntilAsync(() => node.Log.Lines.Contains("Information: web: 203.0.113.10/32 is handed over to v2"));

        (node.Provider.OwnerOf("203.0.113.10"), node.Engine.Events.Count).ShouldBe(("v2", 0));
        engine.HoldStop.SetResult();
        await stop;
        engine.Events.ShouldBe(["engine stopped"]);
    }

    [Fact]
    public async Task A_hand_over_that_takes_too_long_does_not_keep_the_node_from_resigning()
    {
        await using var node = await ActiveAsync();
        node.Provider.HoldWrites = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = node.Time.Elapsed;

        var stop = node.StopAsync();
        await node.UntilAsync(() => stop.IsCompleted);

        node.Log.Lines.ShouldContain("Warning: web: 203.0.113.10/32 is not handed over, the peers route it themselves (not done within 10 s)");
        (node.Time.Elapsed - before).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));
        node.Engine.Events.ShouldBe(["engine stopped"]);
    }

    [Fact]
    public async Task A_hand_over_ends_when_the_role_is_lost_meanwhile()
    {
        await using var node = await ActiveAsync();
        node.Provider.HoldWrites = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var writes = node.Provider.Writes;
        var stop = node.StopAsync();
        await node.UntilAsync(() => node.Provider.Writes == writes + 1);

        node.Engine.Move("VI_1", VrrpState.Backup, TransitionReason.HigherPriority);
        await stop;

        node.Provider.Calls.Last(c => c.What == "write").Token.IsCancellationRequested.ShouldBeTrue();
        node.Log.Lines.ShouldContain("Warning: web: 203.0.113.10/32 is not handed over, the peers route it themselves (the role was lost meanwhile)");
        node.Provider.OwnerOf("203.0.113.10").ShouldBe("v1");
    }

    [Fact]
    public async Task A_hand_over_that_fails_is_one_line_and_the_stop_goes_on()
    {
        await using var node = await ActiveAsync();
        node.Provider.Fails = new(FailoverErrorKind.Rejected, "not today");

        await node.StopAsync();

        node.Log.Lines.ShouldContain("Warning: web: 203.0.113.10/32 is not handed over, the peers route it themselves (not today)");
        node.Engine.Events.ShouldBe(["engine stopped"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_that_is_not_Active_hands_nothing_over_and_neither_does_one_without_the_key(bool isActive)
    {
        await using var node = isActive ? await ActiveAsync(TestNode.Options) : await TestNode.StartAsync(HandingOver);
        node.Provider.SetOwner("203.0.113.10", "v1");
        var calls = node.Provider.Calls.Count;

        await node.StopAsync();

        (node.Provider.Calls.Count, node.Provider.OwnerOf("203.0.113.10")).ShouldBe((calls, "v1"));
    }

    [Fact]
    public async Task The_application_s_own_work_ends_before_the_hand_over_and_no_longer_is_waited_for_it_than_five_seconds()
    {
        var hold = new TaskCompletionSource();
        await using var node = await ActiveAsync(more: b => b.Services.AddWhileActive("VI_1", (_, _, _) => hold.Task));
        var before = node.Time.Elapsed;

        var stop = node.StopAsync();
        await node.UntilAsync(() => node.Log.Lines.Any(l => l.Contains("is handed over", StringComparison.Ordinal)));

        node.Log.Lines.ShouldContain("Warning: the application's own work has not ended within 5 s of being told to; stopping without waiting for it");
        (node.Time.Elapsed - before).ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
        hold.SetResult();
        await stop;
    }

    /// <summary>The way of SIGTERM: the application is told to stop, by code of its own that takes its time, and the host stops one service after the other.</summary>
    [Fact]
    public async Task The_role_goes_first_and_the_web_application_after_it_with_the_requests_in_flight_answered()
    {
        var events = new ConcurrentQueue<string>();
        var time = new VirtualTimeProvider();
        var lan = new SimulatedLan(time);
        lan.Sent += packet =>
        {
            if (packet.Priority == 0)
                events.Enqueue("priority 0");
        };
        var provider = new FakeProvider();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IVrrpEngine>(lan.AddHost("s1", IPAddress.Parse("10.132.0.10")).CreateEngine());
        builder.Services.AddFailoverIpNode(HandingOver).AddProvider("fake", _ => provider);
        builder.Services.AddWhileActive("VI_1", async (_, _, ct) =>
        {
            events.Enqueue("work begins");
            await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            events.Enqueue("work ends");
        });
        await using var app = builder.Build();
        var (asked, answer) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        app.MapGet("/slow", async context =>
        {
            asked.SetResult();
            await answer.Task;
            await context.Response.WriteAsync("done");
        });
        using var resigned = new ManualResetEventSlim();
        // An application that reacts to the end of its own, and does not return before it has seen the role go.
        app.Lifetime.ApplicationStopping.Register(() =>
        {
            resigned.Wait(TimeSpan.FromSeconds(60)).ShouldBeTrue();
            events.Enqueue("the application's own end");
        });
        await app.StartAsync();
        await time.UntilAsync(() => events.Contains("work begins"));
        var node = app.Services.GetRequiredService<IFailoverNode>();
        await time.UntilAsync(() => node.GetStatus().Addresses[0].State == RouteKeeperState.Routed);
        using var client = new HttpClient { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        var request = client.GetStringAsync(new Uri("/slow", UriKind.Relative));
        await asked.Task;

        var stop = Task.Run(async () =>
        {
            app.Lifetime.StopApplication();
            await app.StopAsync();
        });
        await time.UntilAsync(() => events.Contains("priority 0"));
        resigned.Set();
        (provider.OwnerOf("203.0.113.10"), stop.IsCompleted).ShouldBe(("v2", false));
        events.Enqueue("answered");
        answer.SetResult();

        (await request).ShouldBe("done");
        await time.UntilAsync(() => stop.IsCompleted);
        await stop;
        events.Take(3).ShouldBe(["work begins", "work ends", "priority 0"]);
        events.ShouldContain("the application's own end");
    }
}

using System.Net;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node.Tests;

public class HostTests
{
    private static HostApplicationBuilder Builder(string json)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Configuration.AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json)));
        return builder;
    }

    [Fact]
    public async Task An_application_s_section_is_enough()
    {
        var builder = Builder(Configurations.Valid);
        var engine = new FakeEngine();
        builder.Services.AddSingleton<IVrrpEngine>(engine);
        builder.Services.AddFailoverIpNode(builder.Configuration.GetSection("FailoverIp"));
        using var host = builder.Build();

        await host.StartAsync();

        var options = host.Services.GetRequiredService<IFailoverNode>().Options;
        (options.Name, options.ControlSocket, options.StatusListen).ShouldBe(("s1", null, null));
        engine.Started.ShouldHaveSingleItem().ToString().ShouldContain("VI_1");
        engine.Started[0].Password!.Matches("lol4321\0"u8).ShouldBeTrue();
        host.Services.GetRequiredService<IFailoverIpRouter>().Routes.ShouldHaveSingleItem().Name.ShouldBe("web");
        await host.StopAsync();
        engine.Events.ShouldBe(["engine stopped"]);
    }

    [Fact]
    public async Task An_engine_that_ends_by_itself_ends_the_application_and_a_clean_stop_does_not_count_as_that()
    {
        foreach (var byItself in new[] { true, false })
        {
            var builder = Builder(Configurations.Valid);
            var engine = new FakeEngine();
            builder.Services.AddSingleton<IVrrpEngine>(engine);
            builder.Services.AddFailoverIpNode(builder.Configuration.GetSection("FailoverIp"));
            using var host = builder.Build();
            await host.StartAsync();
            var ended = new TaskCompletionSource();
            host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(ended.SetResult);

            engine.Move("VI_1", VrrpState.Active);
            if (byItself)
            {
                engine.Move("VI_1", VrrpState.Initialize, TransitionReason.Stopped);
                await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
            }
            else
            {
                await host.Services.GetRequiredService<IEnumerable<IHostedService>>().Last().StopAsync(default);
                ended.Task.IsCompleted.ShouldBeFalse();
            }
            await host.StopAsync();
        }
    }

    [Fact]
    public async Task The_tool_s_file_is_enough()
    {
        using var folder = new TempFolder();
        var configuration = NodeConfiguration.Load(folder.Write("f.json", Configurations.Valid), new() { Environment = Configurations.NoEnvironment });
        var builder = Builder("{}");
        var engine = new FakeEngine();
        builder.Services.AddSingleton<IVrrpEngine>(engine);
        builder.Services.AddFailoverIpNode(configuration.Section, configuration.Options! with { ControlSocket = folder["c.sock"] });
        using var host = builder.Build();

        await host.StartAsync();

        host.Services.GetRequiredService<IFailoverIpRouter>().Routes.ShouldHaveSingleItem().Address.ShouldBe(FailoverAddress.Parse("203.0.113.10"));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_section_that_cannot_work_is_refused_when_the_host_starts_with_every_problem_and_its_key()
    {
        var builder = Builder(Configurations.With("\"VirtualRouterId\": 101", "\"VirtualRouterId\": 256, \"Prioritty\": 1").Replace("\"Follows\": \"VI_1\"", "\"Follows\": \"VI_2\"", StringComparison.Ordinal));
        builder.Services.AddSingleton<IVrrpEngine>(new FakeEngine());
        builder.Services.AddFailoverIpNode(builder.Configuration.GetSection("FailoverIp"));
        using var host = builder.Build();

        var refused = await Should.ThrowAsync<FailoverIpException>(() => host.StartAsync());

        refused.Kind.ShouldBe(FailoverErrorKind.Configuration);
        refused.Message.Split("; ").Order(StringComparer.Ordinal).Where(m => m.StartsWith("FailoverIp: ", StringComparison.Ordinal)).ShouldBe(
        [
            "FailoverIp: Addresses.web.Follows: there is no VRRP instance \"VI_2\"",
            "FailoverIp: Vrrp.Instances.VI_1.VirtualRouterId: 256 is not between 1 and 255",
            "FailoverIp: Vrrp.Instances.VI_1: unknown key \"Prioritty\"",
        ]);
        refused.Message.ShouldNotContain("lol4321");
        refused.Message.ShouldNotContain("top-secret-token");
    }

    [Fact]
    public async Task Options_by_code_that_cannot_work_are_refused()
    {
        var follows = TestNode.Options with { Addresses = [TestNode.Options.Addresses[0] with { Follows = "VI_9" }] };
        var twice = TestNode.Options with { Instances = [TestNode.Options.Instances[0], TestNode.Options.Instances[0]] };

        (await RefusedAsync(follows)).ShouldBe("Addresses.web.Follows: there is no VRRP instance \"VI_9\"");
        (await RefusedAsync(TestNode.Options with { Name = " " })).ShouldBe("Node: the name is empty");
        (await RefusedAsync(twice)).ShouldBe("Vrrp.Instances.VI_1 is there twice");
    }

    private static async Task<string> RefusedAsync(NodeOptions options)
    {
        await using var node = TestNode.Create(options);
        return (await Should.ThrowAsync<FailoverIpException>(node.StartHostAsync)).Message;
    }

    [Fact]
    public async Task Two_nodes_on_one_LAN_move_the_address_to_the_survivor()
    {
        var time = new VirtualTimeProvider();
        var lan = new SimulatedLan(time);
        var provider = new FakeProvider();
        provider.SetOwner("203.0.113.10", "v2");
        using var s1 = Node(lan, time, provider, "s1", "10.132.0.10", "v1", 255, out var engine1);
        using var s2 = Node(lan, time, provider, "s2", "10.132.0.11", "v2", 254, out _);
        await s1.StartAsync();
        await s2.StartAsync();
        var node1 = s1.Services.GetRequiredService<IFailoverNode>();
        var node2 = s2.Services.GetRequiredService<IFailoverNode>();
        await UntilAsync(time, () => node1.GetStatus().Addresses[0].State == RouteKeeperState.Routed);
        (provider.OwnerOf("203.0.113.10"), node2.GetStatus().Instances[0].State).ShouldBe(("v1", VrrpState.Backup));

        var before = time.Elapsed;
        engine1.Kill();
        await UntilAsync(time, () => node2.GetStatus().Addresses[0].State == RouteKeeperState.Routed);

        provider.OwnerOf("203.0.113.10").ShouldBe("v2");
        node2.GetStatus().Instances[0].State.ShouldBe(VrrpState.Active);
        (time.Elapsed - before).ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    private static IHost Node(SimulatedLan lan, VirtualTimeProvider time, FakeProvider provider, string name, string address, string server, int priority, out SimulatedVrrpEngine engine)
    {
        var options = TestNode.Options;
        options = options with
        {
            Name = name,
            Instances = [options.Instances[0] with { Priority = priority, AdvertisementInterval = TimeSpan.FromSeconds(1) }],
            Addresses = [new(options.Addresses[0].Route with { Target = RouteTarget.ForServer(server) }) { Follows = "VI_1" }],
        };
        engine = lan.AddHost(name, IPAddress.Parse(address)).CreateEngine();
        var builder = Builder("{}");
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IVrrpEngine>(engine);
        builder.Services.AddFailoverIpNode(options).AddProvider("fake", _ => provider);
        return builder.Build();
    }

    private static async Task UntilAsync(VirtualTimeProvider time, Func<bool> condition)
    {
        for (var i = 0; i < 20_000 && !condition(); i++)
        {
            await Task.Delay(1);
            time.Advance(TimeSpan.FromMilliseconds(10));
        }
        condition().ShouldBeTrue();
    }
}

using System.Collections.Concurrent;
using System.Net;
using FailoverIp;
using FailoverIp.Node;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Samples.Tests.Guides;

public class PairOnVirtualTime
{
    private readonly VirtualTimeProvider _time = new();
    private readonly MemoryProvider _provider = new();
    private readonly ConcurrentQueue<string> _runs = [];

    [Fact]
    public async Task The_service_moves_to_the_survivor()
    {
        var lan = new SimulatedLan(_time);
        using var s1 = Node(lan, "s1", "10.132.0.10", priority: 200, out var engine1);
        using var s2 = Node(lan, "s2", "10.132.0.11", priority: 100, out _);
        await s1.StartAsync();
        await s2.StartAsync();
        await UntilAsync(() => _provider.Owner == "s1");

        // As a machine that loses power: no goodbye, and nothing of it gets out any more.
        engine1.Kill();
        await UntilAsync(() => _provider.Owner == "s2" && _runs.Contains("s2"));

        // As one whose cable is pulled and plugged in again.
        lan.Hosts[1].PullCable();
        await UntilAsync(() => s2.Services.GetRequiredService<IFailoverNode>().GetStatus().Instances[0].State == VrrpState.Fault);
        lan.Hosts[1].PlugCable();
        await UntilAsync(() => _runs.Count(r => r == "s2") == 2);

        await s2.StopAsync();
    }

    private IHost Node(SimulatedLan lan, string name, string address, int priority, out SimulatedVrrpEngine engine)
    {
        engine = lan.AddHost(name, IPAddress.Parse(address)).CreateEngine();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<TimeProvider>(_time).AddSingleton<IVrrpEngine>(engine);
        builder.Services.AddFailoverIpNode(new NodeOptions
        {
            Name = name,
            Instances = [new() { Name = "VI_1", Interface = "eth1", VirtualRouterId = 101, Priority = priority, VirtualAddresses = [new(IPAddress.Parse("10.132.0.100"), 32)] }],
            Addresses = [new(new FailoverRoute("web", FailoverAddress.Parse("203.0.113.10"), "memory", RouteTarget.ForServer(name))) { Follows = "VI_1" }],
        }).AddProvider("memory", _ => _provider);
        builder.Services.AddWhileActive("VI_1", async (_, _, token) =>
        {
            _runs.Enqueue(name);
            await Task.Delay(Timeout.Infinite, token);
        });
        return builder.Build();
    }

    // The clock moves only while there is something to wait for: an hour of it passes in a moment.
    private async Task UntilAsync(Func<bool> condition) => (await _time.AdvanceUntilAsync(condition, limit: TimeSpan.FromHours(1))).ShouldBeTrue();
}

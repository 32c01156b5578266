using System.Net;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp.Node.Tests;

/// <summary>A reload that comes at a bad moment.</summary>
public class ReloadMomentsTests
{
    private static VirtualRouterOptions Second { get; } = new() { Name = "VI_2", Interface = "eth1", VirtualRouterId = 102, VirtualAddresses = [new(IPAddress.Parse("10.132.0.101"), 32)] };

    private static NodeOptions Both { get; } = TestNode.Options with { Instances = [TestNode.Options.Instances[0], Second] };

    [Fact]
    public async Task Given_up_while_the_elections_go_over_it_goes_over_whole()
    {
        await using var node = await TestNode.StartAsync();
        using var patience = new CancellationTokenSource();
        node.Engine.Reloading = patience.Cancel;

        await node.Node.ReloadAsync(Both with { Addresses = [TestNode.Options.Addresses[0] with { Follows = "VI_2" }] }, patience.Token);

        node.Engine.Move("VI_2", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
    }

    [Fact]
    public async Task Given_up_before_nothing_has_changed()
    {
        await using var node = await TestNode.StartAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => node.Node.ReloadAsync(Both, new CancellationToken(canceled: true)));

        (node.Engine.Started.Count, node.Node.Options.Instances.Length).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Given_up_while_the_providers_are_made_nothing_has_changed()
    {
        using var patience = new CancellationTokenSource();
        await using var node = await TestNode.StartAsync(more: b => b.AddProviderType("Other", (_, _, _) =>
        {
            patience.Cancel();
            return new FakeProvider();
        }));
        var address = new NodeAddress(new FailoverRoute("mail", FailoverAddress.Parse("203.0.113.12"), "other", RouteTarget.ForServer("v1"))) { Follows = "VI_1" };
        var section = new ConfigurationBuilder().AddInMemoryCollection([new("Providers:other:Type", "Other")]).Build();

        await Should.ThrowAsync<OperationCanceledException>(() => node.Node.ReloadAsync(Both with { Addresses = [.. Both.Addresses, address] }, section, patience.Token));

        patience.IsCancellationRequested.ShouldBeTrue();
        (node.Engine.Started.Count, node.Node.Options.Instances.Length).ShouldBe((1, 1));
    }

    [Fact]
    public async Task While_the_node_starts_it_waits_and_then_goes_over()
    {
        var engine = new FakeEngine();
        await using var node = TestNode.Create(engine: engine);
        Task? reload = null;
        engine.Starting = () => (reload = node.Node.ReloadAsync(Both)).IsCompleted.ShouldBeFalse();

        await node.StartHostAsync();
        await reload!;

        engine.Started.Select(r => r.Name).ShouldBe(["VI_1", "VI_2"]);
        engine.Move("VI_1", VrrpState.Backup);
        await node.UntilAsync(() => node.Log.Lines.Any(l => l.Contains("VI_1: Initialize → Backup", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Before_the_start_during_the_stop_and_after_it_it_is_refused()
    {
        await using var node = TestNode.Create();
        await Should.ThrowAsync<InvalidOperationException>(() => node.Node.ReloadAsync(Both));
        await node.StartHostAsync();
        Task? during = null;
        node.Engine.Stopping = () => during = node.Node.ReloadAsync(Both);

        await node.StopAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => during!);
        (await Should.ThrowAsync<InvalidOperationException>(() => node.Node.ReloadAsync(Both))).Message.ShouldBe("the node does not run");
    }

    [Fact]
    public async Task Refused_by_the_machine_it_has_not_touched_what_the_elections_depend_on()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["load"], "7");
        var load = new FileTrackerOptions("load") { Path = folder["load"] };
        await using var node = await TestNode.StartAsync(TestNode.Options with { Trackers = [load] });
        await node.UntilAsync(() => Heard(node) is ["file load 7"]);
        node.Engine.RefusesReload = new VrrpException("this machine has no macvlan");

        await Should.ThrowAsync<FailoverIpException>(() => node.Node.ReloadAsync(TestNode.Options with { Trackers = [load with { Path = folder["misspelt"] }] }));

        await node.PassAsync(TimeSpan.FromSeconds(5));
        Heard(node).ShouldBe(["file load 7"]);
        await File.WriteAllTextAsync(folder["load"], "8");
        await node.UntilAsync(() => Heard(node)[^1] == "file load 8"); // it may have been seen empty, in the middle of the write
    }

    private static string[] Heard(TestNode node)
    {
        lock (node.Engine.Events)
            return [.. node.Engine.Events];
    }
}

using System.Net;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;
using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node.Tests;

/// <summary>How the virtual servers end: in which order, and what stays.</summary>
public class LoadBalancerStopTests
{
    private const string Redirected = "203.0.113.10 tcp 80";
    private const string Established = "203.0.113.10 tcp 80 (established)";

    private static readonly NodeOptions Options = TestNode.Options with
    {
        Sysctls = SysctlHandling.Ignore,
        VirtualServers =
        [
            new(new()
            {
                Name = "http", Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80")), Scheduler = "rr", Method = IpvsForwarding.DirectRoute,
                RealServers = [new() { Address = IPEndPoint.Parse("10.0.0.1:80") }, new() { Address = IPEndPoint.Parse("10.0.0.2:80") }],
            })
            {
                Bypass = true,
            },
        ],
    };

    [Fact]
    public async Task A_clean_stop_resigns_first_then_redirects_then_empties_the_table()
    {
        await using var node = await StartActiveAsync();
        var events = Record(node);

        await node.StopAsync();

        events.ShouldBe(["resigned with 1 service", $"{Redirected} with 1 service"]);
        node.Ipvs.Table.ShouldBeEmpty();
        node.Redirects.Rules.ShouldBe([Redirected], "this machine is still a real server of its peer");
        node.Log.Lines.ShouldContain($"Information: bypass: while this node is stopped, what arrives for {Redirected} stays redirected to this machine");
    }

    [Fact]
    public async Task A_packet_filter_that_is_busy_at_the_stop_is_not_told_that_all_roles_have_ended()
    {
        var engine = new FakeEngine();
        await using var node = await StartActiveAsync(engine);
        using var hold = node.Redirects.Hold = new();
        var before = node.Redirects.Applied.Length;
        engine.Move("VI_1", VrrpState.Backup);
        await node.UntilAsync(() => node.Redirects.Applied.Length > before);
        engine.Move("VI_1", VrrpState.Active); // waits until the filter is done with the Backup
        var resigning = engine.HoldStop = new(TaskCreationOptions.RunContinuationsAsynchronously);

        var stop = node.StopAsync();
        node.Redirects.Hold = null;
        hold.Set();
        await node.PassAsync(TimeSpan.FromSeconds(1));
        node.Redirects.Applied.Length.ShouldBe(before + 1, "the address is still here");

        resigning.SetResult();
        await stop;
        node.Redirects.Applied[(before + 1)..].ShouldBe([Redirected]);
    }

    [Fact]
    public async Task An_application_that_begins_to_stop_has_not_lost_its_roles()
    {
        await using var node = await StartActiveAsync();
        var before = node.Redirects.Applied.Length;
        var resigning = node.Engine.HoldStop = new(TaskCreationOptions.RunContinuationsAsynchronously);

        node.Get<IHostApplicationLifetime>().StopApplication();
        await node.PassAsync(TimeSpan.FromSeconds(1));
        node.Redirects.Applied.Length.ShouldBe(before, "the address is still here");

        resigning.SetResult();
        await node.StopAsync();
    }

    [Fact]
    public async Task While_the_elections_do_not_let_go_of_the_address_nothing_is_redirected()
    {
        var engine = new FakeEngine();
        await using var node = await StartActiveAsync(engine);
        engine.HoldStop = new(TaskCreationOptions.RunContinuationsAsynchronously);

        var stop = node.StopAsync();
        await node.UntilAsync(() => stop.IsCompleted);

        node.Redirects.Rules.ShouldBe([Established]);
        node.Ipvs.Table.ShouldBeEmpty();
        engine.HoldStop.SetResult();
    }

    [Fact]
    public async Task Elections_that_fail_to_stop_do_not_leave_a_table_that_nobody_keeps()
    {
        var engine = new FakeEngine();
        var node = await StartActiveAsync(engine);
        engine.StopThrows = new VrrpException("it broke");

        await Should.ThrowAsync<Exception>(node.StopAsync);

        node.Ipvs.Table.ShouldBeEmpty();
        node.Redirects.Rules.ShouldBe([Established]);
    }

    [Fact]
    public async Task A_host_that_is_let_go_of_without_a_stop_is_stopped_all_the_same()
    {
        var engine = new FakeEngine();
        var node = await StartActiveAsync(engine);
        var events = Record(node);

        node.Drop();

        events.ShouldBe(["resigned with 1 service", $"{Redirected} with 1 service"]);
        node.Ipvs.Table.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_next_run_finds_its_redirection_and_one_without_bypass_removes_it()
    {
        using var folder = new TempFolder();
        var note = folder["failoverip/s1.bypass"];
        var rules = new FakeRedirects();
        await RunAsync(Options);
        File.Exists(note).ShouldBeTrue();

        await RunAsync(Options);
        rules.Applied.ShouldAllBe(a => a == Redirected);

        await RunAsync(Options with { VirtualServers = [Options.VirtualServers[0] with { Bypass = false }] });
        rules.Rules.ShouldBeEmpty();
        File.Exists(note).ShouldBeFalse();

        async Task RunAsync(NodeOptions options)
        {
            await using var node = TestNode.Create(options, wrap: _ => new NotedRedirects(rules, note));
            var before = rules.Applied.Length;
            await node.StartHostAsync();
            await node.UntilAsync(() => rules.Applied.Length > before);
            await node.StopAsync();
        }
    }

    [Fact]
    public async Task A_node_with_nothing_left_to_do_removes_the_redirection_of_an_earlier_run_as_soon_as_it_can()
    {
        using var folder = new TempFolder();
        var note = folder.Write("s1.bypass", "");
        var node = TestNode.Create(new() { Name = "s1" }, wrap: r => new NotedRedirects(r, note));
        await using (node)
        {
            node.Redirects.Apply([new(IPAddress.Parse("203.0.113.10"), IpvsProtocol.Tcp, 80)]);
            node.Redirects.Fails = "not now";
            await node.StartHostAsync();
            await node.UntilAsync(() => node.Redirects.Applied.Length > 3);
            node.Log.Lines.Count(l => l.Contains("not now", StringComparison.Ordinal)).ShouldBe(1);
            File.Exists(note).ShouldBeTrue();

            node.Redirects.Fails = null;
            await node.UntilAsync(() => node.Redirects.Rules.Length == 0 && !File.Exists(note));
        }
    }

    private static async Task<TestNode> StartActiveAsync(FakeEngine? engine = null)
    {
        var node = await TestNode.StartAsync(Options, engine);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Redirects.Rules is [Established]);
        return node;
    }

    /// <summary>When the elections have ended, and what the packet filter has become, each with the size of the table at that time.</summary>
    private static List<string> Record(TestNode node)
    {
        var events = new List<string>();
        node.Engine.Subscribe(t => events.Add(t.Reason == TransitionReason.Stopped ? $"resigned with {node.Ipvs.Table.Length} service" : $"{t.To}"));
        node.Redirects.Changed = rules => events.Add($"{rules} with {node.Ipvs.Table.Length} service");
        return events;
    }
}

using System.Net;
using FailoverIp.Lvs;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node.Tests;

public class LoadBalancerTests
{
    private static readonly IpvsServiceKey Http = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80"));

    private static readonly NodeOptions Options = TestNode.Options with { Sysctls = SysctlHandling.Ignore, VirtualServers = [Server()] };

    [Fact]
    public async Task The_table_is_there_when_the_node_has_started_and_gone_when_it_has_stopped()
    {
        await using var node = await TestNode.StartAsync(Options);

        node.Ipvs.Destinations(Http).ShouldBe(["10.0.0.1:80 w1", "10.0.0.2:80 w2"]);
        var (key, service) = (node.Ipvs.Table.ShouldHaveSingleItem().Service.Key, node.Ipvs.Table[0].Service);
        (key, service.Scheduler).ShouldBe((Http, "rr"));

        await node.StopAsync();
        node.Ipvs.Table.ShouldBeEmpty();
        node.Redirects.Applied.ShouldAllBe(a => a.Length == 0, "nobody asked for a redirection");
    }

    [Fact]
    public async Task A_node_without_elections_balances_all_the_same()
    {
        await using var node = await TestNode.StartAsync(new() { Sysctls = SysctlHandling.Ignore, VirtualServers = [Server()] });

        node.Ipvs.Table.ShouldHaveSingleItem();
        node.Log.Lines.ShouldNotContain(l => l.Contains("no VRRP instance", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_nodes_touch_neither_the_table_nor_the_packet_filter()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.PassAsync(TimeSpan.FromMinutes(5));

        node.Ipvs.Reconciliations.Calls.ShouldBe(0);
        node.Redirects.Applied.ShouldBeEmpty();
        node.Node.GetStatus().VirtualServers.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_bypass_follows_the_role()
    {
        await using var node = await StartAsync(Server() with { Bypass = true });
        await node.UntilAsync(() => node.Redirects.Rules is ["203.0.113.10 tcp 80"], "a node that has not elected yet is not Active");
        Bypass(node).ShouldBe(true);

        foreach (var (state, rule) in new[]
        {
            (VrrpState.Backup, "203.0.113.10 tcp 80"), (VrrpState.Active, "203.0.113.10 tcp 80 (established)"), (VrrpState.Fault, "203.0.113.10 tcp 80"),
            (VrrpState.Active, "203.0.113.10 tcp 80 (established)"), (VrrpState.Backup, "203.0.113.10 tcp 80"), (VrrpState.Initialize, "203.0.113.10 tcp 80"),
        })
        {
            node.Engine.Move("VI_1", state);
            await node.UntilAsync(() => node.Redirects.Rules.SequenceEqual([rule]), $"{state}");
            Bypass(node).ShouldBe(state != VrrpState.Active);
        }

        await node.StopAsync();
        node.Redirects.Rules.ShouldBe(["203.0.113.10 tcp 80"], "the other node goes on handing clients to this machine");

        static bool? Bypass(TestNode node) => node.Node.GetStatus().VirtualServers[0].Bypass;
    }

    [Fact]
    public async Task Of_changes_in_quick_succession_the_last_one_counts_and_the_engine_waits_for_none()
    {
        await using var node = await StartAsync(Server() with { Bypass = true });
        await node.UntilAsync(() => node.Redirects.Rules.Length == 1);
        using var hold = node.Redirects.Hold = new();
        var before = node.Redirects.Applied.Length;

        // The first change is held in the packet filter; these return all the same.
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Redirects.Applied.Length > before);
        for (var i = 0; i < 50; i++)
        {
            node.Engine.Move("VI_1", VrrpState.Backup);
            node.Engine.Move("VI_1", VrrpState.Active);
        }
        node.Engine.Move("VI_1", VrrpState.Backup);
        node.Redirects.Hold = null;
        hold.Set();

        await node.UntilAsync(() => node.Redirects.Rules is ["203.0.113.10 tcp 80"] && node.Redirects.Applied.Length >= before + 2);
        node.Redirects.Applied.Length.ShouldBeLessThan(before + 10, "one look at the roles carries many changes");
    }

    [Fact]
    public async Task A_packet_filter_that_somebody_has_emptied_is_filled_again()
    {
        await using var node = await StartAsync(Server() with { Bypass = true });
        await node.UntilAsync(() => node.Redirects.Rules.Length == 1);

        node.Redirects.Apply([]);
        await node.UntilAsync(() => node.Redirects.Rules is ["203.0.113.10 tcp 80"]);
    }

    [Fact]
    public async Task A_packet_filter_that_refuses_is_one_line_and_tried_again()
    {
        var node = TestNode.Create(Options with { VirtualServers = [Server() with { Bypass = true }] });
        await using (node)
        {
            node.Redirects.Fails = "the right to change the packet filter is missing";
            await node.StartHostAsync();
            await node.UntilAsync(() => node.Redirects.Applied.Length > 3);

            var status = node.Node.GetStatus().VirtualServers.ShouldHaveSingleItem();
            (status.Bypass, status.Problem).ShouldBe((false, "the right to change the packet filter is missing"));
            node.Log.Lines.Count(l => l == "Error: bypass: the right to change the packet filter is missing").ShouldBe(1);
            node.Ipvs.Table.ShouldHaveSingleItem("the rest of the node works");

            node.Redirects.Fails = null;
            await node.UntilAsync(() => node.Redirects.Rules.Length == 1);
            node.Node.GetStatus().VirtualServers[0].Problem.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Checks_rest_while_this_node_is_not_Active()
    {
        var asked = 0;
        var check = new DelegateCheckOptions { Check = _ => new(Interlocked.Increment(ref asked) > 0 ? CheckResult.Pass : default) };
        var server = Server();
        await using var node = await StartAsync(server with
        {
            Options = server.Options with
            {
                HaSuspend = true,
                Timing = new() { DelayLoop = TimeSpan.FromSeconds(1), Warmup = TimeSpan.Zero },
                RealServers = [server.Options.RealServers[0] with { Checks = [check] }],
            },
        });
        node.Engine.Move("VI_1", VrrpState.Backup);
        await node.PassAsync(TimeSpan.FromMinutes(1));
        (asked, node.Node.GetStatus().VirtualServers[0].Suspended).ShouldBe((0, true));

        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => asked > 3);
        node.Node.GetStatus().VirtualServers[0].Suspended.ShouldBe(false);

        node.Engine.Move("VI_1", VrrpState.Fault);
        await node.UntilAsync(() => node.Node.GetStatus().VirtualServers[0].Suspended == true);
        await node.PassAsync(TimeSpan.FromSeconds(10));
        var before = asked;
        await node.PassAsync(TimeSpan.FromMinutes(1));
        asked.ShouldBe(before);
    }

    [Fact]
    public async Task Checks_rest_while_an_address_that_no_role_tells_of_is_not_on_the_machine()
    {
        var server = Server();
        await using var node = await StartAsync(server with
        {
            Options = server.Options with { HaSuspend = true, Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.99:80")) },
        });
        await node.UntilAsync(() => node.Node.GetStatus().VirtualServers[0].Suspended == true);

        node.LocalAddresses = [IPAddress.Parse("203.0.113.99")];
        await node.UntilAsync(() => node.Node.GetStatus().VirtualServers[0].Suspended == false);

        node.LocalAddresses = [];
        await node.UntilAsync(() => node.Node.GetStatus().VirtualServers[0].Suspended == true);
    }

    [Fact]
    public async Task Whatever_goes_wrong_in_the_packet_filter_the_roles_are_followed_on()
    {
        await using var node = await StartAsync(Server() with { Bypass = true });
        await node.UntilAsync(() => node.Redirects.Rules.Length == 1);

        node.Redirects.Throws = new InvalidOperationException("nobody\nexpected it");
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Node.GetStatus().VirtualServers[0].Problem == "InvalidOperationException: nobody expected it");
        node.Node.GetStatus().VirtualServers[0].Bypass.ShouldBe(false, "what the kernel has is not known");

        node.Redirects.Throws = null;
        await node.UntilAsync(() => node.Redirects.Rules is ["203.0.113.10 tcp 80 (established)"]);
        node.Log.Lines.Count(l => l == "Error: bypass: InvalidOperationException: nobody expected it").ShouldBe(1);
    }

    [Fact]
    public async Task The_problems_of_the_table_and_of_the_packet_filter_are_both_told()
    {
        var node = TestNode.Create(Options with { VirtualServers = [Server() with { Bypass = true }] });
        await using (node)
        {
            node.Ipvs.Failure = "this kernel has no IPVS";
            node.Redirects.Fails = "the right is missing";
            await node.StartHostAsync();

            await node.UntilAsync(() => node.Node.GetStatus().VirtualServers[0].Problem == "this kernel has no IPVS; the right is missing");
        }
    }

    [Fact]
    public async Task The_bypass_is_not_told_before_the_packet_filter_has_it()
    {
        var node = TestNode.Create(Options with { VirtualServers = [Server() with { Bypass = true }] });
        await using (node)
        {
            using var hold = node.Redirects.Hold = new();
            await node.StartHostAsync();
            await node.UntilAsync(() => node.Redirects.Applied.Length == 1);
            node.Node.GetStatus().VirtualServers[0].Bypass.ShouldBe(false);

            node.Redirects.Hold = null;
            hold.Set();
            await node.UntilAsync(() => node.Node.GetStatus().VirtualServers[0].Bypass == true);
        }
    }

    [Fact]
    public async Task A_real_server_that_is_kept_in_service_says_so()
    {
        var server = Server();
        var failing = new DelegateCheckOptions { Check = _ => new(CheckResult.Fail("no")), Timing = new() { Retry = 0 } };
        await using var node = await StartAsync(server with
        {
            Options = server.Options with { MaxUnavailable = 0, RealServers = [server.Options.RealServers[0], server.Options.RealServers[1] with { Checks = [failing] }] },
        });
        await node.UntilAsync(() => node.Node.GetStatus().VirtualServers[0].RealServers[1].State == "Down");

        node.Node.GetStatus().VirtualServers[0].RealServers.ShouldBe([new("10.0.0.1:80", 1, "Up", null), new("10.0.0.2:80", 2, "Down", "no") { InService = true }]);
        node.Node.GetStatus().ToJson().ShouldContain("\"lastFailure\":\"no\",\"inService\":true}");
        node.Node.GetStatus().ToJson().ShouldContain("\"lastFailure\":null}");
    }

    [Fact]
    public async Task A_check_that_cannot_work_keeps_the_host_from_starting()
    {
        var server = Server();
        var check = new HttpCheckOptions { Urls = [new() { Regex = "(" }] };
        await using var node = TestNode.Create(Options with
        {
            VirtualServers = [server with { Options = server.Options with { RealServers = [server.Options.RealServers[0] with { Checks = [check] }] } }],
        });

        var refused = await Should.ThrowAsync<FailoverIpException>(node.StartHostAsync);

        refused.Kind.ShouldBe(FailoverErrorKind.Configuration);
        refused.Message.ShouldContain("Regex");
    }

    [Fact]
    public async Task A_kernel_without_IPVS_is_a_line_and_a_status_and_not_the_end_of_the_node()
    {
        var node = TestNode.Create(Options);
        await using (node)
        {
            node.Ipvs.Failure = "this kernel has no IPVS";
            await node.StartHostAsync();
            node.Provider.SetOwner("203.0.113.10", "v2");

            node.Engine.Move("VI_1", VrrpState.Active);
            await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);

            node.Node.GetStatus().VirtualServers.ShouldHaveSingleItem().Problem.ShouldBe("this kernel has no IPVS");
            node.Log.Lines.Count(l => l.Contains("this kernel has no IPVS", StringComparison.Ordinal)).ShouldBe(1);

            node.Ipvs.Failure = null;
            await node.UntilAsync(() => node.Ipvs.Table.Length == 1);
            await node.UntilAsync(() => node.Node.GetStatus().VirtualServers[0].Problem is null);
        }
    }

    [Fact]
    public async Task The_status_names_real_servers_and_what_is_wrong_with_them()
    {
        var server = Server();
        var failing = new DelegateCheckOptions { Check = _ => new(CheckResult.Fail("it says\nno")), Timing = new() { Retry = 0 } };
        await using var node = await StartAsync(server with
        {
            Options = server.Options with
            {
                Quorum = 3,
                SorryServer = new() { Address = IPEndPoint.Parse("10.0.0.9:80") },
                RealServers = [server.Options.RealServers[0], server.Options.RealServers[1] with { Checks = [failing] }],
            },
        });
        await node.UntilAsync(() => !node.Node.GetStatus().VirtualServers[0].Quorum);

        var status = node.Node.GetStatus().VirtualServers.ShouldHaveSingleItem();

        (status.Name, status.Address, status.Protocol, status.Scheduler, status.Method, status.AliveWeight).ShouldBe(("http", "203.0.113.10:80", "Tcp", "rr", "NAT", 1));
        status.SorryServer.ShouldBe(new SorryServerStatus("10.0.0.9:80", true));
        status.RealServers.ShouldBe([new("10.0.0.1:80", 1, "Up", null), new("10.0.0.2:80", 2, "Down", "it says no")]);
        node.Ipvs.Destinations(Http).ShouldBe(["10.0.0.9:80 w1"]);
    }

    [Theory]
    [InlineData("Bypass")]
    [InlineData("HaSuspend")]
    [InlineData("Follows")]
    [InlineData("Options")]
    public async Task Options_that_do_not_fit_together_keep_the_host_from_starting(string what)
    {
        var server = Server();
        var elsewhere = server with { Options = server.Options with { Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.99:80")) } };
        var wrong = what switch
        {
            "Bypass" => elsewhere with { Bypass = true },
            "HaSuspend" => server with { Options = server.Options with { HaSuspend = true, Key = IpvsServiceKey.OfMark(7) } },
            "Follows" => server with { Follows = "VI_9" },
            _ => server with { Options = server.Options with { Scheduler = "rrr" } },
        };
        await using var node = TestNode.Create(Options with { VirtualServers = [wrong] });

        var refused = await Should.ThrowAsync<FailoverIpException>(node.StartHostAsync);

        refused.Kind.ShouldBe(FailoverErrorKind.Configuration);
        refused.Message.ShouldStartWith($"VirtualServers.http.{(what == "Options" ? "Scheduler" : what)}: ");
    }

    private static Task<TestNode> StartAsync(NodeVirtualServer server) => TestNode.StartAsync(Options with { VirtualServers = [server] });

    private static NodeVirtualServer Server() => new(new VirtualServerOptions
    {
        Name = "http",
        Key = Http,
        Scheduler = "rr",
        RealServers = [new() { Address = IPEndPoint.Parse("10.0.0.1:80") }, new() { Address = IPEndPoint.Parse("10.0.0.2:80"), Weight = 2 }],
    });
}

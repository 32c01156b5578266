using System.Net;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

/// <summary>The page in a browser. One browser serves all of it: starting one takes longer than anything that it is asked.</summary>
public class BrowserTests
{
    private static readonly VirtualRouterOptions Other = TestNode.Options.Instances[0] with { Name = "VI_v6", Interface = "eth1", VirtualRouterId = 102, Priority = 100, VirtualAddresses = [new(IPAddress.Parse("10.132.0.101"), 32)] };

    private static readonly NodeOptions Options = TestNode.Options with
    {
        Instances = [TestNode.Options.Instances[0], Other],
        VirtualServers =
        [
            new(new()
            {
                Name = "http", Key = Vrrp.Ipvs.IpvsServiceKey.Of(Vrrp.Ipvs.IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80")),
                RealServers = [new() { Address = IPEndPoint.Parse("10.132.0.10:80") }, new() { Address = IPEndPoint.Parse("10.132.0.11:80") }],
            }),
        ],
    };

    [SkippableFact]
    public async Task The_page_follows_a_failover_and_needs_neither_width_nor_scripts()
    {
        await using var browser = await Browser.StartAsync();
        await using var site = await StatusSite.StartAsync(Options);
        var engine = site.Node.Engine;
        engine.Move("VI_1", VrrpState.Backup, TransitionReason.Started);
        engine.Move("VI_v6", VrrpState.Backup, TransitionReason.Started);

        await browser.OpenAsync(site.Url, 1280, 900);
        (await browser.TextAsync("#i0 .pill")).ShouldBe("Backup");
        (await browser.TextAsync(".verdict")).ShouldBe("All is well");
        await browser.WaitAsync("#live", "Live");
        await browser.ClickAsync("#i0 summary");

        engine.Move("VI_1", VrrpState.Active);
        await PumpAsync(site, browser.WaitAsync("#i0 .pill", "Active"));
        await PumpAsync(site, browser.WaitAsync("#a0 .pill", "Routed"));
        (await browser.IsOpenAsync("#i0 details")).ShouldBeTrue("what was opened stays open");
        (await browser.TextAsync("#heard")).ShouldBe("web is Routed");
        await browser.ShootAsync("desktop");

        engine.Move("VI_v6", VrrpState.Fault, TransitionReason.InterfaceDown, "interface eth1 is down");
        await PumpAsync(site, browser.WaitAsync(".verdict", "1 problem"));
        await browser.ShootAsync("desktop-problem");

        for (var turn = 1; turn <= 8; turn++)
            engine.Move("VI_1", turn % 2 == 0 ? VrrpState.Active : VrrpState.Backup, turn % 2 == 0 ? TransitionReason.ActiveDown : TransitionReason.HigherPriority);
        await browser.OpenAsync(site.Url, 360, 740, dark: true);
        await browser.WaitAsync("#live", "Live");
        (await browser.OverflowAsync()).ShouldBe(0, "a phone shows all of it");
        await browser.ShootAsync("phone");
        (await browser.FaultsAsync()).ShouldBe("", "the page keeps to its own policy");

        await browser.OpenAsync(site.Url, 360, 740, scripts: false);
        (await browser.TextAsync("#i1 .pill")).ShouldBe("Fault");
        engine.Move("VI_v6", VrrpState.Backup, TransitionReason.InterfaceUp);
        await browser.WaitAsync("#i1 .pill", "Backup"); // it reads itself again every 5 s
        await browser.ShootAsync("phone-no-script");
    }

    /// <summary>Lets virtual time go on while the browser waits for what it brings.</summary>
    private static async Task PumpAsync(StatusSite site, Task waiting)
    {
        await site.Node.UntilAsync(() => waiting.IsCompleted);
        await waiting;
    }
}

using FailoverIp.Guides.Machines;
using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Guides;

/// <summary>docs/guides/netcup-pair.md, followed literally; netcup is the simulator.</summary>
public sealed class NetcupPairTests
{
    private const string Name = "docs/guides/netcup-pair.md";
    private const string FailoverIp = "203.0.113.10";
    private const string Server1 = "v2200000000000000001";
    private const string Server2 = "v2200000000000000002";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Page _page = Page.Read(Name);

    [SkippableFact]
    [Follows(Name, "1.", "2.", "3.", "4.", "5.", "6.", "7.")]
    public async Task The_address_follows_the_living_server_with_nodes_alone_and_beside_keepalived()
    {
        await using var lab = await NetworkLab.CreateAsync("s1", "s2", "netcup");
        using var netcup = await NetcupSimulator.StartAsync(lab, lab["netcup"]);
        var both = await Machine.BootAsync(lab, "s1", "s2");
        await using var s1 = both[0];
        await using var s2 = both[1];

        _page.Files("1.").Single().Text.ShouldContain($"address {s1.Host.Address}\n");
        _page.Blocks.Single(b => b.Section.StartsWith("1.", StringComparison.Ordinal) && b.Place == "s1" && b.IsCommands).Text.ShouldContain($"{s2.Host.Address}");
        await FollowAsync("1.", 2);
        _page.Typed("2.", 1);
        await Task.WhenAll(both.Select(m => m.InstallAsync()));

        await FollowAsync("3.", 1);
        foreach (var file in _page.Files("3."))
            await Named(file.Place).WriteAsync(file);
        var login = _page.Typed("4.", 2);
        await Task.WhenAll(both.Select(async machine =>
        {
            await machine.UseAsync(netcup);
            await machine.LoginAsync(login[0].Script, netcup);
            var said = await machine.TypeAsync(login[1].Script);
            said.ShouldContain("/etc/failoverip/failoverip.json: valid");
            said.ShouldContain($"web: {FailoverIp}/32 is ");
        }));

        var start = _page.Typed("5.", 2);
        await Task.WhenAll(both.Select(m => m.TypeAsync(start[0].Script)));
        await OwnsAsync(Server1);
        await s1.WaitForStatusAsync(s => s.GetProperty("addresses").EnumerateArray().Any(a => a.GetProperty("state").GetString() == "Routed"), "Routed");
        var look = await Named(start[1].Place).TypeAsync(start[1].Script);
        look.ShouldMatch(@"(?m)^VI_1 +Active ");
        look.ShouldMatch(@"(?m)^web +203\.0\.113\.10/32 +Routed ");
        look.ShouldContain($"inet {FailoverIp}/32");
        look.ShouldContain("VI_1: Initialize → Active");
        (await s2.TypeAsync("failoverip status")).ShouldMatch(@"(?s)VI_1 +Backup .*web +203\.0\.113\.10/32 +Idle ");

        var broken = _page.Typed("6.", 3);
        await Named(broken[0].Place).TypeAsync(broken[0].Script);
        await OwnsAsync(Server2);
        (await Named(broken[1].Place).TypeAsync(broken[1].Script)).ShouldContain($"web: {FailoverIp}/32 is routed to its target {Server2}");
        await Named(broken[2].Place).TypeAsync(broken[2].Script);
        await OwnsAsync(Server1);
        await s2.WaitForStateAsync("Backup");

        // keepalived in the place of the node of s2.
        await s2.TypeAsync("systemctl disable --now failoverip");
        foreach (var file in _page.Files("7."))
            await s2.WriteAsync(file);
        await s2.TypeAsync(_page.Typed("7.", 1)[0].Script);
        await s2.WaitForAsync("journalctl --no-pager -o cat -u keepalived", "Entering BACKUP STATE");
        await s1.TypeAsync("systemctl stop failoverip");
        await OwnsAsync(Server2);
        await s2.WaitForAsync("ip address show dev eth0", $"inet {FailoverIp}/32");
        await s1.TypeAsync("systemctl start failoverip");
        await OwnsAsync(Server1);
        (await s2.TypeAsync("stat -c %U /var/lib/failoverip/netcup.token")).ShouldBe("failoverip\n");

        Machine Named(string place) => place.Split(' ')[0] == "s1" ? s1 : s2;

        async Task FollowAsync(string section, int count)
        {
            foreach (var block in _page.Typed(section, count))
            {
                foreach (var machine in block.Place == "both" ? both : [Named(block.Place)])
                    await machine.TypeAsync(block.Script);
            }
        }

        Task OwnsAsync(string server) => netcup.WaitForOwnerAsync(lab, FailoverIp, server, Patience);
    }
}

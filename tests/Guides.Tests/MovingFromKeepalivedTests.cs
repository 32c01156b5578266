using FailoverIp.Guides.Machines;
using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Guides;

/// <summary>docs/guides/moving-from-keepalived.md, followed literally, from two servers with keepalived and the netcup tutorial's keepalived.conf to two nodes without one.</summary>
public sealed class MovingFromKeepalivedTests
{
    private const string Name = "docs/guides/moving-from-keepalived.md";
    private const string FailoverIp = "203.0.113.10";
    private const string Server1 = "v2200000000000000001";
    private const string Server2 = "v2200000000000000002";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Page _page = Page.Read(Name);

    [SkippableFact]
    [Follows(Name, "1.", "2.", "3.", "4.", "6.")]
    public async Task One_server_moves_and_then_the_other()
    {
        await using var lab = await NetworkLab.CreateAsync("s1", "s2", "netcup");
        using var netcup = await NetcupSimulator.StartAsync(lab, lab["netcup"]);
        var machines = await Machine.BootAsync(lab, "s1", "s2");
        await using var s1 = machines[0];
        await using var s2 = machines[1];
        await Task.WhenAll(TutorialAsync(s1, "MASTER", 255), TutorialAsync(s2, "BACKUP", 254));
        await s1.WaitForAsync("cat /run/script", "to_master");

        // 1. What would become of it
        var look = _page.Typed("1.", 1)[0];
        foreach (var machine in new[] { s1, s2 })
        {
            var judge = await machine.TryTypeAsync("keepalived -t");
            var ours = await machine.TryTypeAsync(look.Script);
            (ours.Status == 0).ShouldBe(judge.Status == 0, ours.Output + judge.Errors);
            ours.Output.ShouldContain("/etc/keepalived/keepalived.conf:9: ");
        }

        // 2. One node
        var one = _page.Typed("2.", 1)[0];
        await s2.TypeAsync(one.Without("failoverip run"));
        var node = s2.Start(one.Command("failoverip run"));
        await node.WaitForLineAsync("VI_1: Initialize → Backup", Patience);
        await s2.WaitForStateAsync("Backup");
        await s1.TypeAsync("systemctl stop keepalived");
        await node.WaitForLineAsync("VI_1: Backup → Active", Patience);
        await s2.WaitForAsync("cat /run/script", "to_master");
        await s1.TypeAsync("systemctl start keepalived");
        await node.WaitForLineAsync("VI_1: Active → Backup", Patience);
        await s2.WaitForAsync("tail -n 1 /run/script", "to_backup");
        await s2.InterruptAsync(node);

        // 3. Failover addresses in place of scripts
        var scripts = _page.Typed("3.", 2);
        await s2.WriteAsync(_page.Files("3.").Single());
        await s2.TypeAsync(scripts[0].Script);
        (await s2.TypeAsync("cat /etc/keepalived/keepalived.conf")).ShouldNotContain("notify");
        await s2.UseAsync(netcup);
        await s2.LoginAsync(scripts[1].Command("failoverip login"), netcup);
        (await s2.TypeAsync(scripts[1].Command("failoverip route"))).ShouldContain($"{FailoverIp}/32");
        (await s2.TryTypeAsync(scripts[1].Command("failoverip validate"))).Output
            .ShouldBe("""
                /etc/keepalived/keepalived.conf:9: a password has at most 8 characters; the first ones are taken
                warning: /etc/keepalived/keepalived.conf:9: Password stands in a file that everybody on this machine may read (chmod 0640)

                """, "what keepalived says too, and that the tutorial's file is open to all");
        node = s2.Start(scripts[1].Command("failoverip run"));
        await node.WaitForLineAsync("VI_1: Initialize → Backup", Patience);
        await s1.TypeAsync("systemctl stop keepalived");
        await OwnsAsync(Server2);
        await s1.TypeAsync("systemctl start keepalived");
        await node.WaitForLineAsync("VI_1: Active → Backup", Patience);
        await s2.InterruptAsync(node);

        // 4. As a service
        await s2.TypeAsync(_page.Typed("4.", 1)[0].Script);
        await s2.WaitForStateAsync("Backup");

        // 5. The other node
        await s1.TypeAsync(one.Without("failoverip run"));
        await s1.WriteAsync(_page.Files("3.").Single().File, _page.Files("3.").Single().Text.Replace(Server2, Server1, StringComparison.Ordinal));
        await s1.TypeAsync(scripts[0].Script);
        await s1.UseAsync(netcup);
        await s1.LoginAsync(scripts[1].Command("failoverip login"), netcup);
        await s1.TypeAsync(_page.Typed("4.", 1)[0].Script);
        await OwnsAsync(Server1);
        await s2.WaitForStateAsync("Backup");

        // 6. Without keepalived.conf
        var without = _page.Typed("6.", 2);
        // The imported file has no provider, of which the environment could tell where it is.
        (await s2.TypeAsync($"unset FailoverIp__Providers__netcup__BaseAddress\n{without[0].Script}")).ShouldContain("/etc/failoverip/imported.json: ");
        (await s2.TypeAsync(without[1].Script)).ShouldContain("/etc/failoverip/failoverip.json: ");
        await s2.WaitForStateAsync("Backup");
        await s1.TypeAsync("systemctl stop failoverip");
        await OwnsAsync(Server2);
        (await s2.TypeAsync("journalctl --no-pager -o cat -u failoverip")).ShouldNotContain("Exception");

        Task OwnsAsync(string server) => netcup.WaitForOwnerAsync(lab, FailoverIp, server, Patience);
    }

    /// <summary>A server as the tutorial leaves it, but for what its scripts do: here they write down that they were called.</summary>
    private static async Task TutorialAsync(Machine machine, string state, int priority)
    {
        await machine.InstallAsync();
        await machine.WriteAsync("/etc/keepalived/keepalived.conf", $$"""
            vrrp_instance VI_1 {
                state {{state}}
                interface eth1
                virtual_router_id 101
                priority {{priority}}
                advert_int 2
                authentication {
                    auth_type PASS
                    auth_pass CUSTOM_PASSWORD
                }
                virtual_ipaddress {
                    10.132.0.100
                }
                notify_master /usr/local/bin/to_master.sh
                notify_backup /usr/local/bin/to_backup.sh
                notify_fault /usr/local/bin/to_backup.sh
            }

            """);
        foreach (var script in new[] { "to_master", "to_backup" })
            await machine.WriteAsync($"/usr/local/bin/{script}.sh", $"#!/bin/sh\necho {script} >>/run/script\n");
        await machine.TypeAsync("chmod 755 /usr/local/bin/to_*.sh\nsystemctl enable --now keepalived");
    }
}

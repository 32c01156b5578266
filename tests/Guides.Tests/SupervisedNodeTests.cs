using FailoverIp.Guides.Machines;
using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Guides;

/// <summary>docs/guides/supervised-node.md, followed literally on a machine that has the tool and not the .deb.</summary>
public sealed class SupervisedNodeTests
{
    private const string Name = "docs/guides/supervised-node.md";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Page _page = Page.Read(Name);

    [SkippableFact]
    [Follows(Name, "A supervised node", "As a service")]
    public async Task It_runs_in_a_terminal_and_as_a_service_and_resigns_for_a_killed_node()
    {
        await using var lab = await NetworkLab.CreateAsync("s1");
        await using var s1 = await Machine.BootAsync(lab, lab["s1"]);
        await s1.WriteAsync("/etc/failoverip/failoverip.json", Example.Json());

        var node = s1.Start(_page.Typed("A supervised node", 1)[0].Script);
        await node.WaitForLineAsync("VI_1: Backup → Active", Patience);
        await s1.InterruptAsync(node);
        (await s1.TypeAsync("ip address show dev eth1")).ShouldNotContain("10.132.0.100");

        var (user, service, kill) = _page.Typed("As a service", 3) is [var first, var second, var third] ? (first, second, third) : throw new InvalidOperationException();
        await s1.TypeAsync(user.Script);
        await s1.WriteAsync(_page.Files("As a service").Single(b => b.Language == "ini"));
        await s1.TypeAsync(service.Without("journalctl"));
        await s1.WaitForStateAsync("Active");
        (await s1.TypeAsync("systemctl show failoverip -p User --value")).ShouldBe("failoverip\n");
        await s1.Start(service.Command("journalctl")).WaitForLineAsync("VI_1: Backup → Active", Patience);

        (await s1.TypeAsync(kill.Script)).ShouldContain("VI_1");
        await s1.WaitForAsync("journalctl --no-pager -o cat -u failoverip", "was ended by signal 9");
        await s1.WaitForStateAsync("Active");
        (await s1.TypeAsync("systemctl show failoverip -p NRestarts --value")).ShouldBe("0\n");

        await s1.WriteAsync(_page.Files("As a service").Single(b => b.Text.Contains("scripts-as-root", StringComparison.Ordinal)));
        await s1.TypeAsync("systemctl daemon-reload\nsystemctl restart failoverip\nsystemctl show failoverip -p User --value | grep -qx root");
        await s1.WaitForStateAsync("Active");
    }
}

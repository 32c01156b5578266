using FailoverIp.Guides.Machines;
using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Guides;

/// <summary>
/// The end of docs/guides/profitbricks-load-balancing.md, which wants systemd; the sections before it want a kernel with IPVS and are followed there. On a kernel without it the node still elects.
/// </summary>
public sealed class LoadBalancerServiceTests
{
    private const string Name = "docs/guides/profitbricks-load-balancing.md";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Page _page = Page.Read(Name);

    [SkippableFact]
    [Follows(Name, "9.")]
    public async Task The_balancer_is_a_service_and_is_taken_off_again()
    {
        await using var lab = await NetworkLab.CreateAsync("vrrpmaster");
        await using var machine = await Machine.BootAsync(lab, lab["vrrpmaster"]);
        await machine.TypeAsync("ln -s /usr/bin/failoverip /usr/local/bin/failoverip");
        await machine.TypeAsync(_page.Typed("4.", 1)[0].Script);
        await machine.WriteAsync(_page.Files("5.").First(f => f.Place == "vrrpmaster"));
        await machine.WriteAsync(_page.Files("9.").Single(f => f.Language == "ini"));
        var (start, stop) = _page.Typed("9.", 2) is [var first, var second] ? (first, second) : default;

        await machine.TypeAsync(start!.Without("journalctl"));
        await machine.Start(start.Command("journalctl")).WaitForLineAsync("Backup → Active", Patience);
        await machine.WaitForStateAsync("Active");

        await machine.TypeAsync(stop!.Script);
        (await machine.TypeAsync("systemctl is-enabled failoverip || true")).ShouldBe("disabled\n");
        (await machine.TypeAsync("nft list tables")).ShouldNotContain("failoverip");
    }
}

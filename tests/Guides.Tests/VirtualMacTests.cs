using FailoverIp.Guides.Machines;
using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Guides;

/// <summary>docs/guides/virtual-mac.md: its first configuration, and what it says one sees of it.</summary>
public sealed class VirtualMacTests
{
    private const string Name = "docs/guides/virtual-mac.md";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Page _page = Page.Read(Name);

    [SkippableFact]
    [Follows(Name, "What it does")]
    public async Task The_virtual_MAC_is_where_the_page_says()
    {
        await Requirements.DemandMacvlanAsync();
        await using var lab = await NetworkLab.CreateAsync("s1");
        await using var s1 = await Machine.BootAsync(lab, lab["s1"]);
        await s1.InstallAsync();
        await s1.WriteAsync(_page.Files("Before you switch it on").Single());
        await s1.TypeAsync("systemctl start failoverip");
        await s1.WaitForStateAsync("Active");

        var look = _page.Typed("What it does", 1)[0];
        await s1.WaitForAsync(look.Without("failoverip vrrp watch"), "inet 192.0.2.100/24");
        (await s1.TypeAsync(look.Without("failoverip vrrp watch"))).ShouldContain("link/ether 00:00:5e:00:01:33");
        var (command, promise) = look.Command("failoverip vrrp watch").Split('#', StringSplitOptions.TrimEntries) is [var c, var p] ? (c, p) : default;
        var watch = s1.Start(command!);
        await watch.WaitForLineAsync(promise!, Patience);
        await s1.InterruptAsync(watch);
    }
}

using FailoverIp.Guides.Machines;
using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Nightly.Tests;

/// <summary>docs/guides/installing.md, followed literally with the real .deb and the real tarball, on machines with systemd that have no FailoverIp.</summary>
[Collection(PublishedFixture.Name)]
public sealed class InstallingGuideTests(PublishedFixture published)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Page _page = Page.Read("docs/guides/installing.md");

    [SkippableFact]
    public async Task The_deb_is_installed_as_the_guide_says()
    {
        await using var lab = await NetworkLab.CreateAsync("s1", "netcup");
        using var netcup = await NetcupSimulator.StartAsync(lab, lab["netcup"]);
        await using var s1 = await Machine.BootAsync(lab, lab["s1"], hasTool: false);
        File.Copy(published.Package, Path.Combine(s1.Shared, Path.GetFileName(published.Package)));
        var blocks = _page.Typed("The .deb", 4);

        // Typed in the folder with the file; it is asked nothing, for nothing else has to be installed.
        await s1.TypeAsync($"cd /mnt\n{blocks[0].Commands.Single()}");
        (await s1.TypeAsync("systemctl is-active failoverip || true")).ShouldBe("inactive\n");

        // An editor in which nothing is changed: the example has the interfaces and the server of the laboratory.
        await s1.WriteAsync("/usr/local/bin/editor", "#!/bin/sh\ntest -w \"$1\"\n");
        await s1.TypeAsync("chmod 755 /usr/local/bin/editor");
        await s1.UseAsync(netcup);
        foreach (var command in blocks[1].Commands)
        {
            if (command.Contains("login netcup", StringComparison.Ordinal))
                await s1.LoginAsync(command, netcup);
            else if (command.Contains("/dev/stdin", StringComparison.Ordinal))
                await s1.TypeAsync($"cd /etc/failoverip\necho 'tellno1!' | {command}");
            else
                await s1.TypeAsync($"cd /etc/failoverip\n{command}");
        }
        await netcup.WaitForOwnerAsync(lab, "203.0.113.10", "v2200000000000000001", Patience);
        (await s1.TypeAsync("systemctl show failoverip -p User --value; systemctl is-enabled failoverip")).ShouldBe("failoverip\nenabled\n");

        await s1.TypeAsync(blocks[2].Command("systemctl reload"));
        await s1.WaitForAsync(blocks[2].Command("journalctl"), "reloaded: ");
        foreach (var command in blocks[3].Commands)
            await s1.TypeAsync($"echo y | {command}");
        (await s1.TypeAsync("ls -d /etc/failoverip /var/lib/failoverip /usr/lib/failoverip 2>/dev/null || true")).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task The_tarball_is_unpacked_as_the_guide_says()
    {
        await using var lab = await NetworkLab.CreateAsync("s1");
        await using var s1 = await Machine.BootAsync(lab, lab["s1"], hasTool: false);
        File.Copy(published.Tarball, Path.Combine(s1.Shared, Path.GetFileName(published.Tarball)));

        (await s1.TypeAsync($"cd /mnt\n{_page.Typed("The tarball", 1)[0].Script}")).ShouldContain("Verified: s2 was Active");
    }
}

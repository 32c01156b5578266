using FailoverIp.Guides.Machines;
using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Guides;

/// <summary>docs/guides/operating.md: its questions are asked of a node that runs as a service.</summary>
public sealed class OperatingTests
{
    private const string Name = "docs/guides/operating.md";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Page _page = Page.Read(Name);

    [SkippableFact]
    [Follows(Name, "Four places to look", "The status page", "The control socket")]
    public async Task A_node_answers_the_questions_of_the_page()
    {
        await using var lab = await NetworkLab.CreateAsync("s1");
        await using var s1 = await Machine.BootAsync(lab, lab["s1"]);
        await s1.InstallAsync();
        var status = _page.Files("The status page");
        await s1.WriteAsync("/etc/failoverip/failoverip.json", Example.Json(status[0].Text));
        await s1.TypeAsync("systemctl start failoverip");
        await s1.WaitForStateAsync("Active");

        var look = _page.Typed("Four places to look", 1)[0];
        var said = await s1.TypeAsync(look.Without("failoverip vrrp watch"));
        said.ShouldMatch(@"(?m)^VI_1 +Active ");
        said.ShouldContain("\"state\": \"Active\"");
        said.ShouldEndWith("healthy\n");
        var watch = s1.Start(look.Command("failoverip vrrp watch").Split('#')[0].Trim());
        await watch.WaitForLineAsync("Ok", Patience);
        await s1.InterruptAsync(watch);

        // On an address of the network, with a token; the page's own address is this machine's.
        status[1].Text.ShouldContain($"http://{s1.Host.Address}:9112");
        await s1.TypeAsync(_page.Typed("The status page", 1)[0].Script);
        await s1.WriteAsync("/etc/failoverip/failoverip.json", Example.Json(status[1].Text, _page.Files("The control socket").Single().Text));
        var control = _page.Typed("The control socket", 2);
        await s1.TypeAsync(control[0].Script);
        await s1.WaitForStateAsync("Active");
        const string curl = "curl -s -o /dev/null -w '%{http_code}\\n' ";
        (await s1.TypeAsync($"{curl} http://10.132.0.10:9112/status\n{curl} -H \"Authorization: Bearer $(cat /etc/failoverip/status.token)\" http://10.132.0.10:9112/status\n{curl} http://10.132.0.10:9112/healthz"))
            .ShouldBe("401\n200\n200\n");

        (await s1.TypeAsync(control[1].Script)).ShouldContain("failoverip_node{node=\"s1\"");
        (await s1.TypeAsync("stat -c '%G %a' /run/failoverip/control.sock")).ShouldBe("adm 660\n");
    }
}

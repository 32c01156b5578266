using System.Text.RegularExpressions;
using FailoverIp.Guides.Machines;
using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Guides;

/// <summary>The README, as somebody types it who has a clone, and then a server.</summary>
public sealed partial class ReadmeTests
{
    private const string Name = "README.md";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Page _page = Page.Read(Name);

    [SkippableFact]
    [Follows(Name, "Try it in a minute")]
    public async Task The_demo_shows_what_the_README_shows()
    {
        Skip.If(OperatingSystem.IsWindows(), "the script is for a shell");
        // The first time it builds what it needs.
        var (status, demo, errors) = await Shell.TryRunAsync(TimeSpan.FromMinutes(10), "sh", "-ec", $"cd '{Page.Root}'\n{_page.Typed("Try it in a minute", 1)[0].Script}");

        status.ShouldBe(0, errors);
        var seen = demo.Split('\n').Select(Shape).ToHashSet(StringComparer.Ordinal);
        foreach (var line in _page.Files("Try it in a minute").Single().Text.TrimEnd('\n').Split('\n'))
            seen.ShouldContain(Shape(line), demo);
    }

    [SkippableFact]
    [Follows(Name, "A node", "Load balancing")]
    public async Task A_server_gets_its_node_and_a_digest()
    {
        await using var lab = await NetworkLab.CreateAsync("s1", "netcup");
        using var netcup = await NetcupSimulator.StartAsync(lab, lab["netcup"]);
        await using var s1 = await Machine.BootAsync(lab, lab["s1"]);
        await s1.UseAsync(netcup);
        await s1.WriteAsync("/etc/failoverip/failoverip.json", _page.Files("A node").Single().Text);
        var commands = _page.Typed("A node", 1)[0];
        await s1.TypeAsync(commands.Command("echo"));
        await s1.LoginAsync(commands.Command("failoverip login"), netcup);
        (await s1.TypeAsync("stat -c %a /var/lib/failoverip/netcup.token")).ShouldBe("600\n");
        (await s1.TypeAsync(commands.Without("echo", "failoverip login", "failoverip run"))).ShouldContain("/etc/failoverip/failoverip.json: valid");
        var node = s1.Start(commands.Command("failoverip run").Split('#')[0].Trim());
        await netcup.WaitForOwnerAsync(lab, "203.0.113.10", "v2200000000000000001", Patience);
        await s1.InterruptAsync(node);

        // A web server on this machine, which is 10.132.0.10; and the kernel's table, where the kernel has one.
        var balancing = _page.Typed("Load balancing", 1)[0];
        s1.Start("python3 -m http.server --bind 10.132.0.10 80");
        await s1.WaitForAsync(balancing.Command("failoverip genhash"), "\n");
        (await s1.TypeAsync(balancing.Command("failoverip genhash"))).ShouldMatch("^[0-9a-f]{32}\n$");
        var (status, output, errors) = await s1.TryTypeAsync(balancing.Command("failoverip ipvs"));
        if (status == 0)
            output.ShouldStartWith("IP Virtual Server version");
        else
            errors.TrimEnd().Split('\n').Length.ShouldBe(1, errors);
    }

    private static string Shape(string line) => Times().Replace(line.Trim(), "#");

    [GeneratedRegex(@"(?<![\w.])\d+(\.\d+)? (s|ms)\b", RegexOptions.None, 1000)]
    private static partial Regex Times();
}

using FailoverIp.Guides.Pages;

namespace FailoverIp.IpvsInterop.Post;

/// <summary>
/// docs/guides/profitbricks-load-balancing.md, followed literally: what it says to type is typed, its files are the files, its addresses the addresses, its times the
/// times. What is not literal stands at <see cref="Machine.TypeAsync"/>. The failover group of section 1, which brings the address to both machines, is the LAN.
/// </summary>
public sealed class GuideTests
{
    // "Within 40 seconds", and a machine that is busy with other tests.
    private static readonly TimeSpan CheckTime = TimeSpan.FromSeconds(40 + 10);

    // A machine that is off does not even refuse: each of the four attempts takes its ConnectTimeout of 3 seconds.
    private static readonly TimeSpan UnreachableTime = TimeSpan.FromSeconds(40 + (4 * 3) + 10);

    private static readonly TimeSpan Start = TimeSpan.FromSeconds(60);

    private readonly Page _guide = Page.Read("docs/guides/profitbricks-load-balancing.md");

    [SkippableFact]
    public async Task The_guide_does_what_it_says()
    {
        await using var lab = await PostLab.CreateAsync();
        await SetUpAsync(lab);
        await StartAsync(lab);
        await LookAsync(lab);
        await BreakAWebServerAsync(lab);
        await SwitchOffTheActiveMachineAsync(lab);
        await SwitchOnAsync(lab);
        await StopAsync(lab);
    }

    /// <summary>Sections 2 to 5: software, pages, password, files.</summary>
    private async Task SetUpAsync(PostLab lab)
    {
        foreach (var block in _guide.Of("2.").Concat(_guide.Of("3.")).Concat(_guide.Of("4.")).Concat(_guide.Of("5.")).Where(b => b.Language is "sh" or "jsonc"))
        {
            var output = await lab.FollowAsync(block);
            if (block.Text.Contains("failoverip genhash", StringComparison.Ordinal))
                output.ShouldBe(Promise("3."));
            if (block.Text.Contains("failoverip validate", StringComparison.Ordinal))
                output.ShouldBe(Promise("5.") + Promise("5."), "on each of the two");
        }
    }

    /// <summary>Section 6.</summary>
    private async Task StartAsync(PostLab lab)
    {
        var run = _guide.Of("6.").Single();
        foreach (var machine in lab.At(run.Place))
            machine.StartNode(run.Commands.Single());
        foreach (var machine in lab.Both)
            await machine.Node.WaitForLineAsync("http: the quorum stands", Start);
        await HoldsAloneAsync(lab.Master, lab.Slave);
    }

    /// <summary>Section 7.</summary>
    private async Task LookAsync(PostLab lab)
    {
        foreach (var block in _guide.Of("7.").Where(b => b is { Language: "sh", Place: "vrrpmaster" }))
            (await lab.FollowAsync(block)).ShouldContain("203.0.113.10");
        foreach (var machine in lab.Both)
        {
            var table = await machine.TypeAsync("failoverip ipvs list");
            table.ShouldBe(await machine.Ipvsadm.RunAsync("-Ln"));
            // The first line has the version and the size, which are the kernel's.
            Lines(table).Skip(1).ShouldBe(Lines(Promise("7.")).Skip(1));
            var status = await PostLab.ReadStatusAsync(machine);
            var isMaster = machine == lab.Master;
            status.GetProperty("instances")[0].GetProperty("state").GetString().ShouldBe(isMaster ? "Active" : "Backup");
            var http = status.GetProperty("virtualServers")[0];
            http.GetProperty("bypass").GetBoolean().ShouldBe(!isMaster);
            http.GetProperty("realServers").EnumerateArray().Select(r => r.GetProperty("state").GetString()).ShouldBe(["Up", "Up"]);
        }
        await BypassShouldBeAsync(lab.Master, redirects: false);
        await BypassShouldBeAsync(lab.Slave, redirects: true);

        var curl = _guide.Of("7.").Single(b => b.Place == "a client");
        (await lab.Lab["client"].RunAsync("sh", "-ec", curl.Script)).Output.Trim().ShouldBeOneOf(PostLab.Page1, PostLab.Page2);
        var (first, second) = (await lab.Client(2).AskAsync(), await lab.Client(3).AskAsync());
        new[] { first, second }.ShouldBe([PostLab.Page1, PostLab.Page2], ignoreOrder: true, "each new client goes to the next web server\n" + lab.Lab.Describe());
        for (var i = 0; i < 5; i++)
        {
            (await lab.Client(2).AskAsync()).ShouldBe(first, "and stays with it");
            (await lab.Client(3).AskAsync()).ShouldBe(second);
        }
    }

    /// <summary>Section 8, the first half.</summary>
    private async Task BreakAWebServerAsync(PostLab lab)
    {
        var blocks = _guide.Of("8.").ToArray();
        var (ofOne, ofTwo) = await ClientsOfBothAsync(lab);
        await using var watch = Watch.Start(ofOne);

        await lab.FollowAsync(blocks[0]);
        foreach (var machine in lab.Both)
        {
            await lab.WaitForRealServersAsync(machine, CheckTime, "10.132.0.10:80");
            var reason = (await PostLab.ReadStatusAsync(machine)).GetProperty("virtualServers")[0].GetProperty("realServers")[1];
            (reason.GetProperty("state").GetString(), reason.GetProperty("lastFailure").GetString()).ShouldBe(("Down", "GET /index.html: no connection: Connection refused"));
        }
        (await ofTwo.AskAsync()).ShouldBe(PostLab.Page1, "also the client of the one that is gone");

        await lab.FollowAsync(blocks[1]);
        foreach (var machine in lab.Both)
            await lab.WaitForRealServersAsync(machine, CheckTime, "10.132.0.10:80", "10.132.0.11:80");
        await ClientsOfBothAsync(lab);
        (await watch.EndAsync()).ShouldAllBe(a => a == PostLab.Page1, "the client of the other one has noticed nothing");
    }

    /// <summary>Section 8, the second half: vrrpmaster is switched off.</summary>
    private static async Task SwitchOffTheActiveMachineAsync(PostLab lab)
    {
        await lab.Master.CutPowerAsync();
        await lab.Slave.Host.WaitForAddressAsync(PostLab.SharedAddress, present: true, "eth0", TimeSpan.FromSeconds(15));
        await BypassShouldBeAsync(lab.Slave, redirects: false);
        await Interop.Lab.Until.TrueAsync(
            async () => await lab.NewClient().AskAsync() == PostLab.Page2, TimeSpan.FromSeconds(10), () => "every other client is served at once\n" + lab.Lab.Describe());

        await lab.WaitForRealServersAsync(lab.Slave, UnreachableTime, "10.132.0.11:80");
        for (var i = 0; i < 4; i++)
            (await lab.NewClient().AskAsync()).ShouldBe(PostLab.Page2, "and all of them when the checks have found out");
    }

    /// <summary>Not a machine that has started anew, but one whose kernel still has everything that the killed node left: address, table, rules.</summary>
    private static async Task SwitchOnAsync(PostLab lab)
    {
        (await lab.Master.Ipvsadm.ListAsync()).ShouldHaveSingleItem().Destinations.Count.ShouldBe(2, "left behind");
        await lab.Master.RestorePowerAsync();
        lab.Master.StartNode("failoverip run");
        await lab.Master.Node.WaitForLineAsync("http: the quorum stands", Start);
        await HoldsAloneAsync(lab.Master, lab.Slave);
        await BypassShouldBeAsync(lab.Slave, redirects: true);
        await BypassShouldBeAsync(lab.Master, redirects: false);
        foreach (var machine in lab.Both)
        {
            await lab.WaitForRealServersAsync(machine, CheckTime, "10.132.0.10:80", "10.132.0.11:80");
            (await PostLab.ReadStatusAsync(machine)).GetProperty("virtualServers")[0].TryGetProperty("problem", out _).ShouldBeFalse("it knows its own services\n" + lab.Lab.Describe());
        }
        for (var i = 0; i < 4; i++)
            await ClientsOfBothAsync(lab);
    }

    /// <summary>Ctrl-C, first on the Active machine, then on the other one: nothing is left of either.</summary>
    private static async Task StopAsync(PostLab lab)
    {
        await StopAsync(lab, lab.Master);
        await lab.Slave.Host.WaitForAddressAsync(PostLab.SharedAddress, present: true, "eth0", TimeSpan.FromSeconds(5));
        await lab.WaitForRealServersAsync(lab.Slave, CheckTime, "10.132.0.10:80", "10.132.0.11:80");
        var pages = new HashSet<string>();
        for (var i = 0; i < 4; i++)
            pages.Add(await lab.NewClient().AskUntilServedAsync(TimeSpan.FromSeconds(10)));
        pages.ShouldBe([PostLab.Page1, PostLab.Page2], ignoreOrder: true, "vrrpmaster is vrrpslave's web server still");
        await StopAsync(lab, lab.Slave);
    }

    private static async Task StopAsync(PostLab lab, Machine machine)
    {
        await machine.Node.SignalAsync("INT");
        (await machine.Node.WaitForExitAsync(Start)).ShouldBe(0, lab.Lab.Describe());
        (await machine.Host.ReadAddressesAsync("eth0")).ShouldNotContain(PostLab.SharedAddress);
        (await machine.Ipvsadm.ListAsync()).ShouldBeEmpty();
        await BypassShouldBeAsync(machine, redirects: true);
    }

    /// <summary>Two clients that were never here before, one for each web server.</summary>
    private static async Task<(WebClient OfOne, WebClient OfTwo)> ClientsOfBothAsync(PostLab lab)
    {
        var (first, second) = (lab.NewClient(), lab.NewClient());
        var (page, other) = (await first.AskUntilServedAsync(TimeSpan.FromSeconds(10)), await second.AskUntilServedAsync(TimeSpan.FromSeconds(10)));
        new[] { page, other }.ShouldBe([PostLab.Page1, PostLab.Page2], ignoreOrder: true, lab.Lab.Describe());
        return page == PostLab.Page1 ? (first, second) : (second, first);
    }

    private static async Task HoldsAloneAsync(Machine active, Machine backup)
    {
        await active.Host.WaitForAddressAsync(PostLab.SharedAddress, present: true, "eth0", Start);
        await backup.Host.WaitForAddressAsync(PostLab.SharedAddress, present: false, "eth0", Start);
    }

    private static async Task BypassShouldBeAsync(Machine machine, bool redirects)
    {
        var rule = redirects ? "-j REDIRECT" : "--ctstate DNAT";
        var rules = "";
        await Interop.Lab.Until.TrueAsync(
            async () => (rules = await machine.ReadRedirectsAsync()).Contains("-d 203.0.113.10/32 -p tcp -m tcp --dport 80", StringComparison.Ordinal) && rules.Contains(rule, StringComparison.Ordinal),
            TimeSpan.FromSeconds(15),
            () => $"{machine.Host.Name} is to have {rule}, has\n{rules}");
        rules.Contains("-j REDIRECT", StringComparison.Ordinal).ShouldBe(redirects);
    }

    /// <summary>What a section says is to be seen.</summary>
    private string Promise(string heading) => _guide.Of(heading).Single(b => b.Language == "text").Text;

    private static string[] Lines(string text) => [.. text.Split('\n').Select(l => l.TrimEnd())];
}

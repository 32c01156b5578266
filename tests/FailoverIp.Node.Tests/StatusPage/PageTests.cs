using System.Text.RegularExpressions;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public partial class PageTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task It_shows_instances_with_their_time_line_and_addresses_with_their_state()
    {
        await using var site = await StatusSite.StartAsync();
        site.Node.Engine.Move("VI_1", VrrpState.Backup, TransitionReason.Started);
        site.Node.Engine.Move("VI_1", VrrpState.Active);
        await site.Node.UntilAsync(() => site.Node.Web.State == RouteKeeperState.Routed);

        var page = await site.Http.GetStringAsync("/");

        page.ShouldContain("<title>Active · s1</title>");
        page.ShouldContain("<b>Backup → Active</b>");
        page.ShouldContain("the Active router is silent");
        page.ShouldContain("<b>Initialize → Backup</b>");
        page.ShouldContain("203.0.113.10/32");
        page.ShouldContain("<span class=\"pill active\">Routed</span>");
        page.ShouldContain("http-equiv=\"refresh\"");
    }

    [Fact]
    public async Task A_browser_is_told_to_run_nothing_but_the_script_of_the_page()
    {
        await using var site = await StatusSite.StartAsync();

        using var answer = await site.GetAsync("/");

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; style-src 'sha256-");
        policy.ShouldNotContain("unsafe");
        var page = await answer.Content.ReadAsStringAsync();
        foreach (var tag in new[] { "script", "style" })
        {
            var inline = Regex.Match(page, $"<{tag}>(?<text>.*?)</{tag}>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["text"].Value;
            policy.ShouldContain(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(inline))));
        }
        StyleAttribute().IsMatch(page).ShouldBeFalse("the policy would not allow it");
        page.ShouldNotContain("=\"http");
    }

    [Fact]
    public void What_others_have_named_is_text()
    {
        const string Evil = "<script>alert('x')</script>\n\"&";
        var status = Sample() with { Node = Evil, Addresses = [Address(Evil)], Events = [new(Now, NodeEventKind.Vrrp, Evil, Evil, Evil, IsProblem: true)] };
        status = status with
        {
            Instances = [status.Instances[0] with { Name = Evil, Interface = Evil, Fault = Evil, State = VrrpState.Fault, Reason = Evil, ActiveRouter = Evil, Addresses = [Evil], Transitions = [new(Now, VrrpState.Backup, VrrpState.Fault, 1, Evil)] }],
            VirtualServers = [new() { Name = Evil, Address = Evil, Protocol = Evil, Scheduler = Evil, Method = Evil, Quorum = false, Problem = Evil, RealServers = [new(Evil, 1, "Down", Evil)] }],
            Trackers = [new() { Name = Evil, Kind = Evil, Detail = Evil, Well = false, Since = Now, Value = null }],
        };

        var main = Content(status, PageView.Everything).Main;

        main.ShouldNotContain("<script");
        main.ShouldNotContain('\n');
        main.ShouldContain("&lt;script&gt;");
        Elements().Matches(main).Select(m => m.Groups["name"].Value).Distinct().ShouldAllBe(n => Known.Contains(n));
    }

    [Fact]
    public void Many_instances_are_a_line_each_that_leads_to_one_in_full()
    {
        var status = Sample();
        status = status with { Instances = [.. Enumerable.Range(1, 1000).Select(i => status.Instances[0] with { Name = $"VI {i}" })] };

        var all = Content(status, PageView.Everything).Main;
        var one = Content(status, new("VI 1000")).Main;

        all.ShouldContain("<a href=\"?instance=VI%201000\">VI 1000</a>");
        all.Length.ShouldBeLessThan(600_000);
        one.ShouldContain("<article");
        one.ShouldContain("VI 1000");
        one.ShouldNotContain(">VI 1<");
        Content(status, new("nobody")).Main.ShouldContain("There is no such instance");
    }

    [Fact]
    public void The_band_shows_each_stay_as_long_as_it_lasted()
    {
        TransitionStatus[] transitions = [new(Now.AddMinutes(-15), VrrpState.Backup, VrrpState.Active, 2, ""), new(Now.AddMinutes(-45), VrrpState.Initialize, VrrpState.Backup, 1, "")];

        var strip = new Html().Add($"{StateStrip.Of(transitions, Now)}").ToString();

        strip.ShouldContain("1 hour ago");
        var bands = Band().Matches(strip).Select(m => (m.Groups["class"].Value, Width: double.Parse(m.Groups["width"].Value, System.Globalization.CultureInfo.InvariantCulture))).ToList();
        bands.Select(b => b.Value).ShouldBe(["backup", "active"]);
        bands[0].Width.ShouldBe(500, 1);
        bands[1].Width.ShouldBe(266, 1, "to the end of this minute");
        new Html().Add($"{StateStrip.Of(transitions, Now.AddSeconds(59))}").ToString().ShouldBe(strip, "it moves on with the minutes");
    }

    [Fact]
    public void Only_what_has_changed_is_sent()
    {
        var before = Content(Sample(), PageView.Everything);
        var same = Content(Sample(), PageView.Everything);
        var after = Content(Sample() with { Addresses = [Address("web") with { State = RouteKeeperState.Routing }] }, PageView.Everything);
        var more = Content(Sample() with { Addresses = [Address("web"), Address("web2")] }, PageView.Everything);

        same.Version.ShouldBe(before.Version);
        after.Version.ShouldNotBe(before.Version);
        PageMessage.CanPatch(before, after).ShouldBeTrue();
        PageMessage.Patch(before, after).ShouldStartWith("event: patch\ndata: <article id=\"a0\"");
        PageMessage.Patch(before, after).ShouldEndWith($"id: {after.Version}\n\n");
        PageMessage.Patch(before, after).ShouldNotContain("id=\"i0\"");
        PageMessage.CanPatch(before, more).ShouldBeFalse();
    }

    private static PageContent Content(NodeStatus status, PageView view) => PageContent.Of(status, NodeHealth.Of(status, isUp: true, []).Problems, view, Now);

    internal static NodeStatus Sample() => new()
    {
        Node = "s1",
        Version = "1.0.0",
        UptimeSeconds = 812,
        Instances =
        [
            new()
            {
                Name = "VI_1", Interface = "eth1", Family = "IPv4", Version = 2, VirtualRouterId = 101, State = VrrpState.Active, Since = Now.AddMinutes(-5), Priority = 255, EffectivePriority = 255,
                ActiveRouter = "10.132.0.10", Addresses = ["10.132.0.100/32"], Epoch = 2, Sent = 4711, Received = 12,
                Discarded = System.Collections.Immutable.ImmutableSortedDictionary<string, long>.Empty.Add("badTtl", 3), Reason = "no advert of 10.132.0.11 for 6.004 s",
                Transitions = [new(Now.AddMinutes(-5), VrrpState.Backup, VrrpState.Active, 2, "no advert of 10.132.0.11 for 6.004 s"), new(Now.AddMinutes(-13), VrrpState.Initialize, VrrpState.Backup, 1, "started")],
            },
        ],
        Addresses = [Address("web")],
    };

    private static readonly string[] Known =
        ["section", "div", "header", "h1", "h2", "h3", "p", "span", "ul", "li", "ol", "b", "article", "dl", "dt", "dd", "time", "code", "figure", "svg", "rect", "figcaption", "details", "summary", "a"];

    private static AddressStatus Address(string name) => new()
    {
        Name = name, Address = "203.0.113.10/32", Provider = "netcup", Target = "v1", Owner = "v1", State = RouteKeeperState.Routed, LastVerified = Now.AddSeconds(-20), LastError = null, Epoch = 2,
    };

    [GeneratedRegex(" style=", RegexOptions.None, 1000)]
    private static partial Regex StyleAttribute();

    [GeneratedRegex("<(?<name>[a-z0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Elements();

    [GeneratedRegex("<rect x=\"[^\"]*\" width=\"(?<width>[^\"]*)\" height=\"10\" class=\"(?<class>\\w+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Band();
}

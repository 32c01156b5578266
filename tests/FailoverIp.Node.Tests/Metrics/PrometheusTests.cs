using System.Diagnostics;
using System.Diagnostics.Metrics;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class PrometheusTests
{
    private static readonly NodeOptions Balanced = TestNode.Options with
    {
        VirtualServers = [new(new() { Name = "http", Key = Vrrp.Ipvs.IpvsServiceKey.OfMark(7), RealServers = [new() { Address = new(System.Net.IPAddress.Parse("10.0.0.1"), 80) }] })],
    };

    [Fact]
    public async Task A_failover_is_in_the_metrics()
    {
        await using var site = await StatusSite.StartAsync();
        site.Node.Engine.Move("VI_1", VrrpState.Backup, TransitionReason.Started);
        site.Node.Engine.Move("VI_1", VrrpState.Active);
        await site.Node.UntilAsync(() => site.Node.Web.State == RouteKeeperState.Routed && site.Node.Node.GetStatus().Events!.Value[0].What == "Routed");
        await site.Node.PassAsync(TimeSpan.FromSeconds(1));

        var lines = (await site.Http.GetStringAsync("/metrics")).Split('\n');

        lines.ShouldContain("failoverip_vrrp_state{instance=\"VI_1\",state=\"Active\"} 1");
        lines.ShouldContain("failoverip_vrrp_state{instance=\"VI_1\",state=\"Backup\"} 0");
        lines.ShouldContain("failoverip_vrrp_transitions_total{instance=\"VI_1\",to=\"Active\"} 1");
        lines.ShouldContain("failoverip_vrrp_adverts_sent_total{instance=\"VI_1\"} 4711");
        lines.ShouldContain("failoverip_vrrp_adverts_discarded_total{instance=\"VI_1\",reason=\"badTtl\"} 0");
        lines.ShouldContain("failoverip_address_state{name=\"web\",provider=\"fake\",state=\"Routed\"} 1");
        lines.ShouldContain("failoverip_route_writes_total{name=\"web\",outcome=\"accepted\"} 1");
        lines.ShouldContain("failoverip_takeover_duration_seconds_count{instance=\"VI_1\",name=\"web\",provider=\"fake\"} 1");
        lines.ShouldContain(l => l.StartsWith("failoverip_node{node=\"s1\",version=", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("process_resident_memory_bytes ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Errors_of_a_provider_are_counted_by_their_kind()
    {
        await using var site = await StatusSite.StartAsync();
        site.Node.Provider.Fails = new(FailoverErrorKind.Authentication, "the token is not valid any more");
        site.Node.Engine.Move("VI_1", VrrpState.Active);
        await site.Node.UntilAsync(() => site.Node.Node.GetStatus().Events!.Value[0].What == "Failing");

        (await site.Http.GetStringAsync("/metrics")).ShouldContain("failoverip_address_errors_total{kind=\"Authentication\",name=\"web\",provider=\"fake\"} ");
        site.Node.Node.GetStatus().Events!.Value[0].ShouldSatisfyAllConditions(
            e => e.IsProblem.ShouldBeTrue(),
            e => e.Reason.ShouldStartWith("Authentication: the token is not valid any more"));
    }

    [Fact]
    public async Task What_is_configured_no_more_is_not_told_any_more()
    {
        await using var site = await StatusSite.StartAsync();
        (await site.Http.GetStringAsync("/metrics")).ShouldContain("instance=\"VI_1\"");
        await site.Node.Node.ReloadAsync(site.Node.Node.Options with { Instances = [.. TestNode.Options.Instances, TestNode.Options.Instances[0] with { Name = "VI_2", VirtualRouterId = 7 }] });
        await site.Node.PassAsync(TimeSpan.FromSeconds(1)); // one look serves a moment
        (await site.Http.GetStringAsync("/metrics")).ShouldContain("failoverip_vrrp_priority{instance=\"VI_2\"}");
        await site.Node.Node.ReloadAsync(site.Node.Node.Options with { Instances = TestNode.Options.Instances });

        await site.Node.PassAsync(TimeSpan.FromSeconds(1));
        (await site.Http.GetStringAsync("/metrics")).ShouldNotContain("failoverip_vrrp_priority{instance=\"VI_2\"}");
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound()
    {
        using var meters = TestMeters.Create();
        using var collector = new PrometheusCollector(meters);
        var meter = meters.Create(NodeDiagnostics.MeterName);
        var histogram = meter.CreateHistogram<double>("failoverip.test.duration", "s", "A \\ test\nof two lines");
        foreach (var value in new[] { 0.001, 0.2, 0.3, 1000 })
            histogram.Record(value, new KeyValuePair<string, object?>("name", "a\"b\\c\nd"));

        var text = collector.Collect();

        const string Labels = "name=\"a\\\"b\\\\c\\nd\"";
        text.ShouldContain("# HELP failoverip_test_duration_seconds A \\\\ test\\nof two lines\n# TYPE failoverip_test_duration_seconds histogram\n");
        text.ShouldContain($"failoverip_test_duration_seconds_bucket{{{Labels},le=\"0.001\"}} 1\n");
        text.ShouldContain($"failoverip_test_duration_seconds_bucket{{{Labels},le=\"0.25\"}} 2\n");
        text.ShouldContain($"failoverip_test_duration_seconds_bucket{{{Labels},le=\"180\"}} 3\n");
        text.ShouldContain($"failoverip_test_duration_seconds_bucket{{{Labels},le=\"+Inf\"}} 4\n");
        text.ShouldContain($"failoverip_test_duration_seconds_count{{{Labels}}} 4\n");
    }

    [Fact]
    public void Another_application_s_meters_are_not_ours_to_tell()
    {
        using var meters = TestMeters.Create();
        using var collector = new PrometheusCollector(meters);
        using var other = new Meter(NodeDiagnostics.MeterName);
        meters.Create("Somebody.Else").CreateCounter<long>("else").Add(1);
        other.CreateCounter<long>("other").Add(1);
        meters.Create(NodeDiagnostics.MeterName).CreateCounter<long>("ours").Add(1);

        var text = collector.Collect();
        text.ShouldContain("ours_total 1");
        text.ShouldNotContain("else_total");
        text.ShouldNotContain("other_total");
    }

    [SkippableFact]
    public async Task Prometheus_finds_nothing_wrong_with_them()
    {
        Skip.If(Environment.GetEnvironmentVariable("CI") != "true" && !InPath("promtool"), "not installed: promtool");
        await using var site = await StatusSite.StartAsync(Balanced);
        site.Node.Engine.Move("VI_1", VrrpState.Active);
        await site.Node.UntilAsync(() => site.Node.Web.State == RouteKeeperState.Routed);
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;

        await promtool.StandardInput.WriteAsync(await site.Http.GetStringAsync("/metrics"));
        promtool.StandardInput.Close();
        var said = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        said.ShouldBe("");
        promtool.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Every_metric_is_in_the_guide_and_no_other()
    {
        await using var site = await StatusSite.StartAsync(Balanced);
        var published = Instruments(site).ToHashSet(StringComparer.Ordinal);
        var written = MarkdownPage.Read("docs/guides/operating.md").FirstCellsUnder("Metrics").ToHashSet(StringComparer.Ordinal);

        published.Count.ShouldBeGreaterThan(25);
        published.Except(written, StringComparer.Ordinal).ShouldBeEmpty("not in the page");
        written.Except(published, StringComparer.Ordinal).Where(n => !n.StartsWith("process_", StringComparison.Ordinal)).ShouldBeEmpty("only in the page");
    }

    private static List<string> Instruments(StatusSite site)
    {
        var names = new List<string>();
        var factory = site.Node.Get<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name is NodeDiagnostics.MeterName or FailoverIpDiagnostics.MeterName or Lvs.LvsDiagnostics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
                names.Add(PrometheusName.Of(instrument, MetricFamily.KindOf(instrument)));
        };
        listener.Start();
        return names;
    }

    private static bool InPath(string tool) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, tool)));
}

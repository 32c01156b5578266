using FailoverIp.Vrrp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FailoverIp.Node.Tests;

public class TrackHealthCheckTests
{
    [Fact]
    public async Task A_health_check_by_code_counts_in_the_election_and_a_reload_leaves_it_there()
    {
        var health = HealthCheckResult.Healthy();
        await using var node = await TestNode.StartAsync(TestNode.Options with { Instances = [TestNode.Options.Instances[0] with { Priority = 200 }] }, more: b =>
        {
            b.TrackHealthCheck("VI_1", "db", weight: -50, o => o with { Interval = TimeSpan.FromSeconds(7) });
            b.Services.AddHealthChecks().AddAsyncCheck("db", () => Task.FromResult(health));
        });
        await node.UntilAsync(() => node.Node.GetStatus().Trackers is [{ Well: true }]);
        node.Engine.Started[0].TrackedHealth.ShouldBe([new TrackedHealth("health check db", -50)]);
        node.Node.Options.Trackers.ShouldBe([new HealthCheckTrackerOptions("db") { Interval = TimeSpan.FromSeconds(7) }]);

        health = HealthCheckResult.Unhealthy("gone");
        await node.UntilAsync(() => node.Node.GetStatus().Trackers is [{ Well: false }]);
        await node.Node.ReloadAsync(TestNode.Options);
        await node.Node.ReloadAsync(node.Node.Options);

        node.Engine.Started[0].TrackedHealth.ShouldBe([new TrackedHealth("health check db", -50)]);
        node.Node.GetStatus().Trackers!.Value.ShouldHaveSingleItem().Detail.ShouldBe("Unhealthy: gone");
    }

    [Fact]
    public async Task One_that_hangs_is_unwell_after_its_timeout()
    {
        var hold = new TaskCompletionSource<HealthCheckResult>();
        await using var node = await TestNode.StartAsync(more: b =>
        {
            b.TrackHealthCheck("VI_1", "db", configure: o => o with { Timeout = TimeSpan.FromSeconds(3) });
            b.Services.AddHealthChecks().AddAsyncCheck("db", () => hold.Task);
        });

        await node.UntilAsync(() => node.Node.GetStatus().Trackers is [{ Well: false, Detail: "no answer within 3 s" }]);
        hold.SetResult(HealthCheckResult.Healthy());
    }

    [Fact]
    public async Task An_instance_that_does_not_exist_is_refused_when_the_host_starts()
    {
        await using var node = TestNode.Create(more: b => b.TrackHealthCheck("VI_9", "db"));

        var failure = await Should.ThrowAsync<FailoverIpException>(node.StartHostAsync);

        (failure.Kind, failure.Message).ShouldBe((FailoverErrorKind.Configuration, "TrackHealthCheck: there is no VRRP instance \"VI_9\""));
    }

    [Fact]
    public async Task The_node_s_own_check_cannot_decide_over_it()
    {
        await using var node = await TestNode.StartAsync(more: b =>
        {
            b.TrackHealthCheck("VI_1", "failoverip");
            b.Services.AddHealthChecks().AddFailoverIpNode();
        });

        await node.UntilAsync(() => node.Node.GetStatus().Trackers is [{ Well: false, Detail: "it is the node's own health check, which depends on what it would decide" }]);
    }
}

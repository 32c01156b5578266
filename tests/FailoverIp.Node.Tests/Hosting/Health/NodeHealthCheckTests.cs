using FailoverIp.Vrrp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FailoverIp.Node.Tests;

public class NodeHealthCheckTests
{
    private static Task<TestNode> StartAsync(HealthStatus? failure = null) => TestNode.StartAsync(more: b => b.Services.AddHealthChecks().AddFailoverIpNode(failureStatus: failure));

    private static async Task<HealthReportEntry> AskAsync(TestNode node) => (await node.Get<HealthCheckService>().CheckHealthAsync()).Entries["failoverip"];

    [Fact]
    public async Task Active_and_Backup_are_both_healthy()
    {
        await using var node = await StartAsync();
        (await AskAsync(node)).Status.ShouldBe(HealthStatus.Unhealthy, "it does not elect yet");

        node.Engine.Move("VI_1", VrrpState.Backup);
        (await AskAsync(node)).Status.ShouldBe(HealthStatus.Healthy);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
        var answer = await AskAsync(node);

        (answer.Status, answer.Description).ShouldBe((HealthStatus.Healthy, "VI_1 Active"));
        answer.Data.Select(d => $"{d.Key}={d.Value}").ShouldBe(["node=s1", "instance VI_1=Active", "address web=Routed", "address free=Idle"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(HealthStatus.Degraded)]
    public async Task A_Fault_is_unhealthy_or_what_the_application_says(HealthStatus? failure)
    {
        await using var node = await StartAsync(failure);
        node.Engine.Move("VI_1", VrrpState.Fault, TransitionReason.InterfaceDown, "eth1 is down");

        var answer = await AskAsync(node);

        (answer.Status, answer.Description).ShouldBe((failure ?? HealthStatus.Unhealthy, "VI_1: Fault, eth1 is down"));
    }

    [Fact]
    public async Task An_address_that_is_not_routed_is_degraded()
    {
        await using var node = await StartAsync();
        node.Provider.Fails = new(FailoverErrorKind.Authentication, "the token is not valid");
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Failing);

        var answer = await AskAsync(node);

        (answer.Status, answer.Description).ShouldBe((HealthStatus.Degraded, "web: Failing, the token is not valid"));
    }

    [Fact]
    public async Task Work_that_fails_is_degraded_until_it_runs_again()
    {
        await using var node = await StartAsync();
        var fails = true;
        await using var work = node.Node.WhileActive("VI_1", ct => fails ? throw new InvalidOperationException("no queue") : Task.Delay(Timeout.Infinite, ct));
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed && node.Get<FailoverNode>().WorkProblems.Count == 1);

        var answer = await AskAsync(node);
        (answer.Status, answer.Description).ShouldBe((HealthStatus.Degraded, "the work of VI_1 has failed: InvalidOperationException: no queue"));

        fails = false;
        node.Engine.Move("VI_1", VrrpState.Backup);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Get<FailoverNode>().WorkProblems.Count == 0);
    }
}

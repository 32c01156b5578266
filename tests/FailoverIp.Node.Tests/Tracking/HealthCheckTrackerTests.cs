using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FailoverIp.Node.Tests;

public class HealthCheckTrackerTests
{
    [Fact]
    public async Task Healthy_is_well_and_everything_else_is_not()
    {
        var result = HealthCheckResult.Healthy();
        await using var bench = With(_ => Task.FromResult(result));
        await bench.ApplyAsync(new HealthCheckTrackerOptions("db"));
        await bench.UntilHeardAsync("health check db well");

        result = HealthCheckResult.Degraded("slow");
        await bench.UntilHeardAsync("health check db unwell");
        bench.Status.Detail.ShouldBe("Degraded: slow");
        result = HealthCheckResult.Healthy();
        await bench.UntilHeardAsync("health check db well");
        result = HealthCheckResult.Unhealthy();
        await bench.UntilHeardAsync("health check db unwell");
    }

    [Fact]
    public async Task One_that_throws_is_unwell_with_one_line()
    {
        await using var bench = With(_ => throw new InvalidOperationException("no\ndatabase"));
        await bench.ApplyAsync(new HealthCheckTrackerOptions("db"));
        await bench.Time.UntilAsync(() => bench.Status.Well is not null);

        bench.Status.Detail.ShouldBe("InvalidOperationException: no database");
        bench.Status.Well.ShouldBe(false);
    }

    [Fact]
    public async Task One_that_hangs_is_unwell_and_not_asked_a_second_time_beside_the_first()
    {
        var asked = 0;
        var answer = new TaskCompletionSource<HealthCheckResult>();
        await using var bench = With(_ =>
        {
            Interlocked.Increment(ref asked);
            return answer.Task;
        });
        await bench.ApplyAsync(new HealthCheckTrackerOptions("db"));
        await bench.Time.UntilAsync(() => bench.Status.Detail == "no answer within 5 s" && bench.Time.Elapsed > TimeSpan.FromSeconds(30));

        asked.ShouldBe(1);
        answer.SetResult(HealthCheckResult.Healthy());
        await bench.UntilHeardAsync("health check db well");
    }

    [Fact]
    public async Task One_that_nobody_has_registered_is_unwell_with_one_line()
    {
        await using var bench = new TrackerBench();
        await bench.ApplyAsync(new HealthCheckTrackerOptions("db"));
        await bench.Time.UntilAsync(() => bench.Status.Well is not null);

        bench.Status.Detail.ShouldBe("the application has registered no health check \"db\"");
    }

    private static TrackerBench With(Func<CancellationToken, Task<HealthCheckResult>> check) => new(s => s.AddLogging().AddHealthChecks().AddAsyncCheck("db", check));
}

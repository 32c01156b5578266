using static FailoverIp.ProfitBricks.Tests.CloudService;

namespace FailoverIp.ProfitBricks.Tests.NicMove;

/// <summary>Whole moves through the router.</summary>
public class NicMoveTests
{
    [Fact]
    public async Task A_move_is_two_writes_each_waited_for_and_verified_at_our_NIC()
    {
        var cloud = HeldBy(B);
        foreach (var status in new[] { "QUEUED", "RUNNING", "DONE", "RUNNING", "DONE" })
            cloud.Statuses.Enqueue(status);
        using var rig = new RouterRig(cloud);

        var result = await cloud.RunAsync(rig.Router.EnsureAsync("pb"));

        (result.Outcome, result.Owner, result.Attempts).ShouldBe((RouteOutcome.Rerouted, A.ToString(), 2));
        cloud.Writes.ShouldBe([$$"""{{B.Path}} {"lan":1,"ips":["203.0.113.2"]}""", $$"""{{A.Path}} {"lan":1,"ips":["203.0.113.1","198.51.100.7"]}"""]);
        // Three questions about the first request, two about the second, the pauses half as long again each time.
        result.Elapsed.ShouldBe(TimeSpan.FromSeconds(0.5 + 0.75 + 1.125 + 0.5 + 0.75));
    }

    [Fact]
    public async Task What_is_there_already_is_not_written()
    {
        var cloud = HeldBy(A);
        using var rig = new RouterRig(cloud);
        (await cloud.RunAsync(rig.Router.EnsureAsync("pb"))).Outcome.ShouldBe(RouteOutcome.AlreadyRouted);
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_crash_left_between_the_steps_is_completed_with_one_write()
    {
        var cloud = HeldBy();
        cloud.Consumers = [B];
        using var rig = new RouterRig(cloud);
        (await cloud.RunAsync(rig.Router.EnsureAsync("pb"))).Attempts.ShouldBe(1);
        cloud.Nics[A].Ips.ShouldContain(Ip);
    }

    [Fact]
    public async Task A_role_that_ends_between_the_steps_leaves_it_on_no_NIC_for_the_other_node_to_complete()
    {
        var cloud = HeldBy(B);
        using var role = new CancellationTokenSource();
        cloud.On("GET requests/", _ =>
        {
            role.Cancel();
            return null;
        });
        using (var rig = new RouterRig(cloud))
            await Should.ThrowAsync<OperationCanceledException>(cloud.RunAsync(rig.Router.EnsureAsync("pb", role.Token)));
        cloud.Nics.Values.ShouldAllBe(n => !n.Ips.Contains(Ip));

        using var peer = new RouterRig(cloud, B);
        (await cloud.RunAsync(peer.Router.EnsureAsync("pb"))).Attempts.ShouldBe(1);
        cloud.Nics[B].Ips.ShouldBe(["203.0.113.2", Ip]);
    }

    [Fact]
    public async Task A_first_request_that_fails_is_tried_again()
    {
        var cloud = HeldBy(B);
        cloud.OnOnce($"PATCH {B.Path}", _ => cloud.Accepted());
        cloud.Statuses.Enqueue("FAILED");
        using var rig = new RouterRig(cloud);
        (await cloud.RunAsync(rig.Router.EnsureAsync("pb"))).Attempts.ShouldBe(3);
        cloud.Nics[B].Ips.ShouldBe(["203.0.113.2"]);
        cloud.Nics[A].Ips.ShouldBe(["203.0.113.1", Ip]);
    }

    [Fact]
    public async Task A_second_request_that_fails_is_tried_again()
    {
        var cloud = HeldBy();
        cloud.OnOnce($"PATCH {A.Path}", _ => cloud.Accepted());
        cloud.Statuses.Enqueue("FAILED");
        using var rig = new RouterRig(cloud);
        (await cloud.RunAsync(rig.Router.EnsureAsync("pb"))).Attempts.ShouldBe(2);
        cloud.Nics[A].Ips.ShouldBe(["203.0.113.1", Ip]);
    }

    [Fact]
    public async Task A_service_that_takes_minutes_is_waited_for_without_a_second_write()
    {
        var cloud = HeldBy();
        var done = TimeSpan.FromSeconds(100);
        cloud.On($"PATCH {A.Path}", _ => cloud.Time.Elapsed < done ? cloud.Accepted() : null);
        cloud.On("GET requests/", _ => cloud.Time.Elapsed < done ? Answer.Json("""{"metadata":{"status":"RUNNING"}}""") : null);
        cloud.On($"GET {A.Path}", _ =>
        {
            if (cloud.Time.Elapsed >= done && !cloud.Nics[A].Ips.Contains(Ip))
                cloud.Nics[A].Ips.Add(Ip);
            cloud.Nics[A].State = cloud.Time.Elapsed < done && cloud.Writes.Any() ? "BUSY" : "AVAILABLE";
            return null;
        });
        using var rig = new RouterRig(cloud);
        var result = await cloud.RunAsync(rig.Router.EnsureAsync("pb"));
        result.Attempts.ShouldBe(1);
        result.Elapsed.ShouldBeInRange(done, TimeSpan.FromSeconds(106));
    }

    [Fact]
    public async Task A_lost_answer_of_the_first_step_is_followed_by_the_second()
    {
        var cloud = HeldBy(B);
        cloud.OnOnce($"PATCH {B.Path}", _ =>
        {
            cloud.Nics[B].Ips.Remove(Ip);
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset");
        });
        using var rig = new RouterRig(cloud);
        (await cloud.RunAsync(rig.Router.EnsureAsync("pb"))).Attempts.ShouldBe(2);
        cloud.Nics[A].Ips.ShouldBe(["203.0.113.1", Ip]);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("Thu, 01 Jan 2026 00:01:30 GMT", 90)]
    public async Task A_rate_limit_is_waited_out_to_its_end(string retryAfter, int seconds)
    {
        var cloud = HeldBy();
        cloud.OnOnce($"PATCH {A.Path}", _ => Limited(retryAfter));
        using var rig = new RouterRig(cloud);
        var result = await cloud.RunAsync(rig.Router.EnsureAsync("pb"));
        result.Attempts.ShouldBe(2);
        result.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(seconds));
        result.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(seconds + 5));
    }

    [Fact]
    public async Task A_rate_limit_that_lasts_longer_than_what_is_left_ends_it_with_the_time_to_wait()
    {
        var cloud = HeldBy();
        cloud.On("GET ipblocks", _ => Limited("3600"));
        using var rig = new RouterRig(cloud);
        var e = await Should.ThrowAsync<FailoverIpException>(cloud.RunAsync(rig.Router.EnsureAsync("pb")));
        (e.Kind, e.RetryAfter).ShouldBe((FailoverErrorKind.RateLimited, TimeSpan.FromHours(1)));
        cloud.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rate_limit_while_a_request_is_followed_only_makes_it_slower()
    {
        var cloud = HeldBy(B);
        cloud.OnOnce("GET requests/", _ => Limited("7"));
        using var rig = new RouterRig(cloud);
        var result = await cloud.RunAsync(rig.Router.EnsureAsync("pb"));
        result.Attempts.ShouldBe(2);
        result.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(7));
    }

    private static HttpResponseMessage Limited(string retryAfter)
    {
        var answer = Error(429, "Rate limit exceeded", "VDC-1");
        answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return answer;
    }
}

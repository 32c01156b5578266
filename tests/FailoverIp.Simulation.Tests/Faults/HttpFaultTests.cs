using System.Diagnostics;
using System.Net;

namespace FailoverIp.Simulation.Tests;

/// <summary>What each fault looks like from a client's side.</summary>
public sealed class HttpFaultTests : RestTest
{
    private const string List = ScpClient.Api + "/users/555001/failoverips/v4";

    private Task<HttpResponseMessage> GetAsync() => Client.Http.GetAsync(List);

    private async Task ShouldBreakOffAsync(Func<Task> request)
    {
        var problem = await request.ShouldThrowAsync<HttpRequestException>();
        problem.StatusCode.ShouldBeNull();
    }

    [Fact]
    public async Task A_status_comes_with_body_and_retry_time_and_without_effect()
    {
        Netcup.Faults.Add(Fault.AnswerWith(503, "<p>busy</p>", "text/html") with { RetryAfter = TimeSpan.FromSeconds(6.5), Count = 1 });
        using var answer = await Client.PatchAsync(ScpClient.Web, 111001);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        (await answer.Content.ReadAsStringAsync()).ShouldBe("<p>busy</p>");
        Netcup.Scp.Tasks.ShouldBeEmpty();
        (await GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_reset_write_has_no_effect()
    {
        Netcup.Faults.Add(Fault.Reset().Once());
        await ShouldBreakOffAsync(() => Client.PatchAsync(ScpClient.Web, 111001));
        Netcup.Scp.Tasks.ShouldBeEmpty();
        var request = Netcup.Requests.Of(SimulatedOperation.Write).ShouldHaveSingleItem();
        request.Status.ShouldBeNull();
        request.IsAnswered.ShouldBeTrue();
        request.ToString().ShouldEndWith("→ reset (Reset)");
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_took_effect()
    {
        Netcup.Faults.Add(Fault.LostAnswer().On(SimulatedOperation.Write).Once());
        await ShouldBreakOffAsync(() => Client.PatchAsync(ScpClient.Web, 111001));
        Netcup.Scp.Tasks.ShouldHaveSingleItem();
        Time.Advance(Ms(400));
        (await Client.OwnerAsync("203.0.113.10")).ShouldBe(S1);
    }

    [Fact]
    public async Task A_refused_client_gets_the_services_429()
    {
        Netcup.Faults.Add(Fault.RateLimit(TimeSpan.FromMinutes(5)).On(SimulatedOperation.Write).Once(), Fault.RateLimit().Once());
        using (var limited = await Client.PatchAsync(ScpClient.Web, 111001))
        {
            limited.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            limited.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(5));
            (await limited.Content.ReadAsStringAsync()).ShouldContain("Too many failover IP routing requests: limited to 10 requests per 5 minutes");
        }
        using (var limited = await Client.PatchAsync(ScpClient.Web, 111001))
            limited.Headers.RetryAfter.ShouldBeNull();
        Netcup.Scp.Tasks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_good_token_can_be_refused()
    {
        Netcup.Faults.Add(Fault.Unauthorized().Once());
        using (var refused = await GetAsync())
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var answer = await GetAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Latency_holds_a_request_back_before_it_takes_effect_also_where_the_client_has_left()
    {
        Netcup.Faults.Add(Fault.Latency(TimeSpan.FromSeconds(20)).On(SimulatedOperation.Write).Once());
        using (var leave = new CancellationTokenSource())
        {
            var request = Client.Http.PatchAsync($"{List}/{ScpClient.Web}", new StringContent("""{"serverId":111001}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), leave.Token);
            await Netcup.Requests.WaitForAsync(r => r.Operation == SimulatedOperation.Write);
            await leave.CancelAsync();
            await request.ShouldThrowAsync<OperationCanceledException>();
        }
        await PassUntilDoneAsync(Netcup.Requests.WaitForAsync(r => r is { Operation: SimulatedOperation.Write, IsAnswered: true }));
        var waited = Netcup.Scp.Tasks.ShouldHaveSingleItem().StartedAt - Netcup.Requests.Of(SimulatedOperation.Write)[0].At;
        waited.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_slow_answer_comes_after_the_effect()
    {
        Netcup.Faults.Add(Fault.SlowAnswer(TimeSpan.FromSeconds(20)).Once());
        var request = Client.PatchAsync(ScpClient.Web, 111001);
        await Netcup.Requests.WaitForAsync(r => r.Operation == SimulatedOperation.Write);
        while (Netcup.Scp.Tasks.Count == 0)
            await Task.Yield();
        Time.Advance(Ms(400));
        Netcup.Scp.OwnerOf("203.0.113.10").ShouldBe(S1);
        request.IsCompleted.ShouldBeFalse();
        (await PassUntilDoneAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Bodies_can_be_noise_a_web_page_or_broken_off()
    {
        Netcup.Faults.Add(Fault.Garbage().Once(), Fault.Html().Once(), Fault.Truncated().Once());
        using (var noise = await GetAsync())
        {
            noise.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
            (await noise.Content.ReadAsByteArrayAsync()).Length.ShouldBe(512);
        }
        using (var page = await GetAsync())
        {
            page.StatusCode.ShouldBe(HttpStatusCode.OK);
            page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        }
        await ShouldBreakOffAsync(GetAsync);
        (await GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_write_with_a_spoilt_answer_took_effect()
    {
        Netcup.Faults.Add(Fault.Html().Once());
        using var page = await Client.PatchAsync(ScpClient.Web, 111001);
        page.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        Netcup.Scp.Tasks.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_body_can_be_huge()
    {
        Netcup.Faults.Add(Fault.Huge(3_000_001).Once());
        using var answer = await GetAsync();
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBe(3_000_001);
    }

    [Fact]
    public async Task The_token_endpoint_can_fail_alone()
    {
        Netcup.Faults.Add(Fault.AnswerWith(500).On(SimulatedOperation.Token));
        (await Client.RefreshAsync(Netcup.State.RefreshTokens[0].Token)).Status.ShouldBe(HttpStatusCode.InternalServerError);
        (await GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task On_the_systems_clock_a_route_changes_by_itself()
    {
        await using var netcup = await NetcupRestSimulator.StartAsync();
        using var client = await ScpClient.LogInAsync(netcup);
        var watch = Stopwatch.StartNew();
        await client.RouteAsync(ScpClient.Web, 111001);
        await netcup.Scp.WaitUntilAsync(s => s.FailoverIps[0].Server == S1).WaitAsync(TimeSpan.FromSeconds(30));
        watch.Elapsed.ShouldBeGreaterThan(Ms(350));
    }
}

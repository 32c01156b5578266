using System.Net;
using System.Net.Http.Headers;

namespace FailoverIp.Simulation.Tests;

public sealed class RestRoutingTests : RestTest
{
    [Fact]
    public async Task A_route_changes_when_its_task_has_finished_and_not_before()
    {
        var (status, task) = await Client.RouteAsync(ScpClient.Web, 111002);
        status.ShouldBe(HttpStatusCode.Accepted);
        var uuid = task.GetProperty("uuid").GetString()!;
        task.GetProperty("state").GetString().ShouldBe("PENDING");
        task.GetProperty("name").GetString().ShouldBe("RouteFailoverIpTask");

        Time.Advance(Ms(100));
        (await Client.TaskStateAsync(uuid)).ShouldBe("RUNNING");
        Time.Advance(Ms(299));
        (await Client.TaskStateAsync(uuid)).ShouldBe("RUNNING");
        (await Client.OwnerAsync("203.0.113.10")).ShouldBeNull();

        Time.Advance(Ms(1));
        (await Client.TaskStateAsync(uuid)).ShouldBe("FINISHED");
        (await Client.OwnerAsync("203.0.113.10")).ShouldBe(S2);
        (await Client.OwnerAsync("203.0.113.11")).ShouldBeNull();
        Netcup.Scp.Changes.ShouldHaveSingleItem().ShouldBe(new NetcupRouteChange(Time.GetUtcNow(), FailoverAddress.Parse("203.0.113.10"), null, S2, uuid));
    }

    [Fact]
    public async Task Without_a_server_the_address_is_routed_nowhere()
    {
        Netcup.Scp.Route("203.0.113.10", S1);
        var (status, task) = await Client.RouteAsync(ScpClient.Web, null);
        status.ShouldBe(HttpStatusCode.Accepted);
        task.GetProperty("name").GetString().ShouldBe("ClearFailoverIpTask");
        Time.Advance(Ms(400));
        Netcup.Scp.OwnerOf("203.0.113.10").ShouldBeNull();
        (await Client.OwnerAsync("203.0.113.10")).ShouldBeNull();
    }

    [Fact]
    public async Task An_IPv6_prefix_is_routed_like_an_IPv4_address()
    {
        (await Client.RouteAsync(333003, 111001, version: 6)).Status.ShouldBe(HttpStatusCode.Accepted);
        Time.Advance(Ms(400));
        var (_, list) = await Client.GetAsync("users/555001/failoverips/v6?ip=2001:db8:a:20::");
        var entry = list.EnumerateArray().ShouldHaveSingleItem();
        entry.GetProperty("networkPrefix").GetString().ShouldBe("2001:db8:a:20::");
        entry.GetProperty("networkPrefixLength").GetInt32().ShouldBe(64);
        entry.GetProperty("server").GetProperty("id").GetInt32().ShouldBe(111001);
        (await Client.RouteAsync(333003, 111001, version: 4)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_server_at_another_site_is_refused_in_the_services_words()
    {
        var (status, error) = await Client.RouteAsync(ScpClient.Web, 111003);
        status.ShouldBe(HttpStatusCode.BadRequest);
        error.GetProperty("message").GetString().ShouldBe("Routing is limited to servers within the same site as the failover IP.");
        Netcup.Scp.Tasks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(999, 111001)]
    [InlineData(ScpClient.Web, 999)]
    public async Task What_is_not_there_is_not_found(int id, int serverId)
    {
        var (status, error) = await Client.RouteAsync(id, serverId);
        status.ShouldBe(HttpStatusCode.NotFound);
        error.GetProperty("message").GetString().ShouldBe("Failover IPv4 or server not found.");
    }

    [Fact]
    public async Task A_locked_address_shows_as_not_editable_and_is_refused()
    {
        Netcup.Scp.Update(s => s with { FailoverIps = [.. s.FailoverIps.Select(f => f with { Locked = true })] });
        var (_, list) = await Client.GetAsync("users/555001/failoverips/v4");
        list.EnumerateArray().ShouldAllBe(e => !e.GetProperty("editable").GetBoolean());
        (await Client.RouteAsync(ScpClient.Web, 111001)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"serverId":"111001"}""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("""{"serverId":4294967296}""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("""{"serverId":""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("""{"serverId":111001}""", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("""{"serverId":111001}""", "application/merge-patch+json", HttpStatusCode.Accepted)]
    public async Task A_body_must_be_what_the_document_says(string body, string type, HttpStatusCode expected)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue(type));
        using var response = await Client.Http.PatchAsync($"{ScpClient.Api}/users/555001/failoverips/v4/{ScpClient.Web}", content);
        response.StatusCode.ShouldBe(expected);
        Netcup.Scp.Tasks.Count.ShouldBe(expected == HttpStatusCode.Accepted ? 1 : 0);
    }

    [Fact]
    public async Task The_eleventh_reroute_in_five_minutes_and_the_twenty_first_in_an_hour_are_refused()
    {
        async Task ShouldAcceptTenAsync()
        {
            for (var i = 0; i < 10; i++)
            {
                (await Client.RouteAsync(ScpClient.Web + (i % 2), 111001 + (i % 2))).Status.ShouldBe(HttpStatusCode.Accepted);
                Time.Advance(Ms(1000));
            }
        }

        Change(s => s with { AccessTokenLifetime = TimeSpan.FromHours(2) });
        Client.Use((await Client.RefreshAsync(Netcup.State.RefreshTokens[0].Token)).Body.GetProperty("access_token").GetString()!);
        await ShouldAcceptTenAsync();
        var (status, error) = await Client.RouteAsync(ScpClient.Web, 111001);
        status.ShouldBe(HttpStatusCode.TooManyRequests);
        error.GetProperty("message").GetString().ShouldBe("Too many failover IP routing requests: limited to 10 requests per 5 minutes and 20 requests per 60 minutes.");

        Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(11));
        (await Client.RouteAsync(ScpClient.Web, 111001)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        Time.Advance(TimeSpan.FromSeconds(10));
        await ShouldAcceptTenAsync();
        Time.Advance(TimeSpan.FromMinutes(10));
        using (var refused = await Client.PatchAsync(ScpClient.Web, 111001))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            refused.Headers.RetryAfter.ShouldBeNull();
        }

        Change(s => s with { SendRetryAfter = true });
        using (var refused = await Client.PatchAsync(ScpClient.Web, 111001))
            Time.Advance(refused.Headers.RetryAfter!.Delta!.Value);
        (await Client.RouteAsync(ScpClient.Web, 111001)).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task The_last_task_to_end_wins()
    {
        Netcup.Faults.Add(Fault.SlowTask(TimeSpan.FromSeconds(10)).Once());
        await Client.RouteAsync(ScpClient.Web, 111001);
        await Client.RouteAsync(ScpClient.Web, 111002);
        Time.Advance(TimeSpan.FromSeconds(1));
        Netcup.Scp.OwnerOf("203.0.113.10").ShouldBe(S2);
        Time.Advance(TimeSpan.FromSeconds(9));
        Netcup.Scp.OwnerOf("203.0.113.10").ShouldBe(S1);
    }

    [Fact]
    public async Task Another_users_addresses_are_not_found()
    {
        (await Client.GetAsync("users/555002/failoverips/v4")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Client.GetAsync("users/555001/failoverips/v4")).Status.ShouldBe(HttpStatusCode.OK);
        (await Client.GetAsync("users/555001")).Body.GetProperty("username").GetString().ShouldBe("12345");
    }

    [Fact]
    public async Task Filters_find_parts_of_addresses_so_that_a_client_must_compare()
    {
        (await Client.GetAsync("users/555001/failoverips/v4?ip=203.0.113.1")).Body.GetArrayLength().ShouldBe(2);
        (await Client.GetAsync("users/555001/failoverips/v4?ip=203.0.113.11")).Body.GetArrayLength().ShouldBe(1);
        Netcup.Scp.Route("203.0.113.11", S2);
        (await Client.GetAsync("users/555001/failoverips/v4?serverId=111002")).Body[0].GetProperty("ip").GetString().ShouldBe("203.0.113.11");
        (await Client.GetAsync("users/555001/failoverips/v4?serverId=x")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_change_behind_the_APIs_back_shows_at_once()
    {
        var moved = Netcup.Scp.WaitUntilAsync(s => s.FindFailoverIp(FailoverAddress.Parse("203.0.113.10"))?.Server == S1);
        moved.IsCompleted.ShouldBeFalse();
        Netcup.Scp.Route("203.0.113.10", S1.ToUpperInvariant());
        await moved.WaitAsync(TimeSpan.FromSeconds(10));
        (await Client.OwnerAsync("203.0.113.10")).ShouldBe(S1);
        Netcup.Scp.Changes[^1].Task.ShouldBeNull();
        Should.Throw<ArgumentException>(() => Netcup.Scp.Route("203.0.113.12", S1));
        Should.Throw<ArgumentException>(() => Netcup.Scp.Route("203.0.113.10", "v1"));
    }
}

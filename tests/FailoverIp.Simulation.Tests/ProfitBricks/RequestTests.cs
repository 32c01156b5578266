using System.Net;
using System.Text.Json;
using static FailoverIp.Simulation.Tests.CloudClient;

namespace FailoverIp.Simulation.Tests;

public sealed class RequestTests : CloudTest
{
    private async Task<string[]> ListAsync(string query) =>
        [.. (await Client.GetAsync("requests?" + query)).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetString()![^1..])];

    [Fact]
    public async Task A_write_answers_with_the_address_of_its_status_which_goes_from_QUEUED_over_RUNNING_to_DONE()
    {
        var write = await Client.SetIpsAsync(Nic1, Own1, Failover);
        write.Location.ShouldBe(new Uri(Simulator.ApiAddress, $"requests/{Cloud.Requests[0].Id}/status").AbsoluteUri);
        (await StatusAsync(write)).ShouldBe("QUEUED");
        Time.Advance(Duration / 4);
        (await StatusAsync(write)).ShouldBe("RUNNING");
        var target = (await Client.GetAsync(write.Location)).Body.GetProperty("metadata").GetProperty("targets").EnumerateArray().ShouldHaveSingleItem();
        target.GetProperty("status").GetString().ShouldBe("RUNNING");
        target.GetProperty("target").GetProperty("href").GetString().ShouldBe(new Uri(Simulator.ApiAddress, Nic1).AbsoluteUri);
        Time.Advance(Duration - (Duration / 4));
        (await StatusAsync(write)).ShouldBe("DONE");
        Cloud.Changes.ShouldHaveSingleItem().Request.ShouldBe(Cloud.Requests[0].Id);
    }

    [Fact]
    public async Task Writes_on_one_data_center_wait_for_each_other()
    {
        var first = await Client.SetIpsAsync(Nic1, Own1, Failover);
        var second = await Client.PatchAsync(Nic2, """{"name":"x"}""");
        var block = await Client.PatchAsync($"ipblocks/{Block}", """{"name":"x"}""");
        Time.Advance(Duration - TimeSpan.FromTicks(1));
        (await StatusAsync(first)).ShouldBe("RUNNING");
        (await StatusAsync(second)).ShouldBe("QUEUED");
        (await StatusAsync(block)).ShouldBe("RUNNING");
        Time.Advance(TimeSpan.FromTicks(1));
        (await StatusAsync(first)).ShouldBe("DONE");
        (await StatusAsync(block)).ShouldBe("DONE");
        (await StatusAsync(second)).ShouldBe("QUEUED");
        Time.Advance(Duration);
        (await StatusAsync(second)).ShouldBe("DONE");
    }

    [Fact]
    public async Task A_resource_is_BUSY_with_all_that_is_above_it_while_a_request_is_pending()
    {
        await Client.PatchAsync(Nic1, """{"name":"x"}""");
        foreach (var busy in new[] { Nic1, $"datacenters/{Datacenter}/servers/{S1}", $"datacenters/{Datacenter}" })
            (await Client.StateAsync(busy)).ShouldBe("BUSY", busy);
        foreach (var idle in new[] { Nic2, Lan, $"datacenters/{Datacenter}/servers/{S2}", $"ipblocks/{Block}" })
            (await Client.StateAsync(idle)).ShouldBe("AVAILABLE", idle);
        Time.Advance(Duration);
        (await Client.StateAsync(Nic1)).ShouldBe("AVAILABLE");
        (await Client.StateAsync($"datacenters/{Datacenter}")).ShouldBe("AVAILABLE");
    }

    [Fact]
    public async Task A_write_is_judged_by_what_is_planned_and_again_when_its_turn_comes()
    {
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, Failover));
        Simulator.Faults.Add(Fault.TaskError("Provisioning failed, sorry").OnPath(N1).Once());
        var off = (await Client.SetIpsAsync(Nic1, Own1)).ShouldBe(HttpStatusCode.Accepted);
        var on = (await Client.SetIpsAsync(Nic2, Own2, Failover)).ShouldBe(HttpStatusCode.Accepted);
        var late = await Client.SetIpsAsync(Nic1, Own1, Failover);
        late.ShouldRefuse(422, "422", $"already used by NIC '{N2}'");
        Time.Advance(Duration * 2);
        (await StatusAsync(off)).ShouldBe("FAILED");
        (await MessageAsync(off)).ShouldBe("Provisioning failed, sorry");
        (await StatusAsync(on)).ShouldBe("FAILED");
        (await MessageAsync(on)).ShouldContain($"already used by NIC '{N1}'");
        Cloud.HoldersOf(Failover).ShouldBe([$"{S1}/{N1}"]);
    }

    [Fact]
    public async Task A_stale_list_brings_an_address_back()
    {
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, Failover));
        await Client.SetIpsAsync(Nic1, Own1);
        (await Client.IpsAsync(Nic1)).ShouldBe([Own1, Failover]);
        await Client.SetIpsAsync(Nic1, Own1, Failover);
        Time.Advance(Duration * 2);
        Cloud.HoldersOf(Failover).ShouldBe([$"{S1}/{N1}"]);
    }

    [Fact]
    public async Task Faults_strike_the_work_of_accepted_writes_only()
    {
        Simulator.Faults.Add(Fault.Ignored().Once());
        (await Client.SetIpsAsync(Nic1, "198.51.100.8")).ShouldRefuse(422, "422", "reserved");
        Simulator.Faults.Pending.ShouldHaveSingleItem();
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, Failover));
        Cloud.HoldersOf(Failover).ShouldBeEmpty();
        Simulator.Faults.Pending.ShouldBeEmpty();
        Simulator.Requests.Of(SimulatedOperation.Write)[^1].Faults.ShouldBe([FaultKind.Ignored]);
    }

    [Fact]
    public async Task A_stuck_request_runs_for_ever_and_all_that_follow_wait()
    {
        Simulator.Faults.Add(Fault.StuckTask().Once());
        var stuck = await Client.PatchAsync(Nic1, """{"name":"x"}""");
        var waiting = await Client.PatchAsync(Nic2, """{"name":"x"}""");
        Time.Advance(TimeSpan.FromDays(1));
        (await StatusAsync(stuck)).ShouldBe("RUNNING");
        (await StatusAsync(waiting)).ShouldBe("QUEUED");
        (await Client.StateAsync($"datacenters/{Datacenter}")).ShouldBe("BUSY");
    }

    [Fact]
    public async Task A_slow_or_cancelled_request_is_what_it_is_told_to_be()
    {
        Simulator.Faults.Add(Fault.SlowTask(TimeSpan.FromMinutes(5)).Once());
        var slow = await Client.PatchAsync(Nic1, """{"name":"x"}""");
        Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        (await StatusAsync(slow)).ShouldBe("RUNNING");
        Time.Advance(TimeSpan.FromTicks(1));
        (await StatusAsync(slow)).ShouldBe("DONE");
        Simulator.Faults.Add(Fault.TaskCanceled().Once());
        var cancelled = await Client.PatchAsync(Nic1, """{"name":"y"}""");
        Time.Advance(Duration);
        (await StatusAsync(cancelled)).ShouldBe("FAILED");
        (await Client.GetAsync(Nic1)).Properties.GetProperty("name").GetString().ShouldBe("x");
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_work()
    {
        Simulator.Faults.Add(Fault.LostAnswer().On(SimulatedOperation.Write).Once());
        await Should.ThrowAsync<HttpRequestException>(() => Client.SetIpsAsync(Nic1, Own1, Failover));
        Time.Advance(Duration);
        Cloud.HoldersOf(Failover).ShouldBe([$"{S1}/{N1}"]);
    }

    [Fact]
    public async Task The_list_is_newest_first_and_can_be_filtered_and_paged()
    {
        await DoneAsync(Client.PatchAsync(Nic1, """{"name":"alpha"}"""));
        await DoneAsync(Client.SendAsync("PUT", Nic2, """{"properties":{"lan":1,"ips":["203.0.113.22"]}}"""));
        await Client.SetIpsAsync(Nic1, Own1, Failover);
        (await ListAsync("")).ShouldBe(["3", "2", "1"]);
        (await ListAsync("filter.status=done")).ShouldBe(["2", "1"]);
        (await ListAsync("filter.status=QUEUED")).ShouldBe(["3"]);
        (await ListAsync("depth=1&filter.method=patch")).ShouldBe(["3", "1"]);
        (await ListAsync($"depth=1&filter.url={S1}&filter.requestStatus=DONE")).ShouldBe(["1"]);
        (await ListAsync("depth=1&filter.body=ALPHA")).ShouldBe(["1"]);
        (await ListAsync("filter.body=ALPHA")).ShouldBe(["3", "2", "1"]);
        (await ListAsync("filter.createdAfter=2026-01-01 00:00:00")).ShouldBe(["3", "2"]);
        (await ListAsync("filter.createdBefore=2026-01-01 00:00:02")).ShouldBe(["1"]);
        (await Client.GetAsync("requests?filter.createdAfter=yesterday")).ShouldRefuse(422, "422", "yyyy-MM-dd HH:mm:ss");

        var page = (await Client.GetAsync("requests?offset=1&limit=1")).Body;
        page.GetProperty("items").GetArrayLength().ShouldBe(1);
        page.GetProperty("_links").GetProperty("next").GetString()!.ShouldEndWith("/cloudapi/v6/requests?offset=2&limit=1");
        page.GetProperty("_links").GetProperty("prev").GetString()!.ShouldEndWith("/cloudapi/v6/requests?offset=0&limit=1");
        (await Client.GetAsync("requests?offset=2")).Body.GetProperty("_links").TryGetProperty("next", out _).ShouldBeFalse();
        (await Client.GetAsync("requests?limit=0")).ShouldRefuse(422, "422", "'limit'");
        (await Client.GetAsync("requests?limit=10001")).ShouldRefuse(422, "422", "'limit'");
    }

    [Fact]
    public async Task A_request_holds_what_was_sent_but_no_secret()
    {
        var write = await Client.SetIpsAsync(Nic1, Own1, Failover);
        var answer = await Client.GetAsync(write.Location.Replace("/status", "", StringComparison.Ordinal));
        var properties = answer.Properties;
        properties.GetProperty("method").GetString().ShouldBe("PATCH");
        properties.GetProperty("url").GetString().ShouldBe(new Uri(Simulator.ApiAddress, Nic1).AbsoluteUri);
        JsonDocument.Parse(properties.GetProperty("body").GetString()!).RootElement.GetProperty("ips").Texts().ShouldBe([Own1, Failover]);
        answer.Text.ShouldNotContain(Simulator.State.User.Tokens[0]);
        answer.Body.GetProperty("metadata").GetProperty("requestStatus").GetProperty("metadata").GetProperty("status").GetString().ShouldBe("QUEUED");
    }
}

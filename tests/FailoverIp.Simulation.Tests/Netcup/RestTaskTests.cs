using System.Net;

namespace FailoverIp.Simulation.Tests;

public sealed class RestTaskTests : RestTest
{
    private async Task<string> StartAsync(int serverId = 111001) => (await Client.RouteAsync(ScpClient.Web, serverId)).Body.GetProperty("uuid").GetString()!;

    private async Task<HttpStatusCode> CancelAsync(string uuid)
    {
        using var response = await Client.Http.PutAsync($"{ScpClient.Api}/tasks/{uuid}:cancel", null);
        return response.StatusCode;
    }

    [Fact]
    public async Task A_cancelled_task_changes_nothing()
    {
        var uuid = await StartAsync();
        Time.Advance(Ms(200));
        (await CancelAsync(uuid)).ShouldBe(HttpStatusCode.Accepted);
        (await Client.TaskStateAsync(uuid)).ShouldBe("WAITING_FOR_CANCEL");
        Time.Advance(TimeSpan.FromMinutes(1));
        (await Client.TaskStateAsync(uuid)).ShouldBe("CANCELED");
        Netcup.Scp.OwnerOf("203.0.113.10").ShouldBeNull();
        (await CancelAsync(uuid)).ShouldBe(HttpStatusCode.NoContent);
        (await CancelAsync("00000000-0000-4000-8000-00000000ffff")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_stuck_task_runs_for_ever_until_it_is_cancelled()
    {
        Netcup.Faults.Add(Fault.StuckTask().Once());
        var uuid = await StartAsync();
        Time.Advance(TimeSpan.FromSeconds(200));
        (await Client.TaskStateAsync(uuid)).ShouldBe("RUNNING");
        await CancelAsync(uuid);
        Time.Advance(Ms(100));
        (await Client.TaskStateAsync(uuid)).ShouldBe("CANCELED");
        Netcup.Scp.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_slow_task_takes_as_long_as_it_is_told()
    {
        Netcup.Faults.Add(Fault.SlowTask(TimeSpan.FromSeconds(20)).Once());
        var uuid = await StartAsync();
        Time.Advance(TimeSpan.FromSeconds(20) - Ms(1));
        (await Client.TaskStateAsync(uuid)).ShouldBe("RUNNING");
        Time.Advance(Ms(1));
        (await Client.TaskStateAsync(uuid)).ShouldBe("FINISHED");
        Netcup.Scp.OwnerOf("203.0.113.10").ShouldBe(S1);
    }

    [Fact]
    public async Task A_failed_task_tells_the_services_message_and_changes_nothing()
    {
        Netcup.Faults.Add(Fault.TaskError("Node is in maintenance mode.").Once());
        var uuid = await StartAsync();
        Time.Advance(Ms(400));
        var (_, task) = await Client.GetAsync($"tasks/{uuid}");
        task.GetProperty("state").GetString().ShouldBe("ERROR");
        task.GetProperty("responseError").GetProperty("message").GetString().ShouldBe("Node is in maintenance mode.");
        Netcup.Scp.OwnerOf("203.0.113.10").ShouldBeNull();
    }

    [Fact]
    public async Task A_task_can_be_cancelled_by_the_service()
    {
        Netcup.Faults.Add(Fault.TaskCanceled().Once());
        var uuid = await StartAsync();
        Time.Advance(Ms(400));
        (await Client.TaskStateAsync(uuid)).ShouldBe("CANCELED");
        Netcup.Scp.OwnerOf("203.0.113.10").ShouldBeNull();
    }

    [Fact]
    public async Task A_lying_service_says_finished_and_changes_nothing()
    {
        Netcup.Faults.Add(Fault.Ignored().Times(1));
        var uuid = await StartAsync();
        Time.Advance(Ms(400));
        (await Client.TaskStateAsync(uuid)).ShouldBe("FINISHED");
        (await Client.OwnerAsync("203.0.113.10")).ShouldBeNull();

        await StartAsync();
        Time.Advance(Ms(400));
        (await Client.OwnerAsync("203.0.113.10")).ShouldBe(S1);
    }

    [Fact]
    public async Task A_refused_write_does_not_use_up_the_fault_of_a_task()
    {
        Netcup.Faults.Add(Fault.StuckTask().Once());
        (await Client.RouteAsync(ScpClient.Web, 111003)).Status.ShouldBe(HttpStatusCode.BadRequest);
        Netcup.Faults.Pending.ShouldHaveSingleItem();
        await StartAsync();
        Netcup.Faults.Pending.ShouldBeEmpty();
        Netcup.Requests.Of(SimulatedOperation.Write)[^1].Faults.ShouldBe([FaultKind.StuckTask]);
    }

    [Fact]
    public async Task The_list_is_newest_first_and_can_be_filtered_and_paged()
    {
        var first = await StartAsync(111001);
        var second = await StartAsync(111002);
        Time.Advance(Ms(400));
        await Client.RouteAsync(333002, null);

        string?[] Uuids(System.Text.Json.JsonElement list) => [.. list.EnumerateArray().Select(t => t.GetProperty("uuid").GetString())];
        Uuids((await Client.GetAsync("tasks?state=FINISHED")).Body).ShouldBe([second, first]);
        Uuids((await Client.GetAsync("tasks?serverId=111001")).Body).ShouldBe([first]);
        Uuids((await Client.GetAsync("tasks?offset=1&limit=1")).Body).ShouldBe([second]);
        (await Client.GetAsync("tasks?q=clear")).Body.EnumerateArray().ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("PENDING");
        (await Client.GetAsync("tasks?state=DONE")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Client.GetAsync("tasks?limit=-1")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }
}
